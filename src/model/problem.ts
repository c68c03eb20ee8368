/** Why something about a host, or a whole host, could not be read or decided. Codes are part of the JSON contract. */
export const PROBLEM_CODES = [
  'disconnected',
  'not-responding',
  'standby',
  'no-permission',
  'not-authenticated',
  'timeout',
  'connection-lost',
  'esxcli-unavailable',
  'setting-not-reported',
  'vch-address-needed',
  /** A value that the rule asks of the person was not given. */
  'parameter-needed',
  /** The build is a rebuild of an older branch, or not in the catalog: its number does not tell what it holds. */
  'release-unclear',
  'unexpected-answer',
  'not-reported',
  'target-not-measured',
  'setting-gone-at-target',
  'target-older',
  'path-not-certified',
  'fault',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** One reason that something is not known. `detail` is a sentence for people; it may hold text from the host. */
export interface Problem {
  readonly code: ProblemCode;
  readonly detail: string;
}
