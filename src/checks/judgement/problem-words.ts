import type { Problem, ProblemCode } from '../../model/problem.ts';

/** Why something is not known, as a clause. */
const CLAUSES: Readonly<Record<ProblemCode, string>> = {
  disconnected: 'the host is disconnected',
  'not-responding': 'the host does not respond',
  standby: 'the host is in standby',
  'no-permission': 'the account has no permission to read it',
  'not-authenticated': 'the session was no longer logged in',
  timeout: 'the host did not answer in time',
  'connection-lost': 'the connection was lost',
  'esxcli-unavailable': 'esxcli is not available on this host',
  'rest-unavailable': 'the REST API of the vCenter does not tell it',
  'not-checked': 'vCenter has not found out: its own check failed, did not take place, or still runs',
  'not-in-answer': 'vCenter answered for the cluster and did not name the host',
  'setting-not-reported': 'the host did not report it',
  'vch-address-needed': 'the address of the virtual container host was not given',
  'parameter-needed': 'a value that the rule asks for was not given',
  'release-unclear': 'its build number does not tell what it holds',
  'source-silent': 'no source says so',
  'part-not-applicable': 'a part of the check does not apply to this host',
  contradiction: 'the host answers two different things',
  'unexpected-answer': 'the answer could not be understood',
  'not-reported': 'the server returned no value',
  'target-not-measured': 'the target release was not measured',
  'setting-gone-at-target': 'the target release does not have the setting',
  'target-measured-elsewhere': 'the target release was measured on other machines or around it alone',
  'target-depends-on-machine': 'hosts that run the target release do not agree',
  'target-older': 'the target release is older than what the host runs',
  'path-not-certified': 'the model is not certified for the target release',
  'kept-at-site': 'the site keeps it to itself',
  fault: 'the host answered with a fault',
};

/**
 * Why something is not known, as a clause: by the code, and with the privilege that is missing. It names no host and quotes
 * no answer, so that the same reason on many hosts makes the same message and reports can group it.
 */
export function clauseFor({ code, privilege }: Problem): string {
  if (code !== 'no-permission' || privilege === undefined) return CLAUSES[code];
  return `the account lacks the privilege ${quoted(privilege)}`;
}

/** Codes that say nothing without the words of the server. */
const WORDED: ReadonlySet<ProblemCode> = new Set(['fault', 'esxcli-unavailable']);

/** Long enough for what esxcli says, short enough for a line. */
const LONGEST = 200;

/** What the server said, as a remark beside the message; null where the code says it all. */
export function serverWords({ code, detail }: Problem): string | null {
  return WORDED.has(code) && detail.trim() !== '' ? `The server says: ${quoted(detail)}.` : null;
}

/** On one line, and without the full stop that the sentence brings itself. */
function quoted(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ').replace(/\.+$/, '');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
