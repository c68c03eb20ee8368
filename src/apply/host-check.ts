import { serialIn, uuidIn } from '../model/hardware-identity.ts';
import type { Host } from '../model/host.ts';
import type { OutcomeReason } from '../model/outcome.ts';
import type { PlanHost } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';

/** Why nothing may be written to a host. */
export interface Refusal {
  readonly reason: OutcomeReason;
  readonly detail: string;
  /** What went wrong in reading the host, where that is why. */
  readonly problem?: Problem;
}

/** Why a host is not, or not surely, the one that is meant. */
export interface IdentityRefusal extends Refusal {
  readonly reason: 'host-differs' | 'unread';
}

/** Why a host as it is now must not be written to for this plan; null when it may. */
export function refusalOf(planned: PlanHost, host: Host, { direct }: { readonly direct: boolean }): Refusal | null {
  if (host.trouble !== null) {
    const known = host.connectionState !== null || host.trouble.code === 'standby';
    return {
      reason: known ? 'not-connected' : 'unread',
      detail: `Nothing can be asked of it: ${host.trouble.detail}.`,
    };
  }
  const differs = identityRefusal(planned, host);
  if (differs !== null) return differs;
  if (direct && host.managementServerIp !== null) {
    const detail = `The vCenter at ${host.managementServerIp} manages this host: change it through that vCenter.`;
    return { reason: 'managed-elsewhere', detail };
  }
  return null;
}

/**
 * Name and managed object id may come to mean another host; hardware UUID and serial number do not. A placeholder, which plans
 * of earlier releases can hold, is equal on many hosts: nothing rests on it, and only a number that is read now speaks against it.
 */
export function identityRefusal(
  planned: Pick<PlanHost, 'uuid' | 'serial'>,
  host: Pick<Host, 'uuid' | 'serial'>,
): IdentityRefusal | null {
  const pairs = [
    ['hardware UUID', planned.uuid, uuidIn(planned.uuid), host.uuid],
    ['serial number', planned.serial, serialIn(planned.serial), host.serial],
  ] as const;
  if (pairs.every(([, , telling]) => telling === null)) {
    return { reason: 'host-differs', detail: 'The plan holds neither UUID nor serial number to know the host by.' };
  }
  for (const [what, wanted, telling, now] of pairs) {
    if (wanted === null || (now === null && telling === null)) continue;
    if (now === null) return { reason: 'unread', detail: `The ${what} of the host could not be read.` };
    if (now.toLowerCase() !== wanted.toLowerCase()) {
      return { reason: 'host-differs', detail: `The ${what} is ${now}, but the plan was made for ${wanted}.` };
    }
  }
  return null;
}
