import type { ProblemCode } from '../model/problem.ts';

/**
 * Why something is not known, as a clause. It names no host and quotes no answer,
 * so that the same reason on many hosts makes the same message and reports can group it.
 */
const CLAUSES: Readonly<Record<ProblemCode, string>> = {
  disconnected: 'the host is disconnected',
  'not-responding': 'the host does not respond',
  standby: 'the host is in standby',
  'no-permission': 'the account has no permission to read it',
  'not-authenticated': 'the session was no longer logged in',
  timeout: 'the host did not answer in time',
  'connection-lost': 'the connection was lost',
  'esxcli-unavailable': 'esxcli is not to be had on this host',
  'setting-not-reported': 'the host did not report it',
  'vch-address-needed': 'the address of the virtual container host was not given',
  'parameter-needed': 'a value that the rule asks for was not given',
  'release-unclear': 'its build number does not tell what it holds',
  'unexpected-answer': 'the answer could not be understood',
  'not-reported': 'the server did not tell',
  'target-not-measured': 'the target release was not measured',
  'setting-gone-at-target': 'the target release does not have the setting',
  'target-older': 'the target release is older than what the host runs',
  'path-not-certified': 'the model is not certified for the target release',
  fault: 'the host answered with a fault',
};

export function clauseFor(code: ProblemCode): string {
  return CLAUSES[code];
}
