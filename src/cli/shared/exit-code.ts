import type { Comparison } from '../../model/comparison.ts';
import type { HostFacts } from '../../model/facts.ts';
import type { ApplyReport } from '../../model/outcome.ts';
import type { PatchListing } from '../../model/patch-listing.ts';
import type { Plan } from '../../model/plan.ts';
import type { ProblemCode } from '../../model/problem.ts';
import type { PrepatchReport } from '../../model/readiness.ts';
import type { Reading } from '../../model/reading.ts';
import { isBlind, type KernelListing, type Scan, type ScannedHost, type TargetReport } from '../../model/scan.ts';
import type { EstateFacts } from '../../model/snapshot.ts';

/** What the exit status of the program says: the one table of docs/internals/design.md 7. */
export const EXIT = {
  done: 0,
  violations: 1,
  couldNotRun: 2,
  incomplete: 3,
  bug: 70,
  interrupted: 130,
} as const;

export interface ScanJudgement {
  /** How many findings may be `unknown` before the scan counts as incomplete. */
  readonly maxUnknown: number;
  /** The mildest verdict that counts as a violation. */
  readonly failOn: 'fail' | 'warn';
}

/** A violation outranks a blind spot; a blind spot is never success; a scan that saw no host did not run. */
export function exitCodeOfScan(scan: Pick<Scan, 'targets' | 'summary'>, judgement: ScanJudgement): number {
  const { hosts, findings } = scan.summary;
  if (noneAnswered(scan.targets) || hosts === 0) return EXIT.couldNotRun;
  if (findings.fail > 0 || (judgement.failOn === 'warn' && findings.warn > 0)) return EXIT.violations;
  if (someFailed(scan.targets) || findings.unknown > judgement.maxUnknown) return EXIT.incomplete;
  return EXIT.done;
}

/** A blocker that was read outranks one that was not, and no host is better known than its target. */
export function exitCodeOfPrepatch({ targets, hosts }: Pick<PrepatchReport, 'targets' | 'hosts'>): number {
  if (noneAnswered(targets) || hosts.length === 0) return EXIT.couldNotRun;
  if (hosts.some(({ answer }) => answer === 'not-ready')) return EXIT.violations;
  return someFailed(targets) || hosts.some(({ answer }) => answer === 'unknown') ? EXIT.incomplete : EXIT.done;
}

/** A host that lacks the setting was read; a host of which any value could not be read was not. */
export function exitCodeOfKernel(listing: Pick<KernelListing, 'targets' | 'hosts' | 'setting'>): number {
  if (noneAnswered(listing.targets) || listing.hosts.length === 0) return EXIT.couldNotRun;
  const complete = listing.hosts.every((host) => wasRead(host, listing.setting));
  return complete && !someFailed(listing.targets) ? EXIT.done : EXIT.incomplete;
}

/** A host whose settings could not be read is missing from the listing. */
export function exitCodeOfPatchListing({ targets, hosts }: Pick<PatchListing, 'targets' | 'hosts'>): number {
  if (noneAnswered(targets) || hosts.length === 0) return EXIT.couldNotRun;
  const complete = hosts.every(({ problem }) => problem === null);
  return complete && !someFailed(targets) ? EXIT.done : EXIT.incomplete;
}

/** Complete when every host could be read. */
export function exitCodeOfSnapshot({ targets, facts }: Pick<EstateFacts, 'targets' | 'facts'>): number {
  if (noneAnswered(targets) || facts.length === 0) return EXIT.couldNotRun;
  return facts.some(couldNotBeRead) || someFailed(targets) ? EXIT.incomplete : EXIT.done;
}

/** A difference that was read outranks what could not be compared, which is never the same. */
export function exitCodeOfComparison({
  targets,
  hosts,
  differences,
  notKnown,
}: Pick<Comparison, 'targets' | 'hosts' | 'differences' | 'notKnown'>): number {
  if (noneAnswered(targets) || hosts.length === 0) return EXIT.couldNotRun;
  if (differences.length > 0) return EXIT.violations;
  return someFailed(targets) || notKnown.length > 0 ? EXIT.incomplete : EXIT.done;
}

