import { createHash } from 'node:crypto';
import { boolean, data, integer, member, string, type Fields, type Value } from '../wire/value.ts';
import type { SimulatedVm } from '../world/host.ts';

const GUEST = { id: 'otherLinux64Guest', name: 'Other Linux (64-bit)' };

/** Made of the VM's id and name, so that it never changes. */
export function vmUuid({ id, spec }: Pick<SimulatedVm, 'id' | 'spec'>): string {
  const hex = createHash('sha256').update(`vm ${id} ${spec.name}`).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}

/** The plain members of VirtualMachineConfigInfo, besides its hardware. */
export function configIdentity(vm: SimulatedVm): Fields {
  const { spec } = vm;
  return {
    name: string(spec.name),
    guestFullName: string(GUEST.name),
    version: string(`vmx-${spec.hardwareVersion}`),
    uuid: string(vmUuid(vm)),
    template: boolean(false),
    guestId: string(GUEST.id),
    bootOptions: data('VirtualMachineBootOptions', {
      bootDelay: integer(0, 'long'),
      efiSecureBootEnabled: boolean(spec.secureBoot),
    }),
    firmware: string(spec.secureBoot ? 'efi' : 'bios'),
  };
}

/** GuestInfo, as VMware Tools tell it: nothing of what is switched off has an address. */
export function guestInfo({ spec, poweredOn }: SimulatedVm): Value {
  return data('GuestInfo', {
    toolsStatus: member('VirtualMachineToolsStatus', poweredOn ? 'toolsOk' : 'toolsNotRunning'),
    toolsRunningStatus: string(poweredOn ? 'guestToolsRunning' : 'guestToolsNotRunning'),
    hostName: poweredOn ? string(spec.name) : undefined,
    ipAddress: poweredOn ? string(address(spec.name)) : undefined,
    guestState: string(poweredOn ? 'running' : 'notRunning'),
  });
}

function address(name: string): string {
  const [a = 0, b = 0] = createHash('sha256').update(`guest ${name}`).digest();
  return `10.30.${a}.${b}`;
}
