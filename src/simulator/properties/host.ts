import {
  arrayOf,
  boolean,
  data,
  dateTime,
  type Fields,
  integer,
  member,
  optionalString,
  reference,
  references,
  since,
  string,
  strings,
  type Value,
} from '../wire/value.ts';
import { advancedOptions, hostReference, partReference, type SimulatedHost } from '../world/host.ts';
import { haStateOf } from '../world/objects.ts';
import { mountedDatastores } from './datastores.ts';
import {
  configIssues,
  fileSystemVolume,
  multipathState,
  networkInfo,
  thumbprintOf,
  triggeredAlarms,
  vsanHostConfig,
} from './host-devices.ts';
import {
  authenticationManagerInfo,
  featureCapability,
  hasCertificateManager,
  quickStats,
  serviceInfo,
  tpmAttestation,
  virtualNicManagerInfo,
} from './host-extras.ts';
import { firewallInfo, shownFirewall } from './host-firewall.ts';
import { hardwareInfo, hardwareSummary, hostProduct } from './host-hardware.ts';
import { dateTimeInfo } from './host-protection.ts';
import { storageDeviceInfo } from './host-storage.ts';
import { optionValue } from './option-value.ts';

/** What of a host's properties hangs on who is asked, and when. */
interface Server {
  readonly direct: boolean;
  readonly now: () => number;
}

/**
 * The properties of a HostSystem (docs/internals/wire.md 2.6). A host that is not connected has no `config` and no `hardware`.
 */
export function hostProperties(host: SimulatedHost, { direct, now }: Server): Fields {
  const known = (value: () => Value): Value | undefined => (isKnown(host) ? value() : undefined);
  return {
    name: () => string(escapedName(host.spec.name)),
    parent: () => reference(host.parent),
    overallStatus: () => member('ManagedEntityStatus', host.connection === 'connected' ? 'green' : 'gray'),
    configStatus: () => member('ManagedEntityStatus', 'green'),
    configIssue: () => configIssues(host),
    triggeredAlarmState: () => triggeredAlarms(host),
    disabledMethod: () => strings(disabledMethods(host, direct)),
    recentTask: () => references(host.tasks.slice(-5).map((id) => ({ type: 'Task', id }))),
    alarmActionsEnabled: () => boolean(true),
    runtime: () => runtime(host, direct),
    summary: () => summary(host, { direct, now }),
    hardware: () => known(() => hardwareInfo(host.spec, host.trouble)),
    capability: () => known(() => capability(host)),
    configManager: () => configManager(host),
    config: () => known(() => config(host)),
    vm: () => references(host.vms.map(({ id }) => ({ type: 'VirtualMachine', id }))),
    datastore: () => references(mountedDatastores(host)),
    network: () => references([]),
  };
}

/** Whether there is more than a summary: `config` is unset while a host is not connected (docs/internals/wire.md 8). */
function isKnown(host: SimulatedHost): boolean {
  return host.connection === 'connected';
}

