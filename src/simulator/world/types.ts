import { isAtLeast } from '../wire/versions.ts';
import { HOST_MEMBERS } from './host-members.ts';
import { MEMBERS } from './members.ts';

const TABLE: Readonly<Record<string, string>> = { ...MEMBERS, ...HOST_MEMBERS };

const ENTITY = ['ManagedEntity', 'ExtensibleManagedObject'];

/** Every type and all that it extends; of some there is never an object here, but clients ask for them by name. */
const BASES: Readonly<Record<string, readonly string[]>> = {
  ManagedEntity: ['ExtensibleManagedObject'],
  Folder: ENTITY,
  StoragePod: ['Folder', ...ENTITY],
  Datacenter: ENTITY,
  ComputeResource: ENTITY,
  ClusterComputeResource: ['ComputeResource', ...ENTITY],
  ResourcePool: ENTITY,
  VirtualApp: ['ResourcePool', ...ENTITY],
  HostSystem: ENTITY,
  VirtualMachine: ENTITY,
  Datastore: ENTITY,
  Network: ENTITY,
  OpaqueNetwork: ['Network', ...ENTITY],
  DistributedVirtualPortgroup: ['Network', ...ENTITY],
  DistributedVirtualSwitch: ENTITY,
  VmwareDistributedVirtualSwitch: ['DistributedVirtualSwitch', ...ENTITY],
  ContainerView: ['ManagedObjectView', 'View'],
  ListView: ['ManagedObjectView', 'View'],
  Task: ['ExtensibleManagedObject'],
};

/** The type and all that it extends. */
function lineage(type: string): readonly string[] {
  return [type, ...(BASES[type] ?? [])];
}

export function isOfType(type: string, wanted: string): boolean {
  return type === wanted || wanted === 'ManagedObject' || (BASES[type]?.includes(wanted) ?? false);
}

interface Member {
  readonly type: string | null;
  readonly since: string;
}

const tables = new Map<string, ReadonlyMap<string, Member>>();

function membersOf(type: string): ReadonlyMap<string, Member> {
  const known = tables.get(type);
  if (known !== undefined) return known;
  const words = lineage(type).flatMap((each) => (TABLE[each] ?? '').split(/\s+/).filter((word) => word !== ''));
  const table = new Map(words.map(readMember));
  tables.set(type, table);
  return table;
}

function readMember(word: string): [string, Member] {
  const [, name = '', type, version] = /^(\w+)(?::(\w+))?(?:@([\d.]+))?$/.exec(word) ?? [];
  return [name, { type: type ?? null, since: version ?? '0' }];
}

/** The root properties of a type that a version knows: what `all` in a PropertySpec stands for. */
export function propertiesOf(type: string, version: string): readonly string[] {
  return [...membersOf(type)].filter(([, { since }]) => isAtLeast(version, since)).map(([name]) => name);
}

const verdicts = new Map<string, boolean>();

/** Whether a version of the API knows a path such as `summary.config.product.build` on a type. */
export function knowsPath(type: string, path: string, version: string): boolean {
  const key = `${type} ${version} ${path}`;
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  const verdict = follow(type, path.split('.'), version);
  if (verdicts.size < 10_000) verdicts.set(key, verdict);
  return verdict;
}

function follow(type: string, [name = '', ...rest]: readonly string[], version: string): boolean {
  const member = membersOf(type).get(name);
  if (member === undefined || !isAtLeast(version, member.since)) return false;
  if (rest.length === 0) return true;
  return member.type !== null && follow(member.type, rest, version);
}
