import { type CertifiedModel, type KnownDefault, SHIPPED_CONFIDENCES } from '../../model/catalog.ts';
import { buildIn, type CatalogRow, catalogRows, cell, filled, refuseTwice } from './rows.ts';

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

/** The default of one setting in one build, where it is told by more than measuring. */
export interface TrackedDefault extends KnownDefault {
  readonly setting: string;
  readonly build: string;
}

const IS_CONFIDENCE = new RegExp(`^(${SHIPPED_CONFIDENCES.join('|')})$`);

/** The text of `default-flips.csv`. */
export function parseTracked(text: string, file: string): readonly TrackedDefault[] {
  const seen = new Set<string>();
  const columns = ['setting', 'build', 'release', 'default', 'confidence', 'source'];
  return catalogRows(text, file, columns).map((row) => {
    const [setting, build] = [filled(row, 'setting'), buildIn(row)];
    refuseTwice(seen, row, `${setting} ${build}`, `${setting} of build ${build}`);
    const confidence = cell(row, 'confidence', IS_CONFIDENCE, `one of ${SHIPPED_CONFIDENCES.join(', ')}`);
    const source = filled(row, 'source');
    return {
      setting,
      build,
      value: filled(row, 'default'),
      confidence: confidence as TrackedDefault['confidence'],
      source,
    };
  });
}

/** The text of `certified-models.csv`. */
export function parseCertified(text: string, file: string): readonly CertifiedModel[] {
  const seen = new Set<string>();
  return catalogRows(text, file, ['model', 'highest', 'confidence', 'source', 'as_of']).map((row) => {
    const model = filled(row, 'model');
    refuseTwice(seen, row, model.toLowerCase(), model);
    return {
      model,
      highest: cell(row, 'highest', /^ESXi? \d{1,3}\.\d{1,3}( |$)/, 'a release such as ESXi 6.5 Update 3'),
      confidence: filled(row, 'confidence'),
      source: filled(row, 'source'),
      asOf: cell(row, 'as_of', /^\d{4}-\d\d-\d\d$/, 'a date'),
    };
  });
}

/** The text of `lab-dependent.csv`: settings whose measured default says more about the lab than about the release. */
export function parseLabDependent(text: string, file: string): ReadonlySet<string> {
  const rows = catalogRows(text, file, ['setting', 'confidence', 'source']);
  return new Set(rows.map((row) => filled(row, 'confidence') && filled(row, 'source') && filled(row, 'setting')));
}
