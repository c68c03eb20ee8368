import { type HostToChange, readCircumstances } from '../collect/circumstances/read-circumstances.ts';
import { HOST_PATHS, hostFrom } from '../collect/host-facts.ts';
import { readProperties } from '../collect/host-properties.ts';
import { type InventoryHost, readInventory } from '../collect/inventory.ts';
import type { Session } from '../connect/session.ts';
import { EsxcheckError } from '../model/errors.ts';
import { serialIn } from '../model/hardware-identity.ts';
import type { Plan } from '../model/plan.ts';
import { obstacleIn } from '../plan/obstacle.ts';
import type { Refusal } from './live-host.ts';

type PlannedFor = Pick<Plan, 'target' | 'steps'>;

/** Throws TARGET_DIFFERS unless the session leads to the vCenter or ESXi host that the plan was made for. */
export async function requireTarget(session: Session, plan: PlannedFor): Promise<void> {
  const { about } = session.content;
  const isDirect = about.instanceUuid === null && about.apiType === 'HostAgent';
  const [host] = isDirect ? await readInventory(session) : [];
  const identity = host === undefined ? about.instanceUuid : await uuidOf(session, host);
  if (identity === null) throw differs(plan, 'it does not tell who it is');
  if (identity.toLowerCase() !== plan.target.identity.toLowerCase()) throw differs(plan, `it is ${identity}`);
  if (host !== undefined && isPerhapsTwin(session, host, plan)) {
    throw differs(plan, 'it has that hardware UUID, which boards can share, but another address and another name');
  }
}

/** The hardware UUID of an ESXi host, which has no other identity; null where it is not told. */
async function uuidOf(session: Session, host: InventoryHost): Promise<string | null> {
  let uuid: string | null = null;
  await readProperties(session, [host], {
    paths: HOST_PATHS,
    concurrency: 1,
    onHost: (listed, properties) => {
      if ('code' in properties) return;
      const source = { target: session.endpoint.url, targetIdentity: null, releaseName: () => null };
      uuid = hostFrom(listed, properties, source).uuid;
    },
  });
  return uuid;
}

/** Where the plan has no serial number of the host, its UUID alone would speak for it: address or name has to agree as well. */
function isPerhapsTwin(session: Session, host: InventoryHost, { target, steps }: PlannedFor): boolean {
  if (session.endpoint.url === target.url) return false;
  const isCalledSo = (name: string): boolean =>
    host.isNameless !== true && name.toLowerCase() === host.name.toLowerCase();
  return steps.some(({ host: planned }) => serialIn(planned.serial) === null && !isCalledSo(planned.name));
}

function differs({ target }: PlannedFor, told: string): EsxcheckError {
  return new EsxcheckError('TARGET_DIFFERS', `This is not the target that the plan was made for: ${told}.`, {
    details: [`The plan is for ${target.identity}, which was at ${target.url}.`, 'Nothing was written.'],
  });
}

/**
 * Why a change of each host would not last, or is not ours to make, by host id; hosts without an obstacle are not in it.
 * A plan may be weeks old, or made from a saved scan that read none of this. What cannot be read is an obstacle too.
 */
export async function readObstacles(
  session: Session,
  hosts: readonly HostToChange[],
): Promise<ReadonlyMap<string, Refusal>> {
  const circumstances = await readCircumstances(session, hosts);
  const obstacles = new Map<string, Refusal>();
  for (const { id } of hosts) {
    const obstacle = obstacleIn(circumstances.get(id));
    if (obstacle !== null) obstacles.set(id, { reason: reasonOf(obstacle.reason), detail: obstacle.detail });
  }
  return obstacles;
}

function reasonOf(reason: string): Refusal['reason'] {
  return reason === 'unknown' ? 'unread' : reason === 'managed-elsewhere' ? 'managed-elsewhere' : 'would-not-last';
}
