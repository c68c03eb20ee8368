import type { HostCircumstances } from '../../model/circumstances.ts';
import type { PlanHost } from '../../model/plan.ts';
import { identityDoubt } from './host-identity.ts';
import type { Input, Unfit } from './input.ts';
import { isSame, type WantedReading } from './proof.ts';
import type { StandingRead } from './read-standing.ts';

/** What was read of a host just before its turn. */
export interface Fitness {
  readonly planned: PlanHost;
  readonly standing: StandingRead | string;
  readonly circumstances: HostCircumstances | undefined;
  readonly wanted: readonly WantedReading[];
  readonly stuckVms: readonly string[] | null;
}

type UnfitInput = Extract<Input, { kind: 'unfit' }>;

/** Why a host is not begun, although its cluster may be; null when it is. Unread is a reason. */
export function unfitFor({ planned, standing, circumstances, wanted, stuckVms }: Fitness): UnfitInput | null {
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
