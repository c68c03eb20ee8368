import type { SimulatedCluster } from '../world/host.ts';
import type { SimulatedVm } from '../world/host.ts';
import { arrayOf, boolean, data, integer, member, reference, since, type Value } from '../wire/value.ts';

/** ClusterConfigInfoEx. Nothing in it tells a stretched vSAN cluster from a plain one. */
export function clusterConfiguration({ config, members }: SimulatedCluster): Value {
  const { drs, automation, ha, vsan } = config;
  return data('ClusterConfigInfoEx', {
    dasConfig: data('ClusterDasConfigInfo', { enabled: boolean(ha), admissionControlEnabled: boolean(ha) }),
    drsConfig: data('ClusterDrsConfigInfo', {
      enabled: boolean(drs),
      defaultVmBehavior: member('DrsBehavior', automation),
      vmotionRate: integer(3),
    }),
    drsVmConfig: arrayOf(
      'ClusterDrsVmConfigInfo',
      members.flatMap(({ vms }) => vms.flatMap(vmConfig)),
    ),
    vsanConfigInfo: since('5.5', data('VsanClusterConfigInfo', { enabled: boolean(vsan !== null) })),
  });
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
