import { SCAN_REPORTERS } from '../../reports/scan.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { Scan } from '../model/scan.ts';

export { apply, type ApplyOptions, rollback } from './apply.ts';
export { compare, readComparable } from './compare.ts';
export { connect, type Connected, type ConnectOptions } from './connect.ts';
export { gate, type JudgeOptions, verify } from './gate.ts';
export { loadPlan, planFor, savePlan, type PlanOptions } from './plan.ts';
export { run, type RunOptions } from './run.ts';
export { evaluate, read, scan, type ScanOptions } from './scan.ts';
export type { RuleOptions } from './rules.ts';
export { EsxcheckError } from '../model/errors.ts';
export type { GateResult } from '../apply/gate-host.ts';
export type { PassResult } from '../run/unattended-pass.ts';
export type { VerifyResult } from '../apply/verify-plan.ts';
export type { ApplyReport } from '../model/outcome.ts';
export { compareScans as diff } from '../history/compare-scans.ts';
export type { Since } from '../model/changes-since.ts';
export type { Comparison } from '../model/comparison.ts';
export type { Finding, Horizons, State, Verdict } from '../model/finding.ts';
export type { Host } from '../model/host.ts';
export type { Plan } from '../model/plan.ts';
export type { Scan } from '../model/scan.ts';
export type { EstateFacts } from '../model/snapshot.ts';

/** A scan in one of the formats of `scan --format`: `json`, `csv`, `html` and the others. Throws FORMAT_UNKNOWN. */
export function render(scan: Scan, format: string): string {
  const reporter = SCAN_REPORTERS.find(({ name }) => name === format);
  if (reporter === undefined) {
    const names = SCAN_REPORTERS.map(({ name }) => name).join(', ');
    throw new EsxcheckError('FORMAT_UNKNOWN', `There is no format ${JSON.stringify(format)}. Formats: ${names}.`);
  }
  return [...reporter.render(scan, { width: null, colour: false })].join('');
}
