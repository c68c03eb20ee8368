import type { Finding } from '../../../src/model/finding.ts';
import { grouped } from '../../../src/model/group-by.ts';
import type { ProblemCode } from '../../../src/model/problem.ts';
import type { Scan } from '../../../src/model/scan.ts';
import { escapeControlCharacters } from '../../text/cells.ts';
import { counted } from '../../text/wrap.ts';
import { type Judged, worstFirst } from '../order.ts';

/** What would decide some of the unknown findings; all of them together are every unknown finding. */
export interface Decider {
  /** `reconnect 8 hosts`. */
  readonly text: string;
  readonly hosts: number;
  readonly findings: number;
}

const HOST_WIDE: ReadonlySet<ProblemCode> = new Set(['disconnected', 'not-responding', 'standby']);

const OTHER_WAYS: Partial<Record<ProblemCode, string>> = {
  'not-authenticated': 'scan again: the session was no longer logged in on',
  timeout: 'scan again, or with a longer --timeout: no answer in time from',
  'connection-lost': 'scan again: the connection was lost to',
  'release-unclear': 'look up what the build holds, on',
  'source-silent': 'ask the maker about the release of',
  'target-not-measured': 'look up the target release for',
};

/** The most findings first. */
export function decidersOf(scan: Scan): readonly Decider[] {
  const findings = scan.findings.filter(({ verdict }) => verdict === 'unknown');
  const unknown = worstFirst({ ...scan, findings });
  return [...grouped(unknown, wayOf)]
    .map(([way, judged]) => deciderFor(way, judged))
    .toSorted((one, other) => other.findings - one.findings);
}

function deciderFor(way: string, judged: readonly Judged[]): Decider {
  const hosts = new Set(judged.map(({ host }) => host.id)).size;
  const text = way.startsWith('--') ? way : `${way} ${counted(hosts, 'host')}`;
  return { text, hosts, findings: judged.length };
}

function wayOf({ finding }: Judged): string {
  const { reason, cause } = finding;
  if (reason === null) return 'look at the findings on';
  if (HOST_WIDE.has(reason)) return 'reconnect';
  const flag = flagOf(finding);
  if (flag !== null) return flag;
  if (reason === 'no-permission') return privilegeText(cause?.privilege);
  return OTHER_WAYS[reason] ?? 'look at why it could not be read on';
}

function privilegeText(privilege: string | undefined): string {
  return privilege === undefined ? 'grant more privileges on' : `grant ${escapeControlCharacters(privilege)} on`;
}

/** The flag that a rule asks for, as its message names it. */
function flagOf({ reason, message }: Finding): string | null {
  if (reason !== 'vch-address-needed' && reason !== 'parameter-needed') return null;
  return /--[a-z][a-z-]*/.exec(message)?.[0] ?? null;
}
