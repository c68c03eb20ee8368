import type { PortSecurity, ProtectionSpec } from '../estate/estate.ts';
import { boolean, data, integer, string, strings, type Value } from '../wire/value.ts';
import type { SimulatedHost } from '../world/host.ts';

/** HostDateTimeInfo; a host without time servers has an empty NTP part. */
export function dateTimeInfo({ spec }: SimulatedHost): Value {
  return data('HostDateTimeInfo', {
    timeZone: data('HostDateTimeSystemTimeZone', {
      key: string('UTC'),
      name: string('UTC'),
      description: string('UTC'),
      gmtOffset: integer(0),
    }),
    ntpConfig: data('HostNtpConfig', { server: strings(spec.protection.ntpServers) }),
  });
}

/** The one standard switch of a host, which names its port groups. */
export function virtualSwitches({ vSwitch, portgroups: named }: ProtectionSpec): readonly Value[] {
  return [
    data('HostVirtualSwitch', {
      name: string('vSwitch0'),
      key: string('key-vim.host.VirtualSwitch-vSwitch0'),
      portgroup: strings(Object.keys(named).map(portgroupKey)),
      spec: data('HostVirtualSwitchSpec', { policy: policy(vSwitch) }),
    }),
  ];
}

/** Port groups with the policy that works; their own part of it is left empty, as a port group's that says nothing. */
export function portgroups({ portgroups: named }: ProtectionSpec): readonly Value[] {
  return Object.entries(named).map(([name, security]) =>
    data('HostPortGroup', {
      key: string(portgroupKey(name)),
      vswitch: string('key-vim.host.VirtualSwitch-vSwitch0'),
      computedPolicy: policy(security),
      spec: data('HostPortGroupSpec', {
        name: string(name),
        vlanId: integer(security.vlan),
        vswitchName: string('vSwitch0'),
        policy: data('HostNetworkPolicy', { security: data('HostNetworkSecurityPolicy', {}) }),
      }),
    }),
  );
}

function portgroupKey(name: string): string {
  return `key-vim.host.PortGroup-${name}`;
}

function policy({ promiscuous, macChanges, forgedTransmits }: PortSecurity): Value {
  return data('HostNetworkPolicy', {
    security: data('HostNetworkSecurityPolicy', {
      allowPromiscuous: boolean(promiscuous),
      macChanges: boolean(macChanges),
      forgedTransmits: boolean(forgedTransmits),
    }),
  });
}
