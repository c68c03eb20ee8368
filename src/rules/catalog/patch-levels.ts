import { buildIn, catalogRows, catalogText, cell, filled, refuseTwice } from './rows.ts';

/** The patch level in the version of the package esx-base of a release, and how well it is known. */
export interface PatchLevel {
  readonly level: string;
  /** `S1`, one source that is not the maker, decides nothing. */
  readonly confidence: string;
}

/** Reads `rules/catalog/patch-levels.csv`, by build. Throws CATALOG_INVALID with the line that is wrong. */
export async function loadPatchLevels(file: string): Promise<ReadonlyMap<number, PatchLevel>> {
  const seen = new Set<string>();
  const rows = catalogRows(await catalogText(file), file, ['build', 'level', 'confidence', 'source']);
  return new Map(
    rows.map((row) => {
      const build = buildIn(row);
      refuseTwice(seen, row, build, `build ${build}`);
      filled(row, 'source');
      const level = cell(row, 'level', /^\d{1,4}\.\d{1,4}$/, 'a patch level such as 0.70');
      return [Number(build), { level, confidence: filled(row, 'confidence') }] as const;
    }),
  );
}
