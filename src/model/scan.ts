import type { Advisory } from './advisory.ts';
import type { AttestationReport } from './attestation.ts';
import type { PlannedImage, ReleaseIdentity } from './catalog.ts';
import type { Since } from './changes-since.ts';
import type { Finding, State, Verdict } from './finding.ts';
import type { Framework } from './framework.ts';
import type { Firewall } from './firewall.ts';
import type { Trend } from './history.ts';
import type { Host } from './host.ts';
import type { KernelSetting } from './kernel-setting.ts';
import type { Reading } from './reading.ts';
import type { Severity, Undertaking } from './rule.ts';
import type { WaiverReport } from './waiver.ts';

/** Two clocks at one moment; ISO 8601, UTC. */
export interface ClockReading {
  readonly server: string;
  readonly local: string;
}

/** A vCenter or ESXi host that was asked. */
export interface TargetReport {
  readonly url: string;
  /** `instanceUuid` of a vCenter, hardware UUID of an ESXi host; null when it could not be asked. */
  readonly identity: string | null;
  readonly product: string | null;
  readonly version: string | null;
  readonly build: string | null;
  readonly apiVersion: string | null;
  /** The account that it was asked by, as the server names it; left out where it is not known. */
  readonly account?: string | undefined;
  /** The server's clock and ours when it let us in, ISO 8601, UTC; left out where the server told no time. */
  readonly clock?: ClockReading | undefined;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** An enabled or disabled ruleset that would let the port of a selected firewall rule through. */
export interface CoveringRuleset {
  readonly ruleset: string;
  /** True when it opens every port from 0 or 1 to 65535: far more than the one asked for. */
  readonly broad: boolean;
  /** True when it opens that port and no other. Null where a scan that was saved earlier does not tell. */
  readonly narrow: boolean | null;
  readonly allIp: boolean;
  readonly allowed: readonly string[];
  readonly userControllable: boolean | null;
  /** True when the system cannot do without it. Null where a scan that was saved earlier does not tell. */
  readonly required: boolean | null;
  readonly enabled: boolean;
}

/** A host as a scan holds it: what was read, without judgement. */
export interface ScannedHost extends Host {
  readonly kernel: ReadonlyMap<string, Reading<KernelSetting>>;
  readonly firewall: Reading<Firewall> | null;
  /** Rulesets that cover the ports of the selected `firewallAllows` rules. */
  readonly covering: readonly CoveringRuleset[];
  /** The release that is planned for it, where clusters have their own; null: none, or not known. Left out where the scan's is meant. */
  readonly targetRelease?: ReleaseIdentity | null | undefined;
  /** The image of its cluster that the planned release was taken from; left out where a person named it, or none is planned. */
  readonly plannedImage?: PlannedImage | undefined;
}

export interface RuleReport {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly hash: string;
  readonly references: readonly string[];
  /** The profile whose expectation it was judged by; null: the rule's own. */
  readonly profile: string | null;
  /** What must not be begun on a host that it does not pass; left out where nothing. */
  readonly blocks?: readonly Undertaking[] | undefined;
  /** The advisory that it is of; left out in others. */
  readonly advisory?: Advisory | undefined;
  /** Ids of the controls of the chosen frameworks that it answers, or helps to; left out where none was chosen. */
  readonly controls?: readonly string[] | undefined;
  /** Names of the kernel settings that it judges; left out in scans of earlier releases. */
  readonly kernelSettings?: readonly string[] | undefined;
}

export interface ScanSummary {
  readonly hosts: number;
  /** Hosts of which nothing could be asked. */
  readonly unreachable: number;
  readonly findings: Readonly<Record<Verdict, number>>;
  readonly states: Readonly<Record<State, number>>;
}

/** Everything one scan found out. Reports are renderings of it. */
export interface Scan {
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly targets: readonly TargetReport[];
  /** The release of the planned patch; null when none was asked for. */
  readonly targetRelease: ReleaseIdentity | null;
  readonly rules: readonly RuleReport[];
  readonly summary: ScanSummary;
  /** Sorted by name, then id. */
  readonly hosts: readonly ScannedHost[];
  /** One for every rule on every host, hosts in the order above, rules in the order above. */
  readonly findings: readonly Finding[];
  /** Waivers of the config that was used, with what they matched; none without one. */
  readonly waivers?: readonly WaiverReport[];
  /** What people attested of controls that no read answers wholly; left out where nobody did. */
  readonly attestations?: readonly AttestationReport[] | undefined;
  /** Sentences that whoever reads it must know, such as of facts that an older release has read; left out where there are none. */
  readonly remarks?: readonly string[];
  /** The frameworks that were chosen, with all of their controls; left out where none was. */
  readonly frameworks?: readonly Framework[] | undefined;
  /** How it differs from an earlier scan; null when it was not compared. */
  readonly since: Since | null;
  /** How earlier scans of the history stood, for charts; left out where there is no history. */
  readonly trends?: readonly Trend[];
}

/** One kernel setting on all hosts: what `esxcheck kernel NAME` found. */
export interface KernelListing {
  readonly tool: { readonly name: string; readonly version: string };
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly setting: string;
  readonly targets: readonly TargetReport[];
  /** Sorted by lower-case name, by code point. */
  readonly hosts: readonly ScannedHost[];
}

/** The code of a target that answered, and was lost before all of its hosts were read. Part of the JSON contract. */
const TARGET_LOST = 'TARGET_LOST';

type Faulty = Pick<TargetReport, 'error'>;

/** Its hosts are all listed; of some of them nothing, or not everything, was read. */
export function isLost({ error }: Faulty): boolean {
  return error?.code === TARGET_LOST;
}

/** It could not be asked at all: nothing that was read speaks of its hosts. */
export function isBlind(target: Faulty): boolean {
  return target.error !== null && !isLost(target);
}

/** Each lost target with how far it came, as its error says it; as it came from the document. */
export function lossesOf(targets: readonly Faulty[]): readonly string[] {
  return targets.flatMap(({ error }) => (error?.code === TARGET_LOST ? [error.message] : []));
}

/** `vc01 was lost after 41 of 200 hosts; 159 hosts were not read (CODE: why)`: the error of such a target. */
export function lostError(name: string, read: number, unread: number, cause: string): TargetReport['error'] {
  const all = `${read} of ${read + unread} host${read + unread === 1 ? '' : 's'}`;
  const missed = unread === 1 ? '1 host was not read' : `${unread} hosts were not read`;
  return { code: TARGET_LOST, message: `${name} was lost after ${all}; ${missed} (${cause})` };
}
