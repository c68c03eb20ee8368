import type { ServiceSpec } from '../estate/estate.ts';
import {
  arrayOf,
  boolean,
  data,
  dateTime,
  integer,
  keptData,
  member,
  type Reference,
  references,
  since,
  string,
  strings,
  typed,
  type Value,
} from '../wire/value.ts';
import { isAtLeast } from '../wire/versions.ts';
import { hostReference, type SimulatedHost } from '../world/host.ts';
import type { ManagedObject } from '../world/objects.ts';
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

/** HostAuthenticationManagerInfo: local accounts, and the directory that the host joined (docs/internals/wire.md 2.8). */
export function authenticationManagerInfo({ spec }: SimulatedHost): Value {
  const { activeDirectory, directoryStatus } = spec.protection;
  return data('HostAuthenticationManagerInfo', {
    authConfig: arrayOf('HostAuthenticationStoreInfo', [
      typed(data('HostLocalAuthenticationInfo', { enabled: boolean(true) })),
      typed(
        data('HostActiveDirectoryInfo', {
          enabled: boolean(activeDirectory !== null),
          joinedDomain: activeDirectory === null ? undefined : string(activeDirectory),
          domainMembershipStatus: activeDirectory === null ? undefined : string(directoryStatus),
          smartCardAuthenticationEnabled: since('6.0', boolean(false)),
        }),
      ),
    ]),
  });
}

/** Services that a host of these releases lists, whether an adapter carries them or not. */
const NIC_TYPES = ['faultToleranceLogging', 'management', 'vSphereReplication', 'vmotion', 'vsan'];

/** HostVirtualNicManagerInfo: which VMkernel adapters carry which service; `vmk0` is for management, `vmk1` for vMotion. */
export function virtualNicManagerInfo(host: SimulatedHost): Value {
  const { vmkServices } = host.spec.protection;
  const names = Object.keys(vmkOf(host));
  const types = new Set([...NIC_TYPES, ...Object.keys(vmkServices)]);
  const use = (nicType: string): Value =>
    data('VirtualNicManagerNetConfig', {
      nicType: string(nicType),
      multiSelectAllowed: boolean(true),
      selectedVnic: strings(
        (vmkServices[nicType] ?? [])
          .filter((name) => names.includes(name))
          .map((name) => `${nicType}.key-vim.host.VirtualNic-${name}`),
      ),
    });
  return data('HostVirtualNicManagerInfo', {
    netConfig: arrayOf('VirtualNicManagerNetConfig', [...types].map(use)),
  });
}

/** HostFeatureCapability[]: two that every processor of the last fifteen years has. */
export function featureCapability(): Value {
  return arrayOf('HostFeatureCapability', ['cpuid.nx', 'cpuid.aes'].map(present));
}

function present(feature: string): Value {
  return data('HostFeatureCapability', { key: string(feature), featureName: string(feature), value: string('1') });
}

/** Every vCenter has it; it lists no profile where there is none. */
export const HOST_PROFILE_MANAGER: Reference = { type: 'HostProfileManager', id: 'HostProfileManager' };

export function hostProfileManager(profiles: readonly ManagedObject[]): ManagedObject {
  return { ...HOST_PROFILE_MANAGER, properties: { profile: references(profiles) } };
}

/** One object for each name that hosts give, attached to those hosts. */
export function hostProfiles(hosts: readonly SimulatedHost[]): readonly ManagedObject[] {
  const attached = new Map<string, Reference[]>();
  for (const host of hosts) {
    const { hostProfile } = host.spec.standing;
    if (hostProfile === null) continue;
    attached.set(hostProfile, [...(attached.get(hostProfile) ?? []), hostReference(host)]);
  }
  return [...attached].map(([name, entities], i) => ({
    type: 'HostProfile',
    id: `hostprofile-${i + 1}`,
    properties: { name: string(name), entity: references(entities) },
  }));
}

const kept = new WeakMap<readonly ServiceSpec[], Value>();

/** HostServiceInfo; written once for all the hosts that share the list. */
export function serviceInfo(services: readonly ServiceSpec[]): Value {
  const known = kept.get(services);
  if (known !== undefined) return known;
  const value = keptData('HostServiceInfo', { service: arrayOf('HostService', services.map(service)) });
  kept.set(services, value);
  return value;
}

function service(spec: ServiceSpec): Value {
  return data('HostService', {
    key: string(spec.key),
    label: string(spec.label),
    required: boolean(spec.required),
    uninstallable: boolean(false),
    running: boolean(spec.running),
    ruleset: strings(spec.ruleset === null ? [] : [spec.ruleset]),
    policy: string(spec.policy),
  });
}

const DAY_MS = 86_400_000;

/** ESXi has it since 6.0. */
export function hasCertificateManager({ spec }: SimulatedHost): boolean {
  return isAtLeast(spec.version, '6.0');
}

/** HostCertificateManagerCertificateInfo. */
export function certificateInfo({ spec }: SimulatedHost, now: number): Value {
  const { certificateDays } = spec.standing;
  return data('HostCertificateManagerCertificateInfo', {
    issuer: string(spec.protection.certificateIssuer),
    notBefore: dateTime(now - 400 * DAY_MS),
    notAfter: dateTime(now + certificateDays * DAY_MS),
    subject: string(`CN=${spec.name}`),
    status: member('HostCertificateManagerCertificateInfoCertificateStatus', statusOf(certificateDays)),
  });
}

function statusOf(days: number): string {
  if (days < 0) return 'expired';
  return days < 30 ? 'expiring' : 'good';
}
