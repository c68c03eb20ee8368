import type { BootDevice, HostCircumstances } from '../model/circumstances.ts';
import type { LeftOutReason } from '../model/plan.ts';
import type { Reading } from '../model/reading.ts';

/** Why nothing may be written to a host, and what to do instead. */
export interface Obstacle {
  readonly reason: LeftOutReason;
  readonly detail: string;
}

const NOTHING_READ: Obstacle = {
  reason: 'unknown',
  detail: 'Whether a change would last on this host was not read, so nothing is written to it.',
};

const STAGED: Obstacle = {
  reason: 'patch-staged',
  detail: 'The next boot of this host is another image: let the patch finish, then scan and plan again.',
};

const BY_BOOT_DEVICE: Readonly<Record<BootDevice, Obstacle | null>> = {
  disk: null,
  stateless: {
    reason: 'would-not-last',
    detail:
      'This host boots from the network and keeps nothing: change the deploy rule or host profile that it boots with.',
  },
  lost: {
    reason: 'would-not-last',
    detail: 'This host has lost its boot device, so a change is gone with the next boot: repair the device first.',
  },
};

/** What each circumstance is, to follow "could not be read:". */
const NAMES: Readonly<Record<keyof HostCircumstances, string>> = {
  managedBy: 'whether a vCenter manages this host',
  clusterProfile: 'whether a configuration profile of the cluster owns the settings',
  hostProfile: 'whether a host profile is attached',
  bootDevice: 'whether the host keeps its configuration over a boot',
  stagedImage: 'whether a patch is staged',
};

/**
 * What stands against writing to a host; null when everything was read and nothing does.
 * A known obstacle is told before an unread one; both stop the write.
 */
export function obstacleIn(circumstances: HostCircumstances | undefined): Obstacle | null {
  if (circumstances === undefined) return NOTHING_READ;
  return ownerOf(circumstances) ?? perishing(circumstances) ?? unreadIn(circumstances);
}

function ownerOf({ managedBy, clusterProfile, hostProfile }: HostCircumstances): Obstacle | null {
  const manager = valueOf(managedBy);
  if (manager !== null) {
    const detail = `The vCenter at ${manager} manages this host: plan and apply through that vCenter.`;
    return { reason: 'managed-elsewhere', detail };
  }
  const profile = valueOf(hostProfile);
  if (valueOf(clusterProfile) !== true && profile === null) return null;
  const owner = profile === null ? 'A configuration profile of the cluster' : `The host profile ${profile}`;
  return { reason: 'owned-by-profile', detail: `${owner} owns the settings of this host: change it there.` };
}

function perishing({ bootDevice, stagedImage }: HostCircumstances): Obstacle | null {
  return BY_BOOT_DEVICE[valueOf(bootDevice) ?? 'disk'] ?? (valueOf(stagedImage) === true ? STAGED : null);
}

function unreadIn(circumstances: HostCircumstances): Obstacle | null {
  for (const name of Object.keys(NAMES) as (keyof HostCircumstances)[]) {
    const reading: Reading<unknown> = circumstances[name];
    if (reading.kind === 'read') continue;
    const why = reading.kind === 'unread' ? reading.problem.detail : 'the host did not tell';
    return {
      reason: 'unknown',
      detail: `It could not be read ${NAMES[name]} (${why}), so nothing is written to it.`,
    };
  }
  return null;
}

function valueOf<T>(reading: Reading<T>): T | null {
  return reading.kind === 'read' ? reading.value : null;
}
