import { buildIn, type CatalogRow, catalogRows, filled, refuseTwice } from './rows.ts';

const DEFAULT_COLUMNS = ['setting', 'default', 'first_build', 'first_release', 'last_build', 'last_release'];

/** The defaults of all kernel settings of a build that was measured; undefined for any other build, however near. */
export type MeasuredDefaults = (build: string) => ReadonlyMap<string, string> | undefined;

/** The text of `measured-releases.csv`: the builds in the order in which spans of defaults run. */
export function parseMeasured(text: string, file: string): readonly string[] {
  const seen = new Set<string>();
  return catalogRows(text, file, ['order', 'release', 'build', 'settings']).map((row, index) => {
    const build = buildIn(row);
    refuseTwice(seen, row, build, `build ${build}`);
    if (row.cells.get('order') !== String(index + 1)) row.refuse(`order: ${index + 1} was expected`);
    return build;
  });
}

/**
 * The text of `kernel-defaults.csv`: spans of measured releases that have the same default. A span holds for the measured
 * builds in it and for nothing between them, so it is laid out as those builds at once.
 */
export function parseDefaults(text: string, file: string, measured: readonly string[]): MeasuredDefaults {
  const byBuild = new Map(measured.map((build) => [build, new Map<string, string>()]));
  for (const row of catalogRows(text, file, DEFAULT_COLUMNS)) {
    const setting = filled(row, 'setting');
    for (const build of spanOf(row, measured)) {
      const defaults = byBuild.get(build);
      if (defaults?.has(setting)) row.refuse(`${setting} has two defaults in build ${build}`);
      defaults?.set(setting, row.cells.get('default') ?? '');
    }
  }
  return (build) => byBuild.get(build);
}

function spanOf(row: CatalogRow, measured: readonly string[]): readonly string[] {
  const first = measured.indexOf(buildIn(row, 'first_build'));
  const last = measured.indexOf(buildIn(row, 'last_build'));
  if (first === -1 || last < first) row.refuse('two measured builds in their order were expected');
  return measured.slice(first, last + 1);
}
