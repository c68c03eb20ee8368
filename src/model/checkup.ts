import type { ConnectionState } from './host.ts';
import type { Problem } from './problem.ts';
import type { Purpose } from './privileges.ts';
import type { TargetReport } from './scan.ts';

/** What was found out about one host. */
export interface HostCheckup {
  readonly name: string;
  readonly moid: string;
  readonly connectionState: ConnectionState | null;
  /** Privileges that the account lacks on it; null where the server did not tell. */
  readonly lacking: readonly string[] | null;
  /** Whether esxcli answers on it; null where the host could not be asked at all, or nobody asked. */
  readonly esxcli: boolean | null;
  /** Why esxcli does not answer, or why nothing could be asked. */
  readonly problem: Problem | null;
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
  readonly hosts: readonly HostCheckup[];
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

/**
 * Privileges that are only presumed to be needed for esxcli. Where it answers, that says more than the presumption; of
 * writing through it, an answer says nothing.
 */
const SHOWN_BY_AN_ANSWER: Readonly<Record<Purpose, readonly string[]>> = {
  reading: ['Host.Config.Settings', 'Host.Cim.CimInteraction'],
  remediating: ['Host.Cim.CimInteraction'],
};

/** What keeps the account from its work on that host; null where the server did not tell. */
export function missingOn({ lacking, esxcli }: HostCheckup, purpose: Purpose): readonly string[] | null {
  if (lacking === null) return null;
  return esxcli === true ? lacking.filter((id) => !SHOWN_BY_AN_ANSWER[purpose].includes(id)) : lacking;
}
