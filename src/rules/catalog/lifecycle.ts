import type { SupportedLine } from '../../model/catalog.ts';
import { cell, catalogRows, filled, refuseTwice } from './rows.ts';

const COLUMNS = ['line', 'general_support_ends', 'technical_guidance_ends', 'confidence', 'source', 'as_of'];
const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** The text of `lifecycle.csv`: one row a line, with the last days of its support. */
export function parseLifecycle(text: string, file: string): readonly SupportedLine[] {
  const seen = new Set<string>();
  return catalogRows(text, file, COLUMNS).map((row) => {
    const line = cell(row, 'line', /^\d{1,3}\.\d{1,3}$/, 'a line such as 8.0');
    refuseTwice(seen, row, line, `line ${line}`);
    const generalSupportEnds = cell(row, 'general_support_ends', DATE, 'a date');
    const technicalGuidanceEnds = cell(row, 'technical_guidance_ends', DATE, 'a date');
    if (technicalGuidanceEnds < generalSupportEnds) row.refuse('technical_guidance_ends: a later date was expected');
    const confidence = cell(row, 'confidence', /^(C2|S1)$/, 'C2 or S1') as SupportedLine['confidence'];
    const source = filled(row, 'source');
    const asOf = cell(row, 'as_of', DATE, 'a date');
    return { line, generalSupportEnds, technicalGuidanceEnds, confidence, source, asOf };
  });
}

/** The line that a version such as `8.0.3` belongs to, with its support; undefined where the list has none. */
export function supportOf(lines: readonly SupportedLine[], version: string): SupportedLine | undefined {
  return lines.find(({ line }) => version.startsWith(`${line}.`));
}
