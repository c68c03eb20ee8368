import type { Scan, TargetReport } from '../../src/model/scan.ts';
import { VERDICTS } from '../../src/model/finding.ts';
import { harmless, harmlessOr } from '../text/harmless.ts';
import type { Judged } from './order.ts';

/** `VERDICT SEVERITY RULE STATE NAME (BUILD) -> message [reason]`: the fields before the name never hold a blank. */
export function findingLine({ finding, host }: Judged): string {
  const { verdict, severity, rule, state, message, reason } = finding;
  const fields = [verdict, severity, harmless(rule), state ?? '-'].join(' ');
  const name = `${harmlessOr(host.name, '?')} (${harmlessOr(host.build, '?')})`;
  const ending = reason === null ? '' : ` [${harmless(reason)}]`;
  return `${fields} ${name} -> ${harmless(message)}${ending}`;
}

/** `error URL CODE -> message`, for a target that could not be asked. */
export function targetErrorLine({ url, error }: TargetReport): string {
  if (error === null) return '';
  return `error ${harmless(url)} ${harmless(error.code)} -> ${harmless(error.message)}`;
}

/** `summary hosts=14 unreachable=2 fail=4 ...`, every verdict, in the order of VERDICTS. */
export function summaryLine({ summary }: Scan): string {
  const counts = VERDICTS.map((verdict) => `${verdict}=${summary.findings[verdict]}`);
  return ['summary', `hosts=${summary.hosts}`, `unreachable=${summary.unreachable}`, ...counts].join(' ');
}
