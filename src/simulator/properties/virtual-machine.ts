import { createHash } from 'node:crypto';
import type { VmSpec } from '../estate/estate.ts';
import {
  arrayOf,
  boolean,
  data,
  type Fields,
  integer,
  member,
  reference,
  type Reference,
  references,
  since,
  string,
  strings,
  typed,
  type Value,
} from '../wire/value.ts';
import { hostReference, type SimulatedVm } from '../world/host.ts';
import type { ManagedObject } from '../world/objects.ts';

/** A VirtualMachine, as far as it matters to a host that is to be emptied. */
export function virtualMachine(
  vm: SimulatedVm,
  { pool, vmFolder }: { readonly pool: Reference; readonly vmFolder: Reference },
): ManagedObject {
  const self = { type: 'VirtualMachine', id: vm.id };
  return {
    ...self,
    properties: {
      name: string(vm.spec.name),
      parent: reference(vmFolder),
      overallStatus: member('ManagedEntityStatus', 'green'),
      configStatus: member('ManagedEntityStatus', 'green'),
      disabledMethod: strings([]),
      recentTask: references([]),
      alarmActionsEnabled: undefined,
      resourcePool: reference(pool),
      datastore: () => references(datastoresOf(vm)),
      network: references([]),
      runtime: () => runtime(vm),
      config: () => config(vm),
      guest: () => guestInfo(vm),
      summary: () =>
        data('VirtualMachineSummary', {
          vm: reference(self),
          runtime: runtime(vm),
          config: data('VirtualMachineConfigSummary', {
            name: string(vm.spec.name),
            template: boolean(false),
            memorySizeMB: integer(MEMORY_MB),
            numCpu: integer(CPUS),
            uuid: string(vmUuid(vm)),
          }),
          overallStatus: member('ManagedEntityStatus', 'green'),
        }),
    },
  };
}

function runtime(vm: SimulatedVm): Value {
  return data('VirtualMachineRuntimeInfo', {
    host: reference(hostReference(vm.host)),
    connectionState: member('VirtualMachineConnectionState', 'connected'),
    powerState: member('VirtualMachinePowerState', vm.poweredOn ? 'poweredOn' : 'poweredOff'),
    faultToleranceState: since(
      '4.0',
      member('VirtualMachineFaultToleranceState', vm.spec.faultTolerance ? 'running' : 'notConfigured'),
    ),
  });
}

const CPUS = 2;
const MEMORY_MB = 4096;

/** The datastore of its disk. */
function datastoresOf({ host, spec }: SimulatedVm): readonly Reference[] {
  const name = host.spec.devices.datastores[spec.localDisk ? 0 : 1];
  return host.volumes.filter((volume) => volume.name === name).map(({ self }) => self);
}

function config(vm: SimulatedVm): Value {
  const { spec, id } = vm;
  const owner = data('ManagedByInfo', { extensionKey: string('com.vmware.vim.eam'), type: string('cluster-agent') });
  return data('VirtualMachineConfigInfo', {
    ...configIdentity(vm),
    hardware: () =>
      data('VirtualHardware', {
        numCPU: integer(CPUS),
        memoryMB: integer(MEMORY_MB),
        device: arrayOf('VirtualDevice', devices(spec, id)),
      }),
    managedBy: spec.agent ? since('5.0', owner) : undefined,
  });
}

function devices({ name, passthrough, vgpu, localDisk, cdrom }: VmSpec, id: string): readonly Value[] {
  const file = `[${localDisk ? 'local' : 'shared-01'}] ${name}/${name}-${id}.vmdk`;
  const backing = typed(data('VirtualDiskFlatVer2BackingInfo', { fileName: string(file) }));
  const disk = data('VirtualDisk', { key: integer(2000), backing, capacityInKB: integer(41_943_040, 'long') });
  const card = data('VirtualPCIPassthrough', { key: integer(13_000) });
  const graphics = data('VirtualPCIPassthrough', {
    key: integer(13_001),
    backing: typed(data('VirtualPCIPassthroughVmiopBackingInfo', { vgpu: string('grid_t4-2q') })),
  });
  return [
    disk,
    ...(passthrough ? [card] : []),
    ...(vgpu ? [graphics] : []),
    ...(cdrom === null ? [] : [drive(cdrom)]),
  ].map(typed);
}

function drive(cdrom: NonNullable<VmSpec['cdrom']>): Value {
  const image = `[${cdrom === 'local-image' ? 'local' : 'shared-01'}] iso/setup.iso`;
  const backing =
    cdrom === 'host-drive'
      ? data('VirtualCdromAtapiBackingInfo', { deviceName: string('/vmfs/devices/cdrom/mpx.vmhba32:C0:T0:L0') })
      : data('VirtualCdromIsoBackingInfo', { fileName: string(image) });
  return data('VirtualCdrom', {
    key: integer(3000),
    backing: typed(backing),
    connectable: data('VirtualDeviceConnectInfo', {
      startConnected: boolean(cdrom !== 'disconnected'),
      allowGuestControl: boolean(true),
      connected: boolean(cdrom !== 'disconnected'),
    }),
  });
}

const GUEST = { id: 'otherLinux64Guest', name: 'Other Linux (64-bit)' };

/** Made of the VM's id and name, so that it never changes. */
function vmUuid({ id, spec }: Pick<SimulatedVm, 'id' | 'spec'>): string {
  const hex = createHash('sha256').update(`vm ${id} ${spec.name}`).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}

/** The plain members of VirtualMachineConfigInfo, besides its hardware. */
function configIdentity(vm: SimulatedVm): Fields {
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
function guestInfo({ spec, poweredOn }: SimulatedVm): Value {
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
