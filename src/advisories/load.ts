import { dirname, resolve } from 'node:path';
import { missingFile, readSmallFile } from '../target/bounded-file.ts';
import type { AdvisoryFile } from './advisory-file.ts';

/** Reads a file of advisories that somebody brought. Throws ADVISORIES_INVALID and FILE_NOT_READ. */
export async function loadAdvisories(file: string): Promise<AdvisoryFile> {
  const found = await readSmallFile(file);
  if (found === null) throw missingFile(file);
  // Asked for by few: whoever does not bring a file needs no schema.
  const { parseAdvisories } = await import('./parse-advisories.ts');
  return parseAdvisories(found.text, file, new Date());
}

/** The file that a config names, relative to it; null for none. */
export function advisoriesOf(config: {
  readonly file: string;
  readonly sections: { readonly advisories?: string | undefined };
}): string | null {
  const { advisories } = config.sections;
  return advisories === undefined ? null : resolve(dirname(resolve(config.file)), advisories);
}
