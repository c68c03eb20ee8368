import type { HostEsxcli } from '../../collect/host-esxcli.ts';
import type { HostCircumstances } from '../../model/circumstances.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { PlanHost, RebootOnly } from '../../model/plan.ts';
import { EsxcliFault } from '../../vim/esxcli-fault.ts';
import { SoapFault } from '../../vim/fault.ts';
import { type KernelValues, readKernelValues, resyncingIn, uptimeIn } from '../actions/answers.ts';
import { identityDoubt } from './host-identity.ts';
import type { StandingRead } from './rebooted-host.ts';
import type { RolloutHost } from './situations.ts';
import type { Input, RebootVerification, Unfit } from './state.ts';

/** What was read of a host just before its turn. */
export interface Eligibility {
  readonly planned: PlanHost;
  readonly standing: StandingRead | string;
  readonly circumstances: HostCircumstances | undefined;
  readonly wanted: readonly WantedReading[];
  readonly stuckVms: readonly string[] | null;
}

type UnfitInput = Extract<Input, { kind: 'unfit' }>;

/** Why a host is not begun, although its cluster may be; null when it is. Unread is a reason. */
export function unfitFor({ planned, standing, circumstances, wanted, stuckVms }: Eligibility): UnfitInput | null {
  if (typeof standing === 'string') return unfit('unread', `It could not be read: ${standing}.`);
  const doubt = identityDoubt(planned, standing.identity);
  if (doubt !== null) return unfit(doubt.reason, doubt.detail);
  if (standing.inMaintenance) return unfit('in-maintenance', 'It is in maintenance mode already, and not by this run.');
  return ofSettings(wanted) ?? ofCircumstances(circumstances) ?? ofVms(stuckVms);
}

function ofSettings(wanted: readonly WantedReading[]): UnfitInput | null {
  let inEffect = 0;
  for (const { name, value, now } of wanted) {
    if (now === null) return unfit('unread', `${name} could not be read in full.`);
    const { configured, runtime } = now;
    if (!isSame(configured, value)) {
      return unfit('not-configured', `${name} is configured as ${configured}, not ${value}: a reboot would not help.`);
    }
    if (isSame(runtime, value)) inEffect += 1;
  }
  return inEffect === wanted.length ? unfit('already-so', 'What is wanted is in effect; no reboot is needed.') : null;
}

function ofCircumstances(circumstances: HostCircumstances | undefined): UnfitInput | null {
  if (circumstances === undefined) return unfit('unread', 'What it boots from could not be read.');
  const { bootDevice, stagedImage, clusterProfile } = circumstances;
  if (bootDevice.kind !== 'read' || stagedImage.kind !== 'read' || clusterProfile.kind !== 'read') {
    return unfit('unread', 'Whether its next boot keeps the change could not be read.');
  }
  if (bootDevice.value !== 'disk') {
    return unfit('would-not-last', `Its boot device is ${bootDevice.value}: the change would not survive the reboot.`);
  }
  if (stagedImage.value) return unfit('patch-staged', 'A patch is staged: its next boot would install it.');
  if (clusterProfile.value)
    return unfit('owned-by-profile', 'A configuration profile of the cluster owns its settings.');
  return null;
}

function ofVms(stuckVms: readonly string[] | null): UnfitInput | null {
  if (stuckVms === null) return unfit('unread', 'Its virtual machines could not be read.');
  if (stuckVms.length === 0) return null;
  return unfit('vms-cannot-move', `DRS does not move these VMs: ${stuckVms.join(', ')}.`);
}

function unfit(reason: Unfit, detail: string): UnfitInput {
  return { kind: 'unfit', reason, detail };
}

type Wanted = RolloutHost['wanted'];

/** What a setting is, and what it should be. */
interface WantedReading {
  readonly name: string;
  readonly value: string;
  /** Null where it could not be read in full. */
  readonly now: KernelValues | null;
}

