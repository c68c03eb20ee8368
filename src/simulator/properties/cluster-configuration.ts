import type { SimulatedCluster } from '../world/host.ts';
import type { SimulatedVm } from '../world/host.ts';
import { arrayOf, boolean, data, integer, member, reference, since, type Fields, type Value } from '../wire/value.ts';

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
  };
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
