import type { ConnectionState } from './host.ts';
import { PRIVILEGES, type Purpose } from './privileges.ts';
import type { Problem } from './problem.ts';
import type { TargetReport } from './scan.ts';

/** What one command of esxcli, for all of its kind, came to on a host. */
export interface EsxcliProbe {
  /** `software acceptance get` */
  readonly command: string;
  /** What ESXi 6.7 asks for it. */
  readonly privilege: string;
  /** Whether the chosen rules, or the purpose, need commands of that kind. */
  readonly needed: boolean;
  /** Null where the host could not be asked at all. */
  readonly answers: boolean | null;
  /** The privilege that the refusal names; null where it names none, or nothing was refused. */
  readonly missing: string | null;
  readonly problem: Problem | null;
}

/** What was found out about one host. */
export interface HostCheckup {
  readonly name: string;
  readonly moid: string;
  readonly connectionState: ConnectionState | null;
  /** Privileges that the account lacks on it; null where the server returned no value. */
  readonly lacking: readonly string[] | null;
  /** Whether esxcli answers on it, for kernel settings; null where the host could not be asked at all, or nobody asked. */
  readonly esxcli: boolean | null;
  /** Why esxcli does not answer, or why nothing could be asked. */
  readonly problem: Problem | null;
  /** One of each kind; none with properties only. */
  readonly probes: readonly EsxcliProbe[];
}

/** Whether the account can read by esxcli what a rule needs. */
export interface RuleCheckup {
  readonly rule: string;
  readonly pack: string;
  /** Whether it is among the rules that were asked about. */
  readonly chosen: boolean;
  /** Hosts on which something that it needs does not answer, of those that could be asked. */
  readonly hostsWithout: number;
  /** Privileges that are missing for it, as the refusals name them, else as ESXi 6.7 asks for them. */
  readonly missing: readonly string[];
}

/** How many calls to hosts were in flight, as found out by the probes of this run. */
export interface HostCallsCheckup {
  /** At the end. */
  readonly limit: number;
  /** The highest that was kept. */
  readonly highest: number;
  /** What it may not exceed. */
  readonly most: number;
  /** How often it went down, and why. */
  readonly backedOff: { readonly refused: number; readonly timedOut: number; readonly slower: number };
}

/** What was found out about one target. Of one that could not be asked, nothing but why. */
export interface TargetCheckup extends TargetReport {
  /** Further lines of that error, for people. */
  readonly advice: readonly string[];
  readonly user: string;
  /** Milliseconds that the server's clock is ahead of this machine's; null where it did not tell. */
  readonly clockAheadMs: number | null;
  /** Why privileges could not be read; null when they could. */
  readonly privilegesProblem: string | null;
  /** Whether esxcli is not to be asked there. */
  readonly propertiesOnly: boolean;
  /** Null where no host was asked. */
  readonly hostCalls: HostCallsCheckup | null;
  readonly hosts: readonly HostCheckup[];
  /** Every rule that needs esxcli. */
  readonly rules: readonly RuleCheckup[];
}

/** `able`: everything for the purpose is there. `lacking`: something is known to be missing. `unclear`: neither. */
export type CheckupState = 'able' | 'lacking' | 'unclear';

/** Whether esxcheck can do its work here, and what keeps it from it. */
export interface Checkup {
  readonly tool: { readonly name: string; readonly version: string };
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly purpose: Purpose;
  readonly targets: readonly TargetCheckup[];
  readonly state: CheckupState;
}

/** Needed whatever is read. */
const ALWAYS: readonly string[] = ['System.View', 'System.Read'];

/**
 * What keeps the account from its work on that host; null where the server returned no value. A privilege that only reading by
 * esxcli takes is missing where it is needed and the command does not answer: an answer says more than what another release
 * asks for.
 */
export function missingOn({ lacking, probes }: HostCheckup): readonly string[] | null {
  if (lacking === null) return null;
  return lacking.filter((id) => {
    if (ALWAYS.includes(id) || !isForReading(id, probes)) return true;
    return probes.some(({ privilege, needed, answers }) => needed && privilege === id && answers !== true);
  });
}

function isForReading(id: string, probes: readonly EsxcliProbe[]): boolean {
  return PRIVILEGES.some((need) => need.id === id)
    ? PRIVILEGES.some((need) => need.id === id && need.purpose === 'reading')
    : probes.some(({ privilege }) => privilege === id);
}
