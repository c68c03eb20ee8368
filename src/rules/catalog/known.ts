import { type CertifiedModel, CONFIDENCES, type KnownDefault } from '../../model/catalog.ts';
import { buildIn, catalogRows, cell, filled, refuseTwice } from './rows.ts';

/** The default of one setting in one build, where it is told by more than measuring. */
export interface TrackedDefault extends KnownDefault {
  readonly setting: string;
  readonly build: string;
}

const IS_CONFIDENCE = new RegExp(`^(${CONFIDENCES.join('|')})$`);

/** The text of `default-flips.csv`. */
export function parseTracked(text: string, file: string): readonly TrackedDefault[] {
  const seen = new Set<string>();
  const columns = ['setting', 'build', 'release', 'default', 'confidence', 'source'];
  return catalogRows(text, file, columns).map((row) => {
    const [setting, build] = [filled(row, 'setting'), buildIn(row)];
    refuseTwice(seen, row, `${setting} ${build}`, `${setting} of build ${build}`);
    const confidence = cell(row, 'confidence', IS_CONFIDENCE, `one of ${CONFIDENCES.join(', ')}`);
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
