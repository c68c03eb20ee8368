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
  /** The vCenter serves no REST API, or none that knows what was asked for. */
  'rest-unavailable',
  /** vCenter was asked for what it found, and has found nothing: its own check failed, did not take place, or still runs. */
  'not-checked',
  /** An answer about a whole cluster does not name the host. */
  'not-in-answer',
  'setting-not-reported',
  'vch-address-needed',
  /** A value that the rule asks of the person was not given. */
  'parameter-needed',
  /** The build is a rebuild of an older branch, or not in the catalog: its number does not tell what it holds. */
  'release-unclear',
  /** What is asked of a release is told by no source that the program knows. */
  'source-silent',
  /** One part of a check speaks of something that the host does not have, so the whole has no answer. */
  'part-not-applicable',
  /** Two answers of the host, or two parts of one, say different things. */
  'contradiction',
  'unexpected-answer',
  'not-reported',
  'target-not-measured',
  'setting-gone-at-target',
  /** It was read on other machines alone, or only the releases around the target were measured. */
  'target-measured-elsewhere',
  /** Hosts that run the target do not agree. */
  'target-depends-on-machine',
  'target-older',
  'path-not-certified',
  /** The site does not ship this fact (`ship.leaveOut`). */
  'kept-at-site',
  'fault',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** One reason that something is not known. All but `code` may hold text from the host. */
export interface Problem {
  readonly code: ProblemCode;
  /** A sentence for people: what the server said, where it said anything. */
  readonly detail: string;
  /** Type of the fault that came in place of an answer: `NoPermission`, `VimEsxCLICLIFault` ... */
  readonly fault?: string | undefined;
  /** The privilege that the account lacks, where the fault names one: `Global.Settings`. */
  readonly privilege?: string | undefined;
  /** What was asked for: a property such as `config.firewall`. */
  readonly path?: string | undefined;
}
