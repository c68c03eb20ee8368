import type { Finding, State } from '../../../src/model/finding.ts';
import { grouped } from '../../../src/model/group-by.ts';
import type { ProblemCode } from '../../../src/model/problem.ts';
import type { ScannedHost } from '../../../src/model/scan.ts';
import { escapeControlCharacters } from '../../text/cells.ts';
import type { Judged } from '../order.ts';
import { settingPhrase } from './actions.ts';

/** One reason that some hosts share, in harmless words without a full stop. */
export interface Cause {
  readonly text: string;
  readonly hosts: readonly ScannedHost[];
  /** Null where the rule knows no states, as for most that look at the present alone. */
  readonly state: State | null;
}

const REACH_WORDS: Partial<Record<ProblemCode, string>> = {
  disconnected: 'disconnected',
  'not-responding': 'not responding',
  standby: 'in standby',
};

/** The reasons of findings with one rule and verdict, the most frequent first. */
export function causesOf(judged: readonly Judged[]): readonly Cause[] {
  return [...grouped(judged, ({ finding, host }) => causeText(finding, host))]
    .map(([text, same]) => ({ text, hosts: same.map(({ host }) => host), state: same[0].finding.state }))
    .toSorted((one, other) => other.hosts.length - one.hosts.length);
}

/** What is to be done where the state tells it, else what was found. */
export function causeText(finding: Finding, host: ScannedHost): string {
  if (isHostWide(finding, host)) return troubleText(host);
  const todo = finding.verdict === 'fail' ? settingPhrase(finding) : null;
  return todo ?? escapeControlCharacters(withoutRepeats(finding.message).replace(/\.$/, ''));
}

/** A combination of checks can say one sentence for each of its parts. */
function withoutRepeats(message: string): string {
  return message.includes('. ') ? [...new Set(message.split(/(?<=\.) /))].join(' ') : message;
}

/** Nothing could be read of the host, so that every rule says the same of it. */
export function isHostWide(finding: Finding, { trouble }: ScannedHost): boolean {
  return finding.verdict === 'unknown' && trouble !== null && finding.reason === trouble.code;
}

/** `unreachable (disconnected)`, or what the host or the server said. */
export function troubleText({ trouble }: Pick<ScannedHost, 'trouble'>): string {
  if (trouble === null) return '';
  const reach = REACH_WORDS[trouble.code];
  if (reach !== undefined) return `unreachable (${reach})`;
  return escapeControlCharacters(trouble.detail === '' ? trouble.code : `${trouble.code}: ${trouble.detail}`);
}
