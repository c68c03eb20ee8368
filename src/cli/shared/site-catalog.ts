import { dirname, resolve } from 'node:path';
import { readSiteCatalog } from '../../site-catalog/file.ts';
import { type Measurement, measurementsIn } from '../../site-catalog/site-catalog.ts';
import { siteCatalogFile } from '../../target/environment.ts';
import type { ConfigArguments } from '../common-options.ts';
import type { Io } from './console.ts';
import { findConfig, requireOwnConfig } from './load-config.ts';

/**
 * The file that keeps what the site learnt: that of the config that holds, else the user's own. A config that was found and
 * not named must be the user's own where the file is to be written. Throws CONFIG_INVALID, CONFIG_NOT_OWN, FILE_NOT_READ.
 */
export async function siteCatalogPath(
  args: Partial<ConfigArguments>,
  io: Io,
  { toWrite }: { readonly toWrite: boolean },
): Promise<string> {
  const config = await findConfig({ config: args.config }, { ...io, quiet: true });
  const named = config?.sections.catalog;
  if (config === null || named === undefined) return siteCatalogFile(io);
  if (toWrite && args.config === undefined) await requireOwnConfig(config.file);
  return resolve(dirname(resolve(config.file)), named);
}

/** What the site learnt and did not forget; nothing where there is no file. Throws CATALOG_CHANGED and what finding it throws. */
export async function siteMeasurements(args: Partial<ConfigArguments>, io: Io): Promise<readonly Measurement[]> {
  return measurementsIn(await readSiteCatalog(await siteCatalogPath(args, io, { toWrite: false })));
}
