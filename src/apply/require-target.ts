import { HOST_PATHS, hostFrom } from '../collect/host-from.ts';
import { readProperties } from '../collect/host-properties.ts';
import { readInventory } from '../collect/inventory.ts';
import type { Session } from '../connect/session.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { Plan } from '../model/plan.ts';

/** Throws TARGET_DIFFERS unless the session leads to the vCenter or ESXi host that the plan was made for. */
export async function requireTarget(session: Session, plan: Pick<Plan, 'target'>): Promise<void> {
  const identity = await identityOf(session);
  if (identity !== null && identity.toLowerCase() === plan.target.identity.toLowerCase()) return;
  const told = identity === null ? 'does not tell who it is' : `is ${identity}`;
  throw new EsxcheckError('TARGET_DIFFERS', `This is not the target that the plan was made for: it ${told}.`, {
    details: [`The plan is for ${plan.target.identity}, which was at ${plan.target.url}.`, 'Nothing was written.'],
  });
}

/** The `instanceUuid` of a vCenter; the hardware UUID of an ESXi host, which has no other; null where it is not told. */
async function identityOf(session: Session): Promise<string | null> {
  const { about } = session.content;
  if (about.instanceUuid !== null || about.apiType !== 'HostAgent') return about.instanceUuid;
  const hosts = await readInventory(session);
  let identity: string | null = null;
  await readProperties(session, hosts.slice(0, 1), {
    paths: HOST_PATHS,
    concurrency: 1,
    onHost: (listed, properties) => {
      if ('code' in properties) return;
      const source = { target: session.endpoint.url, targetIdentity: null, releaseName: () => null };
      identity = hostFrom(listed, properties, source).uuid;
    },
  });
  return identity;
}
