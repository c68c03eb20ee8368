import { isAtLeast } from '../wire/versions.ts';
import type { KernelValues, OptionValue } from './estate.ts';

/**
 * Builds whose default of iovDisableIR is TRUE (docs/internals/domain.md 3): from the patches of 2016-Q4 until they were revised.
 */
const REMAPPING_OFF_BY_DEFAULT = new Set(['4722766', '5230635', '4600944', '5050593', '5224934', '4564106', '4887370']);

/** Name, type, default, a description in our own words, and the release that first has it where that is not the oldest. */
const SETTINGS: readonly (readonly [string, string, string, string, since?: string])[] = [
  ['acpiDbgLevel', 'uint32', '0', 'Level of ACPI debug messages.'],
  ['allowCoreDumpOnUsb', 'Bool', 'FALSE', 'Allow core dumps on USB devices.'],
  ['auditMode', 'Bool', 'FALSE', 'Boot into audit mode.'],
  ['autoCreateDumpFile', 'Bool', 'TRUE', 'Create a dump file at start where there is no dump partition.'],
  ['autoPartition', 'Bool', 'FALSE', 'Partition empty local disks at start.'],
  ['bootDeviceRescanTimeout', 'uint32', '1', 'Minutes to look for the boot device.'],
  ['coresPerPkg', 'uint32', '0', 'Cores per package to assume; 0 detects them.'],
  ['disableACSCheck', 'Bool', 'FALSE', 'Disable the check of PCIe access control.'],
  ['disableHwrng', 'Bool', 'FALSE', 'Do not use the hardware random number generator.', '6.5'],
  ['entropySources', 'uint32', '0', 'Sources of random numbers; 0 is all of them.', '8.0'],
  ['execInstalledOnly', 'Bool', 'FALSE', 'Run installed files alone.'],
  ['hyperthreading', 'Bool', 'TRUE', 'Use hyper-threading.'],
  ['hyperthreadingMitigation', 'Bool', 'FALSE', 'Keep threads of different guests off one core.'],
  ['iovDisableIR', 'Bool', 'FALSE', 'Disable Interrupt Remapping in the IOMMU.'],
  ['ipmiEnabled', 'Bool', 'TRUE', 'Use the IPMI device.'],
  ['maxPCIESBusNum', 'uint32', '255', 'Largest PCI bus number.'],
  ['maxVMs', 'uint32', '0', 'Most virtual machines; 0 decides by itself.'],
  ['netNetqueueEnabled', 'Bool', 'TRUE', 'Use several queues for network adapters.'],
  ['netPktHeapMaxMBPerGB', 'uint32', '6', 'Packet heap in MB for each GB of memory.'],
  ['nicHbaAlloc', 'Bool', 'FALSE', 'Spread adapters over NUMA nodes.'],
  ['pcipDisablePciErrReporting', 'Bool', 'TRUE', 'Do not report PCI errors for passthrough devices.'],
  ['skipPartitioningSsds', 'Bool', 'FALSE', 'Leave empty SSDs alone at start.'],
  ['timerEnableTSC', 'Bool', 'TRUE', 'Use the time stamp counter.'],
  ['vtdSuperPages', 'Bool', 'TRUE', 'Use large pages in VT-d.'],
];

/** The kernel settings of a build of that version, each at its default. */
export function kernelSettingsOf(build: string, version: string): ReadonlyMap<string, KernelValues> {
  const known = byBuild.get(`${build} ${version}`);
  if (known !== undefined) return known;
  const present = SETTINGS.filter(([, , , , since]) => since === undefined || isAtLeast(version, since));
  const settings = new Map(
    present.map(([name, type, value, description]) => {
      const initial = name === 'iovDisableIR' && REMAPPING_OFF_BY_DEFAULT.has(build) ? 'TRUE' : value;
      return [name, { type, default: initial, configured: initial, runtime: initial, description }];
    }),
  );
  byBuild.set(`${build} ${version}`, settings);
  return settings;
}

const byBuild = new Map<string, ReadonlyMap<string, KernelValues>>();

/** Key, type, value after installation, and the release that first has it; a later row with the same key is a later default. */
type Row = readonly [key: string, type: OptionValue['type'], value: string, since?: string];

/**
 * Types as recorded from 8.0.3 (docs/internals/wire.md 4); which release has which key with which default as measured on lab
 * hosts (docs/internals/domain.md, source LAM), and for 9.1 as its hardening guide tells. What came with an update of 6.7 is given from 7.0 on: versions do not tell such
 * updates apart.
 */
