import type { SimulatedHost } from '../world/host.ts';
import { hostReference } from '../world/host.ts';
import type { ManagedObject } from '../world/object.ts';
import { references, string, type Reference } from '../wire/value.ts';

/** Every vCenter has it; it lists no profile where there is none. */
export const HOST_PROFILE_MANAGER: Reference = { type: 'HostProfileManager', id: 'HostProfileManager' };

export function hostProfileManager(profiles: readonly ManagedObject[]): ManagedObject {
  return { ...HOST_PROFILE_MANAGER, properties: { profile: references(profiles) } };
}

/** One object for each name that hosts give, attached to those hosts. */
export function hostProfiles(hosts: readonly SimulatedHost[]): readonly ManagedObject[] {
  const attached = new Map<string, Reference[]>();
  for (const host of hosts) {
    const { hostProfile } = host.spec.standing;
    if (hostProfile === null) continue;
    attached.set(hostProfile, [...(attached.get(hostProfile) ?? []), hostReference(host)]);
  }
  return [...attached].map(([name, entities], i) => ({
    type: 'HostProfile',
    id: `hostprofile-${i + 1}`,
    properties: { name: string(name), entity: references(entities) },
  }));
}
