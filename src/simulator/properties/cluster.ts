import {
  arrayOf,
  boolean,
  data,
  type Fields,
  integer,
  member,
  reference,
  since,
  typed,
  type Value,
} from '../wire/value.ts';
import type { SimulatedCluster, SimulatedHost, SimulatedVm } from '../world/host.ts';
import { megahertz } from './host-hardware.ts';

/** ClusterConfigInfo, which ClusterConfigInfoEx came in place of; clients ask for it still. */
export function oldClusterConfiguration({ config, members }: SimulatedCluster): Value {
  return data('ClusterConfigInfo', haAndDrs({ config, members }));
}

/** ClusterConfigInfoEx. Nothing in it tells a stretched vSAN cluster from a plain one. */
export function clusterConfiguration({ config, members }: SimulatedCluster): Value {
  return data('ClusterConfigInfoEx', {
    ...haAndDrs({ config, members }),
    vsanConfigInfo: since('5.5', data('VsanClusterConfigInfo', { enabled: boolean(config.vsan !== null) })),
  });
}

function haAndDrs({ config, members }: Pick<SimulatedCluster, 'config' | 'members'>): Fields {
  const { drs, automation, ha } = config;
  return {
    dasConfig: data('ClusterDasConfigInfo', {
      enabled: boolean(ha),
      admissionControlEnabled: boolean(ha && config.admissionControl !== null),
      admissionControlPolicy: typed(since('4.0', admissionPolicy(config))),
    }),
    drsConfig: data('ClusterDrsConfigInfo', {
      enabled: boolean(drs),
      defaultVmBehavior: member('DrsBehavior', automation),
      vmotionRate: integer(3),
    }),
    drsVmConfig: arrayOf(
      'ClusterDrsVmConfigInfo',
      members.flatMap(({ vms }) => vms.flatMap(vmConfig)),
    ),
  };
}

/** The policy is kept, and shown, while admission control is off. */
function admissionPolicy({ admissionControl, failoverLevel }: SimulatedCluster['config']): Value {
  if (admissionControl === 'hosts') return data('ClusterFailoverHostAdmissionControlPolicy', {});
  if (admissionControl === 'shares' || admissionControl === 'fixed-shares') {
    return data('ClusterFailoverResourcesAdmissionControlPolicy', {
      cpuFailoverResourcesPercent: integer(25),
      memoryFailoverResourcesPercent: integer(25),
      failoverLevel: since('6.5', integer(failoverLevel)),
      autoComputePercentages: since('6.5', boolean(admissionControl === 'shares')),
    });
  }
  return data('ClusterFailoverLevelAdmissionControlPolicy', { failoverLevel: integer(failoverLevel) });
}

function vmConfig({ id, spec: { automation } }: SimulatedVm): readonly Value[] {
  if (automation === null) return [];
  return [
    data('ClusterDrsVmConfigInfo', {
      key: reference({ type: 'VirtualMachine', id }),
      enabled: boolean(automation !== 'disabled'),
      behavior: automation === 'disabled' ? undefined : member('DrsBehavior', automation),
    }),
  ];
}

/** The numbers of ComputeResourceSummary: MHz and bytes of all hosts; of what VMs can use, MHz and MiB. */
export function capacityOf(hosts: readonly SimulatedHost[]): Fields {
  const effective = hosts.filter(
    ({ connection, inMaintenanceMode }) => connection === 'connected' && !inMaintenanceMode,
  );
  return {
    totalCpu: integer(sum(hosts, speed)),
    totalMemory: integer(
      sum(hosts, ({ spec }) => spec.memoryGiB * 2 ** 30),
      'long',
    ),
    numCpuCores: integer(sum(hosts, cores), 'short'),
    numCpuThreads: integer(sum(hosts, cores) * 2, 'short'),
    effectiveCpu: integer(sum(effective, speed)),
    effectiveMemory: integer(
      sum(effective, ({ spec }) => spec.memoryGiB * 1024),
      'long',
    ),
    numHosts: integer(hosts.length),
    numEffectiveHosts: integer(effective.length),
  };
}

function sum(hosts: readonly SimulatedHost[], each: (host: SimulatedHost) => number): number {
  return hosts.reduce((total, host) => total + each(host), 0);
}

function cores({ spec }: SimulatedHost): number {
  return spec.cpuPackages * spec.cpuCores;
}

function speed(host: SimulatedHost): number {
  return cores(host) * megahertz(host.spec);
}