const ROWS: readonly Row[] = [
  ['Annotations.WelcomeMessage', 'string', ''],
  ['Config.Etc.issue', 'string', ''],
  ['Config.HostAgent.log.level', 'string', 'info'],
  ['Config.HostAgent.plugins.hostsvc.esxAdminsGroup', 'string', 'ESX Admins'],
  ['Config.HostAgent.plugins.hostsvc.esxAdminsGroupAutoAdd', 'boolean', 'true'],
  ['Config.HostAgent.plugins.hostsvc.esxAdminsGroupAutoAdd', 'boolean', 'false', '8.0.3'],
  ['Config.HostAgent.plugins.solo.enableMob', 'boolean', 'false'],
  ['Config.HostAgent.plugins.vimsvc.authValidateInterval', 'int', '1440'],
  ['Config.HostAgent.plugins.vimsvc.authValidateInterval', 'int', '90', '8.0.3'],
  ['Config.HostAgent.plugins.vmsvc.allowForensicSnapshots', 'boolean', 'false', '9.0'],
  ['Config.HostAgent.vmacore.soap.sessionTimeout', 'int', '30', '7.0'],
  ['DCUI.Access', 'string', 'root'],
  ['Mem.EncryptTierNvme', 'long', '0', '9.0'],
  ['Mem.MemEagerZero', 'long', '0', '7.0'],
  ['Mem.ShareForceSalting', 'long', '2'],
  ['Migrate.VMotionEncryptionOffload', 'long', '1', '9.1'],
  ['Net.BMCNetworkEnable', 'long', '1', '8.0'],
  ['Net.BlockGuestBPDU', 'long', '0'],
  ['Net.DVFilterBindIpAddress', 'string', ''],
  ['Net.ReversePathFwdCheckPromisc', 'long', '0'],
  ['Net.ReversePathFwdCheckPromisc', 'long', '1', '9.0'],
  ['ScratchConfig.CurrentScratchLocation', 'string', '/vmfs/volumes/5f0c2b1e-8d3a4c11-9f27-3863bb44a1c0/.locker'],
  ['Net.BlockGuestBPDU', 'long', '1', '8.0'],
  ['Security.AccountLockFailures', 'int', '10'],
  ['Security.AccountLockFailures', 'int', '5', '6.5'],
  ['Security.AccountUnlockTime', 'int', '120'],
  ['Security.AccountUnlockTime', 'int', '900', '6.5'],
  ['Security.PasswordHistory', 'int', '0', '7.0'],
  ['Security.PasswordHistory', 'int', '5', '8.0.1'],
  ['Security.PasswordMaxDays', 'int', '99999', '7.0'],
  ['Security.PasswordQualityControl', 'string', 'retry=3 min=disabled,disabled,disabled,7,7'],
  ['Security.PasswordQualityControl', 'string', 'random=0 retry=3 min=disabled,disabled,disabled,7,7', '9.0'],
  ['Syslog.global.auditRecord.remoteEnable', 'boolean', 'false', '7.0.3'],
  ['Syslog.global.auditRecord.storageCapacity', 'int', '4', '7.0.3'],
  ['Syslog.global.auditRecord.storageDirectory', 'string', '[] /scratch/auditLog', '7.0.3'],
  ['Syslog.global.auditRecord.storageEnable', 'boolean', 'false', '7.0.3'],
  ['Syslog.global.certificate.checkSSLCerts', 'boolean', 'true', '7.0.3'],
  ['Syslog.global.certificate.strictX509Compliance', 'boolean', 'false', '7.0.3'],
  ['Syslog.global.logCheckSSLCerts', 'boolean', 'true', '6.7'],
  ['Syslog.global.logDir', 'string', '[] /scratch/log'],
  ['Syslog.global.logHost', 'string', ''],
  ['Syslog.global.logLevel', 'string', 'error', '7.0.3'],
  ['UserVars.DcuiTimeOut', 'long', '600'],
  ['UserVars.ESXiShellInteractiveTimeOut', 'long', '0'],
  ['UserVars.ESXiShellTimeOut', 'long', '0'],
  ['UserVars.ESXiVPsDisabledProtocols', 'string', 'sslv3'],
  ['UserVars.ESXiVPsDisabledProtocols', 'string', 'sslv3,tlsv1,tlsv1.1', '6.7'],
  ['UserVars.HostClientCEIPOptIn', 'long', '0', '6.5'],
  ['UserVars.HostClientSessionTimeout', 'long', '900', '6.5'],
  ['UserVars.SuppressHyperthreadWarning', 'long', '0', '7.0'],
  ['UserVars.SuppressShellWarning', 'long', '0'],
];

const byVersion = new Map<string, ReadonlyMap<string, OptionValue>>();

/** Advanced options of a host after installation; the `VMkernel.Boot.` ones are made from its kernel settings. Hosts of a version share one map. */
export function optionsOf(version: string): ReadonlyMap<string, OptionValue> {
  const known = byVersion.get(version);
  if (known !== undefined) return known;
  const rows = ROWS.filter(([, , , since]) => since === undefined || isAtLeast(version, since));
  const made = new Map(rows.map(([key, type, text]) => [key, { type, text }]));
  byVersion.set(version, made);
  return made;
}