/** A boot time may move by as much without a boot: clocks are set. In milliseconds. */
const CLOCK_SLACK = 60_000;

/** What is known of the boot that runs, at a moment; all in milliseconds. */
export interface BootReading {
  readonly bootTime: number;
  /** Null where the host does not tell. */
  readonly uptimeMs: number | null;
  readonly now: number;
}

/**
 * Why a host whose plan is its reboot alone is not rebooted: it has booted since the plan, and what is wanted does not run all
 * the same, or that cannot be told. Both vCenter's boot time and the host's uptime must speak for the boot that the plan saw.
 */
export function rebootedSince(planned: RebootOnly, { bootTime, uptimeMs, now }: BootReading): UnfitInput | null {
  const [seen, readAt] = [Date.parse(planned.bootTime), Date.parse(planned.readAt)];
  if (uptimeMs === null) return unfit('unread', 'How long it has been up could not be read.');
  if (Number.isNaN(seen) || Number.isNaN(readAt) || readAt > now + CLOCK_SLACK || bootTime < seen - CLOCK_SLACK) {
    return unfit('unread', 'Its boot time does not fit the one that the plan saw: plan again.');
  }
  const hasBooted = bootTime > seen + CLOCK_SLACK || uptimeMs < now - readAt - CLOCK_SLACK;
  return hasBooted ? unfit('not-taking-effect', BOOTED) : null;
}

const BOOTED = 'It has booted since the plan, and what is configured does not run all the same: look at its boot.cfg.';

/** The wanted settings as esxcli tells them: nothing else knows Runtime. Never throws but bugs. */
export async function readWanted(esxcli: HostEsxcli, wanted: Wanted): Promise<readonly WantedReading[]> {
  const readings: WantedReading[] = [];
  for (const { name, value } of wanted) {
    readings.push({ name, value, now: await readKernelValues(esxcli, name).catch(unlessBug) });
  }
  return readings;
}

function unlessBug(error: unknown): null {
  problemOf(error);
  return null;
}

/** Releases differ in the case of what they print. */
function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** How long the host has been up, in milliseconds; null where it does not tell. Never throws but bugs. */
export async function readUptime(esxcli: HostEsxcli): Promise<number | null> {
  try {
    return uptimeIn(await esxcli.run(UPTIME));
  } catch (error) {
    return unlessBug(error);
  }
}

const UPTIME = ['system', 'stats', 'uptime', 'get'];

/** Asks a host that came back whether it booted, and with what. Never throws but bugs. */
export async function readProof(esxcli: HostEsxcli, wanted: Wanted): Promise<RebootVerification> {
  try {
    const uptimeMs = uptimeIn(await esxcli.run(UPTIME));
    const notInEffect: string[] = [];
    for (const { name, value } of wanted) {
      const now = await readKernelValues(esxcli, name);
      if (now === null) return { uptimeMs: null, notInEffect: null, problem: `${name} was not told` };
      if (!isSame(now.runtime, value)) notInEffect.push(`${name} (${now.runtime} instead of ${value})`);
    }
    return { uptimeMs, notInEffect, problem: uptimeMs === null ? 'no uptime was told' : '' };
  } catch (error) {
    return { uptimeMs: null, notInEffect: null, problem: problemOf(error) };
  }
}

/** How many objects vSAN has still to bring up to date. The field is as documented; not witnessed on a real host. */
export async function readResync(
  esxcli: HostEsxcli,
): Promise<{ readonly left: number | null; readonly problem: string }> {
  try {
    const left = resyncingIn(await esxcli.run(['vsan', 'debug', 'resync', 'summary', 'get']));
    return { left, problem: left === null ? 'vSAN did not tell what it has to bring up to date' : '' };
  } catch (error) {
    return { left: null, problem: problemOf(error) };
  }
}

function problemOf(error: unknown): string {
  if (error instanceof SoapFault || error instanceof EsxcliFault || error instanceof EsxcheckError)
    return error.message;
  throw error;
}
