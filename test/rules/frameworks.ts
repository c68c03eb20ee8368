import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';

/** A row of rules/frameworks/NAME.csv, as it stands there. */
export interface ControlRow {
  readonly framework: string;
  readonly id: string;
  readonly severity: string;
  readonly title: string;
  readonly wanted: string;
  readonly coverage: string;
  readonly rules: readonly string[];
  readonly look: string;
  readonly not_applicable: string;
}

/** A row of rules/frameworks/frameworks.csv. */
export interface FrameworkRow {
  readonly name: string;
  readonly family: string;
  readonly releases: readonly string[];
  readonly profile: string;
}

const DIR = new URL('../../rules/frameworks/', import.meta.url);

async function rowsOf(name: string): Promise<readonly Readonly<Record<string, string>>[]> {
  return parse(await readFile(new URL(`${name}.csv`, DIR), 'utf8'), { columns: true });
}

function words(text = ''): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}

const listed = await rowsOf('frameworks');

export const frameworks: readonly FrameworkRow[] = listed.map(
  ({ name = '', family = '', releases, profile = '' }) => ({ name, family, releases: words(releases), profile }),
);

/** Every control of every framework, in the order of the files. */
export const controls: readonly ControlRow[] = (
  await Promise.all(
    frameworks.map(async ({ name }) =>
      (await rowsOf(name)).map((row) => ({ ...row, framework: name, rules: words(row['rules']) }) as unknown as ControlRow),
    ),
  )
).flat();

/** As rules cite a control: the vendor's guides, the STIGs of DISA, and the readiness guide, which is no STIG. */
export function citationOf({ framework, id }: Pick<ControlRow, 'framework' | 'id'>): string {
  const kind = framework.startsWith('scg') ? 'SCG' : framework.startsWith('stig') ? 'STIG' : 'Readiness';
  return `${kind} ${id}`;
}
