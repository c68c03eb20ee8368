import type { VmSpec } from '../estate/estate.ts';
import type { SimulatedHost, SimulatedVm } from './host.ts';

/** Powered-on VMs that keep a host from being emptied: DRS moves none unless it is fully automated (protocol.md 6.1). */
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
