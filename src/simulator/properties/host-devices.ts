import { createHash } from 'node:crypto';
import { ALARM_NAMES } from '../estate/estate.ts';
import {
  arrayOf,
  boolean,
  data,
  dateTime,
  integer,
  member,
  reference,
  type Reference,
  since,
  string,
  typed,
  type Value,
} from '../wire/value.ts';
import { hostReference, type SimulatedHost } from '../world/host.ts';
import { faultDomainOf } from '../world/objects.ts';
import { DATASTORE_BYTES, volumeUuid } from './datastores.ts';
import { portgroups, virtualSwitches } from './host-protection.ts';

/** Addresses by name of interface; where the estate gives none, one is made from the host's name. */
export function vmkOf({ spec, devices }: SimulatedHost): Readonly<Record<string, string>> {
  if (devices.vmk !== null) return devices.vmk;
  const [a = 0, b = 0] = createHash('sha256').update(`vmk ${spec.name}`).digest();
  return { vmk0: `10.20.${a}.${b}`, vmk1: `10.21.${a}.${b}` };
}

/** The address that is burnt into a network card: another one in every host, whatever else boards have in common. */
function macOf({ spec }: SimulatedHost, device: string): string {
  const digest = createHash('sha256').update(`mac ${spec.name} ${device}`).digest('hex');
  return `02:${digest.slice(0, 10)}`.replace(/([0-9a-f]{2})(?=[0-9a-f])/g, '$1:');
}

/** SHA-1 of the certificate that the host shows vCenter (docs/internals/wire.md 1.6). */
export function thumbprintOf({ spec, certificate, listener, trouble }: SimulatedHost): string {
  if (listener !== null && certificate === 0 && trouble.bundle !== 'otherCertificate') return listener.thumbprint;
  const digest = createHash('sha1').update(`${spec.name} ${certificate}`).digest('hex');
  return digest.toUpperCase().replace(/..(?!$)/g, '$&:');
}

/** HostFileSystemVolumeInfo: the datastores that are mounted. */
export function fileSystemVolume(host: SimulatedHost): Value {
  const { devices } = host;
  const mounts = devices.datastores.map((name, i) =>
    data('HostFileSystemMountInfo', {
      mountInfo: data('HostMountInfo', {
        path: string(`/vmfs/volumes/${name}`),
        accessMode: string('readWrite'),
        mounted: since('5.0', boolean(true)),
        accessible: since('5.0', boolean(true)),
      }),
      volume: typed(
        data('HostVmfsVolume', {
          type: string('VMFS'),
          name: string(name),
          capacity: integer(DATASTORE_BYTES, 'long'),
          uuid: string(volumeUuid(host, name)),
          local: since('5.5', boolean(i === 0)),
        }),
      ),
    }),
  );
  return data('HostFileSystemVolumeInfo', { mountInfo: arrayOf('HostFileSystemMountInfo', mounts) });
}

/** HostMultipathStateInfo: the state of every path. */
export function multipathState({ devices }: SimulatedHost): Value {
  const paths = Array.from({ length: devices.paths }, (_, i) =>
    data('HostMultipathStateInfoPath', {
      name: string(`vmhba${i % 2}:C0:T${i}:L0`),
      pathState: string('active'),
    }),
  );
  return data('HostMultipathStateInfo', { path: arrayOf('HostMultipathStateInfoPath', paths) });
}

/** HostNetworkInfo: uplinks, a lost one without a link, and VMkernel interfaces. */
export function networkInfo(host: SimulatedHost): Value {
  const uplinks = host.spec.devices.uplinks.map((device) =>
    data('PhysicalNic', {
      key: string(`key-vim.host.PhysicalNic-${device}`),
      device: string(device),
      driver: string(host.spec.hardware.nicDriver),
      linkSpeed: host.devices.uplinks.includes(device)
        ? data('PhysicalNicLinkInfo', { speedMb: integer(10_000), duplex: boolean(true) })
        : undefined,
      mac: string(macOf(host, device)),
    }),
  );
  const interfaces = Object.entries(vmkOf(host)).map(([device, ipAddress]) =>
    data('HostVirtualNic', {
      device: string(device),
      key: string(`key-vim.host.VirtualNic-${device}`),
      portgroup: string('Management Network'),
      spec: data('HostVirtualNicSpec', {
        ip: data('HostIpConfig', {
          dhcp: boolean(false),
          ipAddress: string(ipAddress),
          subnetMask: string('255.255.0.0'),
        }),
      }),
    }),
  );
  return data('HostNetworkInfo', {
    vswitch: arrayOf('HostVirtualSwitch', virtualSwitches(host.spec.protection)),
    portgroup: arrayOf('HostPortGroup', portgroups(host.spec.protection)),
    pnic: arrayOf('PhysicalNic', uplinks),
    vnic: arrayOf('HostVirtualNic', interfaces),
  });
}

/** VsanHostConfigInfo; a host of a cluster without vSAN says that it is off. */
export function vsanHostConfig(host: SimulatedHost): Value {
  return data('VsanHostConfigInfo', {
    enabled: boolean(host.cluster.config.vsan !== null),
    faultDomainInfo: since('6.0', data('VsanHostFaultDomainInfo', { name: string(faultDomainOf(host)) })),
  });
}

/** The alarms that estates may name, as managed objects. */
export const ALARMS: readonly (Reference & { readonly name: string })[] = ALARM_NAMES.map((name, i) => ({
  type: 'Alarm',
  id: `alarm-${i + 101}`,
  name,
}));

/** AlarmState[]: what is red now. */
export function triggeredAlarms(host: SimulatedHost): Value {
  const red = ALARMS.filter(({ name }) => host.devices.redAlarms.some((each) => each === name));
  const states = red.map((alarm) =>
    data('AlarmState', {
      key: string(`${alarm.id}.${host.moid}`),
      entity: reference(hostReference(host)),
      alarm: reference(alarm),
      overallStatus: member('ManagedEntityStatus', 'red'),
      time: dateTime(host.upSince),
      acknowledged: since('4.0', boolean(false)),
    }),
  );
  return arrayOf('AlarmState', states);
}

/** Event[]: a lost boot device is a configuration issue of the host. */
export function configIssues({ trouble, upSince, spec }: SimulatedHost): Value {
  if (trouble.bootDevice !== 'lost') return arrayOf('Event', []);
  const text =
    'Lost connectivity to the device backing the boot filesystem. As a result, host configuration changes will not be saved to persistent storage.';
  const issue = data('EventEx', {
    key: integer(1),
    chainId: integer(1),
    createdTime: dateTime(upSince),
    userName: string(''),
    fullFormattedMessage: string(`${text} (${spec.name})`),
    eventTypeId: string('esx.problem.boot.filesystem.down'),
  });
  return arrayOf('Event', [typed(issue)]);
}