/** Hosts of a plan that were judged anew. A step whose host or rule was not judged does not hold, as far as is known. */
export function exitCodeOfVerify(
  scan: Pick<Scan, 'targets' | 'summary'>,
  isWhole: boolean,
  judgement: ScanJudgement,
): number {
  if (scan.summary.hosts === 0) return EXIT.incomplete;
  const exitCode = exitCodeOfScan(scan, judgement);
  return exitCode === EXIT.done && !isWhole ? EXIT.incomplete : exitCode;
}

/**
 * A dry run is done when it is told. Hosts that wait for a word after the canaries were not to be done yet. An apply that
 * had all its steps done is not complete where the plan left hosts out because they are unknown.
 */
export function exitCodeOfApply(
  { direction, dryRun, outcomes, reboots }: Pick<ApplyReport, 'direction' | 'dryRun' | 'outcomes' | 'reboots'>,
  leftOut: Plan['leftOut'],
): number {
  const isWell = [...outcomes, ...(reboots ?? [])].every(
    ({ kind, reason }) =>
      kind === 'done' || kind === 'already-so' || reason === 'already-so' || reason === 'awaits-word',
  );
  if (!dryRun && !isWell) return EXIT.violations;
  const isTold = direction === 'rollback' || (dryRun && outcomes.length > 0);
  return isTold ? EXIT.done : exitCodeOfPlan({ leftOut });
}

/** A plan that is silent about some hosts because they are unknown is written, and not complete. */
export function exitCodeOfPlan({ leftOut }: Pick<Plan, 'leftOut'>): number {
  return leftOut.some(({ reason }) => reason === 'unknown') ? EXIT.incomplete : EXIT.done;
}

/** For commands that answer whether something is so, such as `rules test`. */
export function exitCodeOfAnswer(isSo: boolean): number {
  return isSo ? EXIT.done : EXIT.violations;
}

/** A property that a server does not have was looked for, and is not there to be read. */
const NOT_OFFERED: ReadonlySet<ProblemCode> = new Set(['esxcli-unavailable', 'setting-not-reported', 'not-reported']);

/** Whether the host, or anything that it offers, could not be read. */
export function couldNotBeRead({
  host,
  kernel,
  firewall,
  options,
  services,
  properties,
  vibs,
  esxcli,
}: HostFacts): boolean {
  const enabled = firewall?.kind === 'read' ? firewall.value.enabled : null;
  const settings = [firewall, enabled, services, vibs, ...kernel.values(), ...options.values()];
  const isPartial = [...kernel.values()].some((each) => each.kind === 'read' && each.value.problem !== null);
  // A setting that cannot be read is never one that the release lacks.
  if (host.trouble !== null || isPartial || problemsIn(settings).length > 0) return true;
  const problems = [...problemsIn([...properties.values()]), ...problemsIn([...esxcli.values()]).filter(isNoLack)];
  return problems.some((code) => !NOT_OFFERED.has(code));
}

function problemsIn(readings: readonly (Reading<unknown> | null)[]): readonly ProblemCode[] {
  return readings.flatMap((reading) => (reading?.kind === 'unread' ? reading.problem.code : []));
}

/** A command that a release does not have is answered with a fault. */
function isNoLack(code: ProblemCode): boolean {
  return code !== 'fault';
}

function wasRead(host: ScannedHost, setting: string): boolean {
  const reading = host.kernel.get(setting);
  if (reading === undefined || reading.kind === 'unread') return false;
  return reading.kind === 'absent' || reading.value.problem === null;
}

/** A target that was lost on the way had answered: what was read of it counts. */
function noneAnswered(targets: readonly TargetReport[]): boolean {
  return targets.every(isBlind);
}

function someFailed(targets: readonly TargetReport[]): boolean {
  return targets.some((target) => target.error !== null);
}
