import type { ClusterConfig, DevicesSpec, StandingSpec, VmSpec } from './estate.ts';
import { expandOwners } from './ownership.ts';
import type { ClusterConfigFile, SurroundingsFile } from './surroundings-schema.ts';

const PLAIN_DEVICES: DevicesSpec = {
  datastores: ['local', 'shared-01', 'shared-02'],
  paths: 4,
  uplinks: ['vmnic0', 'vmnic1'],
  vmk: null,
  redAlarms: [],
};

/** Hosts of which nothing is said share one object. */
export function expandDevices(file: SurroundingsFile): DevicesSpec {
  const { datastores, paths, uplinks, vmk, redAlarms } = file;
  if ([datastores, paths, uplinks, vmk, redAlarms].every((each) => each === undefined)) return PLAIN_DEVICES;
  return {
    datastores: datastores ?? PLAIN_DEVICES.datastores,
    paths: paths ?? PLAIN_DEVICES.paths,
    uplinks: uplinks ?? PLAIN_DEVICES.uplinks,
    vmk: vmk ?? null,
    redAlarms: redAlarms ?? [],
  };
}

const PLAIN_STANDING: StandingSpec = {
  rebootRequired: false,
  certificateDays: 1500,
  hostProfile: null,
  bootDevice: { uuid: null, nic: '', statelessNic: '' },
};

/** Hosts of which nothing is said share one object. */
export function expandStanding(file: SurroundingsFile): StandingSpec {
  const { rebootRequired, certificateDays, hostProfile, bootDevice } = file;
  if ([rebootRequired, certificateDays, hostProfile, bootDevice].every((each) => each === undefined))
    return PLAIN_STANDING;
  return {
    rebootRequired: rebootRequired ?? PLAIN_STANDING.rebootRequired,
    certificateDays: certificateDays ?? PLAIN_STANDING.certificateDays,
    hostProfile: hostProfile ?? PLAIN_STANDING.hostProfile,
    bootDevice: {
      uuid: bootDevice?.uuid ?? null,
      nic: bootDevice?.nic ?? '',
      statelessNic: bootDevice?.statelessNic ?? '',
    },
  };
}

const NO_VMS: readonly VmSpec[] = [];

export function expandVms({ vms }: SurroundingsFile): readonly VmSpec[] {
  return (
    vms?.map((vm) => ({
      name: vm.name,
      poweredOn: vm.poweredOn ?? true,
      passthrough: vm.passthrough ?? false,
      vgpu: vm.vgpu ?? false,
      cdrom: vm.cdrom ?? null,
      localDisk: vm.localDisk ?? false,
      agent: vm.agent ?? false,
      secureBoot: vm.secureBoot ?? false,
      hardwareVersion: vm.hardwareVersion ?? 19,
      automation: vm.automation ?? null,
      faultTolerance: vm.faultTolerance ?? false,
    })) ?? NO_VMS
  );
}

const PLAIN_CLUSTER: ClusterConfig = {
  drs: true,
  automation: 'fullyAutomated',
  ha: true,
  admissionControl: 'slots',
  failoverLevel: 1,
  vsan: null,
  configManagerEnabled: false,
  lifecycleManaged: false,
  owners: { image: null, configurationProfile: null },
};

/** The configuration of a standalone host, which no cluster surrounds. */
export const NO_CLUSTER: ClusterConfig = { ...PLAIN_CLUSTER, drs: false, ha: false };

export function expandCluster(file: ClusterConfigFile, base = PLAIN_CLUSTER): ClusterConfig {
  const lifecycleManaged = file.lifecycleManaged ?? (file.image !== undefined || base.lifecycleManaged);
  const configManagerEnabled =
    file.configManagerEnabled ?? (file.configurationProfile !== undefined || base.configManagerEnabled);
  return {
    drs: file.drs === undefined ? base.drs : file.drs !== false,
    automation: typeof file.drs === 'string' ? file.drs : base.automation,
    ha: file.ha ?? base.ha,
    admissionControl: admissionControl(file.admissionControl, base),
    failoverLevel: file.failoverLevel ?? base.failoverLevel,
    vsan: file.vsan === undefined ? base.vsan : vsan(file.vsan),
    configManagerEnabled,
    lifecycleManaged,
    owners: expandOwners(file, { image: lifecycleManaged, configurationProfile: configManagerEnabled }),
  };
}

function admissionControl(
  file: ClusterConfigFile['admissionControl'],
  base: ClusterConfig,
): ClusterConfig['admissionControl'] {
  if (file === undefined) return base.admissionControl;
  if (typeof file === 'string') return file;
  return file ? 'slots' : null;
}

function vsan(file: boolean | 'stretched'): ClusterConfig['vsan'] {
  if (file === 'stretched') return file;
  return file ? 'plain' : null;
}
