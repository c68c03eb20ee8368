import { many, one, ON_OFF, type PropertyFact } from './property-fact.ts';

/** Calls of vCenter's REST API, on the cluster of the host (docs/internals/rest.md 3). */
const IMAGE = 'GET /api/esx/settings/clusters/CLUSTER/software';
const IMAGE_COMPLIANCE = `${IMAGE}/compliance`;
const CONFIGURATION_COMPLIANCE = 'GET /api/esx/settings/clusters/CLUSTER/configuration/reports/last-compliance-result';

/** Every property fact by its name. What is unset on a host is `absent`; see `collect/properties` for where it is read. */
export const PROPERTY_FACTS = {
  'host.rebootRequired': one('boolean', 'Whether a change of configuration waits for a reboot (not kernel settings).'),
  'host.managed': one('boolean', 'Whether a vCenter manages the host, as it or that vCenter tells.'),
  'host.lockdownMode': one('text', 'lockdownDisabled, lockdownNormal or lockdownStrict (6.0 and newer).', {
    source: 'HostSystem.config.lockdownMode',
  }),
  'host.lockdownExceptions': many(
    'Users that keep their rights in lockdown mode (6.0 and newer).',
    'HostAccessManager.QueryLockdownExceptions',
  ),
  'host.secureBoot': one('boolean', 'Whether UEFI Secure Boot is on; servers before API 8.0.3.0 do not tell.', {
    label: 'Secure Boot',
    words: ON_OFF,
    source: 'HostSystem.capability.uefiSecureBoot',
  }),
  'host.ntpServers': many('Time servers of the host.', 'HostSystem.config.dateTimeInfo'),
  'host.firewallBlocksIncoming': one('boolean', 'Whether the firewall drops incoming traffic that no ruleset opens.', {
    source: 'HostSystem.config.firewall.defaultPolicy',
  }),
  'host.firewallBlocksOutgoing': one('boolean', 'Whether the firewall drops outgoing traffic that no ruleset opens.', {
    source: 'HostSystem.config.firewall.defaultPolicy',
  }),
  'host.networkPromiscuous': many(
    'Standard switches and port groups that accept promiscuous mode.',
    'HostSystem.config.network',
  ),
  'host.networkMacChanges': many(
    'Standard switches and port groups that accept changes of MAC addresses.',
    'HostSystem.config.network',
  ),
  'host.networkForgedTransmits': many(
    'Standard switches and port groups that accept forged transmits.',
    'HostSystem.config.network',
  ),
  'host.standardSwitches': many(
    'Names of the standard switches of the host; empty where all are distributed.',
    'HostSystem.config.network',
  ),
  'host.guestTaggedPortGroups': many(
    'Port groups of standard switches on VLAN 4095: guests do the tagging.',
    'HostSystem.config.network',
  ),
  'host.portGroupVlans': many(
    'VLAN ids of the port groups of standard switches; 0 where nothing is tagged.',
    'HostSystem.config.network',
  ),
  'host.managementShared': many(
    'What VMkernel adapters for management carry beside it, as "vmk0 vmotion"; empty where nothing.',
    'HostSystem.config.virtualNicManagerInfo',
  ),
  'host.vmotionShared': many(
    'What VMkernel adapters for vMotion carry beside it; empty where nothing.',
    'HostSystem.config.virtualNicManagerInfo',
  ),
  'host.vsanShared': many(
    'What VMkernel adapters for vSAN carry that is not vSAN; empty where nothing.',
    'HostSystem.config.virtualNicManagerInfo',
  ),
  'host.directory': one('text', 'The Active Directory domain that the host joined; absent where it joined none.', {
    label: 'The Active Directory domain',
    source: 'HostSystem.config.authenticationManagerInfo',
  }),
  'host.directoryStatus': one(
    'text',
    'ok, noServers, clientTrustBroken, serverTrustBroken, inconsistentTrust, otherProblem or notJoined.',
    { label: 'The membership in Active Directory', source: 'HostSystem.config.authenticationManagerInfo' },
  ),
  'host.iscsiAdapters': many(
    'iSCSI adapters of the host; empty where none of its adapters is one.',
    'HostSystem.config.storageDevice.hostBusAdapter',
  ),
  'host.iscsiWithoutMutualChap': many(
    'iSCSI adapters, and targets that do not inherit from theirs, that do not require CHAP both ways.',
    'HostSystem.config.storageDevice.hostBusAdapter',
  ),
  'host.firmwareType': one('text', 'BIOS or UEFI: how the host was booted; servers before API 8.0.2.0 do not tell.', {
    label: 'The firmware that the host was booted by',
    source: 'HostSystem.hardware.biosInfo.firmwareType',
  }),
  'host.tpmVersion': one('version', 'Version of the TPM, such as 2.0; absent without one (API 6.7 and newer).', {
    label: 'The version of the TPM',
    source: 'HostSystem.capability.tpmSupported, tpmVersion',
  }),
  'host.memoryMiB': one('integer', 'Memory in MiB.', {
    label: 'Memory in MiB',
    source: 'HostSystem.hardware.memorySize',
  }),
  'host.cpuSeries': one(
    'text',
    'The series of the processor by its name, such as Xeon E5-2600 v4, Xeon Gold 6100 or EPYC 7003; unread where the name is of none.',
    { label: 'The series of the processor', source: 'HostSystem.summary.hardware.cpuModel' },
  ),
  'host.cpuXsave': one('boolean', 'Whether the processor has the instructions XSAVE.', {
    label: 'XSAVE of the processor',
    words: ['there', 'missing'],
    source: 'HostSystem.hardware.cpuFeature',
  }),
  'host.pciDevices': many(
    'PCI devices as vendor:device:subvendor:subdevice, each four digits of lower-case hexadecimal.',
    'HostSystem.hardware.pciDevice',
  ),
  'host.nicDrivers': many('Drivers of the network cards.', 'HostSystem.config.network.pnic'),
  'host.adapterDrivers': many('Drivers of the storage adapters.', 'HostSystem.config.storageDevice.hostBusAdapter'),
  'host.bootDevice': one(
    'text',
    'disk or stateless: whether the host keeps its configuration over a boot; host.lostBootDevice says what is lost.',
  ),
  'host.baseVersion': one('text', 'Version of the package esx-base that runs, such as 8.0.3-0.70.24674464.', {
    source: 'esxcli software vib list',
  }),
  'host.stagedBase': one(
    'text',
    'Version of the package esx-base of the image for the next boot; absent where that is the one that runs.',
    { source: 'esxcli software vib list --rebooting-image' },
  ),
  'host.stagedImage': one('boolean', 'Whether the next boot is another image than the one that runs.'),
  'host.lostBootDevice': one(
    'boolean',
    'Whether the host says that it cannot reach what it boots from, or its bootbank.',
  ),
  'host.redAlarms': many('Names of the alarms of the host that are red, as vCenter tells.'),
  'host.certificateDaysLeft': one(
    'integer',
    'Days until the certificate of the host expires, by the server (6.0 and newer).',
  ),
  'host.certificateBegun': one(
    'boolean',
    'Whether the certificate of the host is valid already, by the clock of the server (6.0 and newer).',
  ),
  'host.certificateIssuer': one('text', 'Who issued the certificate of the host, by name (6.0 and newer).', {
    label: 'The issuer of the certificate',
    source: 'HostCertificateManager.certificateInfo',
  }),
  'host.supportDaysLeft': one(
    'integer',
    'Days until general support of the release line ends, by the catalog and the day of the scan; below 0 after it.',
    { label: 'The number of days left of general support', source: 'HostSystem.config.product' },
  ),
  'host.profile': one('text', 'Name of the host profile attached to the host or its cluster; absent without one.'),
  'host.stuckVms': many('Running VMs that nothing would move off the host, each with the reason.'),
  'host.imageVersion': one(
    'text',
    'Version of the base image that the image of the cluster wants on the host, such as 8.0.3-0.70.24674464; absent where no image does.',
    { label: 'The version that the image of the cluster wants', source: IMAGE },
  ),
  'host.imageCompliance': one(
    'text',
    'COMPLIANT, NON_COMPLIANT or INCOMPATIBLE: what vCenter found when it last compared the host with its image; unread where it calls it UNAVAILABLE; absent where no image owns the host.',
    {
      label: 'The word of vCenter on the host and its image',
      source: IMAGE_COMPLIANCE,
      asOf: 'host.imageCheckedAt',
    },
  ),
  'host.imageCheckedAt': one('text', 'When vCenter last compared the host with its image, in UTC.', {
    label: 'The time of the last check of the image',
    source: IMAGE_COMPLIANCE,
  }),
  'host.imageCheckDays': one('integer', 'Whole days since then, by the clock of the server.', {
    label: 'The number of days since vCenter last compared the host with its image',
    source: IMAGE_COMPLIANCE,
    asOf: 'host.imageCheckedAt',
  }),
  'host.imageContradictions': many(
    'What stands against the word of vCenter that a host is COMPLIANT with its image: another build that runs, another image since; empty where nothing does.',
    IMAGE_COMPLIANCE,
    { label: 'What stands against the word of vCenter', asOf: 'host.imageCheckedAt' },
  ),
  'host.configurationCompliance': one(
    'text',
    'COMPLIANT or NON_COMPLIANT: what vCenter found when it last compared the host with the configuration profile of its cluster (8.0.1 and newer); absent where no profile owns the host.',
    {
      label: 'The word of vCenter on the host and the configuration profile',
      source: CONFIGURATION_COMPLIANCE,
      asOf: 'host.configurationCheckedAt',
    },
  ),
  'host.configurationDrift': many(
    'Settings that vCenter found to differ from the configuration profile, by their paths in it and never with values; empty where none does.',
    CONFIGURATION_COMPLIANCE,
    { label: 'The drift that vCenter found', asOf: 'host.configurationCheckedAt' },
  ),
  'host.configurationCheckedAt': one(
    'text',
    'When vCenter last compared the host with the configuration profile, in UTC.',
    { label: 'The time of the last check of the configuration profile', source: CONFIGURATION_COMPLIANCE },
  ),
  'host.configurationCheckDays': one('integer', 'Whole days since then, by the clock of the server.', {
    label: 'The number of days since vCenter last compared the host with the configuration profile',
    source: CONFIGURATION_COMPLIANCE,
    asOf: 'host.configurationCheckedAt',
  }),
  'cluster.ha': one('boolean', 'Whether HA of the cluster is on; absent for a standalone host.', {
    label: 'vSphere HA of the cluster',
    words: ON_OFF,
  }),
  'cluster.drs': one('text', 'off, manual, partiallyAutomated or fullyAutomated; absent for a standalone host.'),
  'cluster.image': one('boolean', 'Whether an image owns the software of the hosts; absent for a standalone host.'),
  'cluster.configurationProfile': one(
    'boolean',
    'Whether a configuration profile owns the settings of the hosts; absent for a standalone host.',
  ),
  'cluster.othersInService': one(
    'integer',
    'Other hosts of the cluster that are connected and not in maintenance mode; absent for a standalone host.',
  ),
} as const satisfies Readonly<Record<string, PropertyFact>>;

export type PropertyFactName = keyof typeof PROPERTY_FACTS;

export const PROPERTY_FACT_NAMES = Object.keys(PROPERTY_FACTS) as readonly PropertyFactName[];

export function isPropertyFact(name: string): name is PropertyFactName {
  return Object.hasOwn(PROPERTY_FACTS, name);
}
