import { userSession } from '../properties/task-info.ts';
import { booleanOf, textOf } from '../wire/element.ts';
import { invalidArgument } from '../wire/fault.ts';
import { arrayOf, type Reference } from '../wire/value.ts';
import { hostReference, type SimulatedHost } from '../world/host.ts';
import { type ManagedObject, valueAt } from '../world/objects.ts';
import type { World } from '../world/world.ts';
import { type Call, type Method, returnedReference } from './method.ts';

const ON = 'SearchIndex';

/** Look-ups by path, name and UUID: govc resolves `-host.ipath`, `-host.dns` and `-host.uuid` with them. */
export const SEARCH_INDEX: readonly Method[] = [
  { name: 'FindByInventoryPath', on: ON, parameters: ['inventoryPath'], answer: findByInventoryPath },
  {
    name: 'FindByDnsName',
    on: ON,
    parameters: ['datacenter', 'dnsName', 'vmSearch'],
    answer: (call) => foundHost(call, ({ spec }) => spec.name.toLowerCase() === wanted(call, 'dnsName')),
  },
  {
    name: 'FindByUuid',
    on: ON,
    parameters: ['datacenter', 'uuid', 'vmSearch', 'instanceUuid'],
    answer: (call) => foundHost(call, ({ spec }) => spec.uuid.toLowerCase() === wanted(call, 'uuid')),
  },
];

/** Names from below the root folder on, joined by `/`: `Lab/host/Compute/esx01`. Nothing found is an empty answer. */
function findByInventoryPath(call: Call): string {
  const names = (textOf(call.request, 'inventoryPath') ?? '').split('/').filter((name) => name !== '');
  let found: Reference | undefined = call.world.inventory.root;
  for (const name of names) found = found && childNamed(call.world, found, name);
  return found === undefined ? '' : returnedReference(found, call);
}

function childNamed(world: World, parent: Reference, name: string): Reference | undefined {
  return world.inventory.children.get(parent.id)?.find(({ id }) => {
    const entity = world.inventory.entities.get(id);
    const value = entity && valueAt(entity, 'name');
    return value?.kind === 'scalar' && value.text === name;
  });
}

function wanted(call: Call, parameter: string): string {
  const text = textOf(call.request, parameter);
  if (text === null) throw invalidArgument(parameter);
  return text.toLowerCase();
}

/** There are no virtual machines to be found. */
function foundHost(call: Call, isWanted: (host: SimulatedHost) => boolean): string {
  const host = booleanOf(call.request, 'vmSearch') === true ? undefined : call.world.hosts().find(isWanted);
  return host === undefined ? '' : returnedReference(hostReference(host), call);
}

/** An object of the world or of the caller's own session. */
export function findObject(
  id: string,
  type: string | null,
  { session, world, sessions }: Pick<Call, 'session' | 'world' | 'sessions'>,
): ManagedObject | undefined {
  const own = session?.objects.get(id);
  if (own !== undefined && (type === null || own.type === type)) return own;
  const found = world.find(id, type);
  if (found?.type !== 'SessionManager' || session === null || session.expired !== null) return found;
  const sessionProperties = {
    sessionList: () => arrayOf('UserSession', sessions.live().map(userSession)),
    currentSession: () => userSession(session),
  };
  return { ...found, properties: sessionProperties };
}
