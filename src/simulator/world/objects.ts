import type { VmSpec } from '../estate/estate.ts';
import type { VimFault } from '../wire/fault.ts';
import { type Fields, fieldValue, type Reference, type Value } from '../wire/value.ts';
import type { SimulatedHost, SimulatedVm } from './host.ts';

/** A managed object: what it is called and how its properties are found. */
export interface ManagedObject extends Reference {
  readonly properties: Fields;
  /** Set for a host and its parts. */
  readonly host?: SimulatedHost;
  /** False for what may be read without login, such as ServiceInstance. */
  readonly guarded?: boolean;
}

/** The value at a path whose existence is already established; undefined when it is unset. */
export function valueAt(object: ManagedObject, path: string): Value | undefined {
  const [first = '', ...rest] = path.split('.');
  let value = plain(fieldValue(object.properties[first]));
  for (const name of rest) {
    if (value?.kind !== 'data') return undefined;
    value = plain(fieldValue(value.fields[name]));
  }
  return value;
}

function plain(value: Value | undefined): Value | undefined {
  return value?.kind === 'since' || value?.kind === 'typed' ? plain(value.value) : value;
}

/** The objects that a property refers to: one, several or none. */
export function referencesAt(object: ManagedObject, path: string): readonly Reference[] {
  const value = valueAt(object, path);
  if (value?.kind === 'reference') return [{ type: value.type, id: value.id }];
  if (value?.kind !== 'array') return [];
  return value.values.flatMap((each) => (each.kind === 'reference' ? [{ type: each.type, id: each.id }] : []));
}

/** HA as one host sees it (docs/internals/wire.md 6.3); null when it is no member. */
export function haStateOf(host: SimulatedHost): string | null {
  const { cluster } = host;
  if (!cluster.config.ha || host.inMaintenanceMode || host.connection !== 'connected') return null;
  if (host.ha !== 'connected') return host.ha;
  return host === cluster.members.find(isMaster) ? 'master' : 'connectedToMaster';
}

function isMaster({ ha, inMaintenanceMode, connection }: SimulatedHost): boolean {
  return ha === 'connected' && !inMaintenanceMode && connection === 'connected';
}

/** The name of a host's vSAN fault domain: a stretched cluster has two, a plain one none. */
export function faultDomainOf(host: SimulatedHost): string {
  if (host.cluster.config.vsan !== 'stretched') return '';
  return host.cluster.members.indexOf(host) % 2 === 0 ? 'Preferred' : 'Secondary';
}

/**
 * Powered-on VMs that keep a host from being emptied: DRS moves none unless it is fully automated (docs/internals/wire.md 6.1).
 */
export function stuckVms(host: SimulatedHost): readonly SimulatedVm[] {
  const running = host.vms.filter(({ spec, poweredOn }) => poweredOn && !spec.agent);
  const { drs, automation } = host.cluster.config;
  if (!drs || automation !== 'fullyAutomated' || refuge(host) === undefined) return running;
  return running.filter(({ spec }) => isTied(spec) || (spec.automation ?? automation) !== automation);
}

/** Whether something of its host holds a VM. */
function isTied({ passthrough, vgpu, localDisk, cdrom }: VmSpec): boolean {
  return passthrough || vgpu || localDisk || cdrom === 'local-image' || cdrom === 'host-drive';
}

/** Moves what runs to another host of the cluster; agents are switched off instead. */
export function evacuate(host: SimulatedHost): void {
  const target = refuge(host);
  const leaving = host.vms.filter(({ spec, poweredOn }) => poweredOn && !spec.agent);
  for (const vm of host.vms) if (vm.spec.agent) vm.poweredOn = false;
  if (target === undefined) return;
  for (const vm of leaving) vm.host = target;
  host.vms = host.vms.filter((vm) => !leaving.includes(vm));
  target.vms = [...target.vms, ...leaving];
}

function refuge(host: SimulatedHost): SimulatedHost | undefined {
  return host.cluster.members.find(
    (other) => other !== host && other.connection === 'connected' && !other.inMaintenanceMode,
  );
}

type TaskState = 'queued' | 'running' | 'success' | 'error';

/** One task on a host. */
export interface SimulatedTask {
  readonly id: string;
  /** Such as `EnterMaintenanceMode_Task`. */
  readonly name: string;
  readonly host: SimulatedHost;
  readonly user: string;
  readonly queueTime: number;
  state: TaskState;
  progress: number;
  cancelled: boolean;
  completeTime: number | null;
  error: VimFault | null;
}
