import {
  arrayOf,
  boolean,
  data,
  dateTime,
  integer,
  member,
  string,
  strings,
  typed,
  type Value,
} from '../wire/value.ts';
import type { SimulatedHost } from '../world/host.ts';
import { vmkOf } from './host-devices.ts';

/** HostListSummaryQuickStats; vCenter has none of a host that it does not hear from. */
export function quickStats({ vms, upSince, connection }: SimulatedHost, now: number): Value {
  if (connection !== 'connected') return data('HostListSummaryQuickStats', {});
  const running = vms.filter(({ poweredOn }) => poweredOn).length;
  return data('HostListSummaryQuickStats', {
    overallCpuUsage: integer(400 + 250 * running),
    overallMemoryUsage: integer(2048 + 4096 * running),
    distributedCpuFairness: integer(0),
    distributedMemoryFairness: integer(0),
    uptime: integer((now - upSince) / 1000),
  });
}

/** HostTpmAttestationInfo, of vCenter alone; none of a host whose configuration no TPM seals. */
export function tpmAttestation({ spec, connection, upSince }: SimulatedHost): Value | undefined {
  if (spec.protection.encryptionMode !== 'TPM' || connection !== 'connected') return undefined;
  return data('HostTpmAttestationInfo', {
    time: dateTime(upSince),
    status: member('HostTpmAttestationInfoAcceptanceStatus', 'accepted'),
  });
}

/** HostAuthenticationManagerInfo: local accounts, and the directory that the host joined. */
export function authenticationManagerInfo({ spec }: SimulatedHost): Value {
  const { activeDirectory } = spec.protection;
  return data('HostAuthenticationManagerInfo', {
    authConfig: arrayOf('HostAuthenticationStoreInfo', [
      typed(data('HostLocalAuthenticationInfo', { enabled: boolean(true) })),
      typed(
        data('HostActiveDirectoryInfo', {
          enabled: boolean(activeDirectory !== null),
          joinedDomain: activeDirectory === null ? undefined : string(activeDirectory),
          domainMembershipStatus: string(activeDirectory === null ? 'unknown' : 'ok'),
        }),
      ),
    ]),
  });
}

/** HostVirtualNicManagerInfo: `vmk0` is for management, `vmk1` for vMotion. */
export function virtualNicManagerInfo(host: SimulatedHost): Value {
  const names = Object.keys(vmkOf(host));
  const use = (nicType: string, name: string): Value =>
    data('VirtualNicManagerNetConfig', {
      nicType: string(nicType),
      multiSelectAllowed: boolean(true),
      selectedVnic: strings(names.includes(name) ? [`${nicType}.key-vim.host.VirtualNic-${name}`] : []),
    });
  return data('HostVirtualNicManagerInfo', {
    netConfig: arrayOf('VirtualNicManagerNetConfig', [use('management', 'vmk0'), use('vmotion', 'vmk1')]),
  });
}

/** HostFeatureCapability[]: two that every processor of the last fifteen years has. */
export function featureCapability(): Value {
  return arrayOf('HostFeatureCapability', ['cpuid.nx', 'cpuid.aes'].map(present));
}

function present(feature: string): Value {
  return data('HostFeatureCapability', { key: string(feature), featureName: string(feature), value: string('1') });
}