/** vCenter shows these three characters of a name escaped (docs/internals/wire.md 2.6). */
function escapedName(name: string): string {
  return name.replace(/[%/\\]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}

function runtime(host: SimulatedHost, direct: boolean): Value {
  const standby = host.connection === 'standby';
  const haState = haStateOf(host);
  return data('HostRuntimeInfo', {
    connectionState: member('HostSystemConnectionState', standby ? 'notResponding' : host.connection),
    powerState: member('HostSystemPowerState', powerState(host)),
    standbyMode: direct ? undefined : since('4.1', string(standby ? 'in' : 'none')),
    inMaintenanceMode: boolean(host.inMaintenanceMode),
    inQuarantineMode: since('6.5', boolean(false)),
    bootTime: host.connection === 'disconnected' || standby ? undefined : dateTime(host.bootTime),
    dasHostState:
      haState === null ? undefined : since('5.0', data('ClusterDasFdmHostState', { state: string(haState) })),
  });
}

function powerState({ connection }: SimulatedHost): string {
  if (connection === 'standby') return 'standBy';
  return connection === 'connected' ? 'poweredOn' : 'unknown';
}

function summary(host: SimulatedHost, { direct, now }: Server): Value {
  const { spec } = host;
  return data('HostListSummary', {
    host: reference(hostReference(host)),
    hardware: () => hardwareSummary(spec, host.trouble),
    runtime: () => runtime(host, direct),
    config: () =>
      data('HostConfigSummary', {
        name: string(escapedName(spec.name)),
        port: integer(443),
        sslThumbprint: since('4.0', string(thumbprintOf(host))),
        product: hostProduct(spec),
        vmotionEnabled: boolean(true),
        faultToleranceEnabled: boolean(false),
      }),
    quickStats: () => quickStats(host, now()),
    overallStatus: member('ManagedEntityStatus', host.connection === 'connected' ? 'green' : 'gray'),
    rebootRequired: boolean(spec.standing.rebootRequired && host.upSince === spec.bootTime),
    managementServerIp: optionalString(spec.managementServerIp),
    tpmAttestation: () => (direct ? undefined : since('6.7', tpmAttestation(host))),
  });
}

function capability({ spec }: SimulatedHost): Value {
  return data('HostCapability', {
    rebootSupported: boolean(true),
    maintenanceModeSupported: boolean(true),
    standbySupported: boolean(true),
    shutdownSupported: boolean(true),
    tpmSupported: since('4.0', boolean(spec.hardware.tpm !== null)),
    tpmVersion: since('6.7', optionalString(spec.hardware.tpm)),
    firewallIpRulesSupported: boolean(true),
    uefiSecureBoot: since('8.0.3.0', boolean(spec.protection.secureBoot)),
  });
}

function configManager(host: SimulatedHost): Value {
  return data('HostConfigManager', {
    serviceSystem: reference(partReference(host, 'HostServiceSystem')),
    firewallSystem: reference(partReference(host, 'HostFirewallSystem')),
    advancedOption: reference(partReference(host, 'OptionManager')),
    firmwareSystem: reference(partReference(host, 'HostFirmwareSystem')),
    imageConfigManager: since('5.0', reference(partReference(host, 'HostImageConfigManager'))),
    certificateManager: hasCertificateManager(host)
      ? since('6.0', reference(partReference(host, 'HostCertificateManager')))
      : undefined,
    hostAccessManager: since('6.0', reference(partReference(host, 'HostAccessManager'))),
  });
}

function config(host: SimulatedHost): Value {
  return data('HostConfigInfo', {
    host: reference(hostReference(host)),
    product: () => hostProduct(host.spec),
    storageDevice: () => storageDeviceInfo(host),
    multipathState: () => since('4.0', multipathState(host)),
    fileSystemVolume: () => fileSystemVolume(host),
    network: () => networkInfo(host),
    hyperThread: () =>
      data('HostHyperThreadScheduleInfo', { available: boolean(true), active: boolean(true), config: boolean(true) }),
    service: () => serviceInfo(host.services),
    firewall: () => {
      const firewall = shownFirewall(host);
      return firewall === null ? undefined : firewallInfo(firewall);
    },
    option: () =>
      arrayOf(
        'OptionValue',
        [...advancedOptions(host)].map(([key, option]) => optionValue(key, option)),
      ),
    dateTimeInfo: () => dateTimeInfo(host),
    virtualNicManagerInfo: () => since('4.0', virtualNicManagerInfo(host)),
    adminDisabled: boolean(false),
    authenticationManagerInfo: () => since('4.1', authenticationManagerInfo(host)),
    featureCapability: () => since('5.1', featureCapability()),
    lockdownMode: since('6.0', member('HostLockdownMode', host.spec.protection.lockdownMode)),
    vsanHostConfig: () => since('5.5', vsanHostConfig(host)),
  });
}

function disabledMethods(host: SimulatedHost, direct: boolean): readonly string[] {
  const maintenance = host.inMaintenanceMode ? 'EnterMaintenanceMode_Task' : 'ExitMaintenanceMode_Task';
  const connection = host.connection === 'connected' && !direct ? ['ReconnectHost_Task'] : [];
  return [maintenance, ...connection, 'PowerUpHostFromStandBy_Task'];
}
