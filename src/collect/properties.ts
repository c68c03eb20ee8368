import type { PropertyFactName } from '../model/property-facts.ts';
import { certificateBegun, certificateDaysLeft, certificateIssuer } from './estate-facts/certificate.ts';
import {
  clusterConfigurationProfile,
  clusterDrs,
  clusterHa,
  clusterImage,
  othersInService,
} from './estate-facts/cluster.ts';
import {
  configurationCheckDays,
  configurationCheckedAt,
  configurationDrift,
  configurationWord,
} from './estate-facts/cluster-configuration.ts';
import {
  imageCheckDays,
  imageCheckedAt,
  imageContradictions,
  imageVersion,
  imageWord,
} from './estate-facts/cluster-image.ts';
import { hostProfile } from './estate-facts/host-profile.ts';
import { redAlarms } from './estate-facts/red-alarms.ts';
import { stuckVms } from './estate-facts/stuck-vms.ts';
import { cpuXsave } from './properties/cpu-features.ts';
import { cpuSeries } from './properties/cpu-series.ts';
import { directory, directoryStatus } from './properties/directory.ts';
import { adapterDrivers, nicDrivers } from './properties/drivers.ts';
import { firmwareType, memoryMiB, pciDevices, tpmVersion } from './properties/hardware.ts';
import { iscsiAdapters, iscsiWithoutMutualChap } from './properties/iscsi.ts';
import {
  firewallBlocksIncoming,
  firewallBlocksOutgoing,
  lockdownMode,
  lostBootDevice,
  managed,
  ntpServers,
  rebootRequired,
  secureBoot,
} from './properties/property-facts.ts';
import {
  baseVersion,
  bootDevice,
  derived,
  lockdownExceptions,
  type PropertyReader,
  stagedBase,
  stagedImage,
} from './properties/reader.ts';
import {
  guestTaggedPortGroups,
  networkForgedTransmits,
  networkMacChanges,
  networkPromiscuous,
  portGroupVlans,
  standardSwitches,
} from './properties/standard-switches.ts';
import { managementShared, vmotionShared, vsanShared } from './properties/vmkernel-services.ts';

/** Where each property fact is read. */
export const PROPERTY_READERS: { readonly [Name in PropertyFactName]: PropertyReader } = {
  'host.rebootRequired': rebootRequired,
  'host.managed': managed,
  'host.lockdownMode': lockdownMode,
  'host.lockdownExceptions': lockdownExceptions,
  'host.secureBoot': secureBoot,
  'host.ntpServers': ntpServers,
  'host.firewallBlocksIncoming': firewallBlocksIncoming,
  'host.firewallBlocksOutgoing': firewallBlocksOutgoing,
  'host.networkPromiscuous': networkPromiscuous,
  'host.networkMacChanges': networkMacChanges,
  'host.networkForgedTransmits': networkForgedTransmits,
  'host.standardSwitches': standardSwitches,
  'host.guestTaggedPortGroups': guestTaggedPortGroups,
  'host.portGroupVlans': portGroupVlans,
  'host.managementShared': managementShared,
  'host.vmotionShared': vmotionShared,
  'host.vsanShared': vsanShared,
  'host.directory': directory,
  'host.directoryStatus': directoryStatus,
  'host.iscsiAdapters': iscsiAdapters,
  'host.iscsiWithoutMutualChap': iscsiWithoutMutualChap,
  'host.firmwareType': firmwareType,
  'host.tpmVersion': tpmVersion,
  'host.memoryMiB': memoryMiB,
  'host.cpuSeries': cpuSeries,
  'host.cpuXsave': cpuXsave,
  'host.pciDevices': pciDevices,
  'host.nicDrivers': nicDrivers,
  'host.adapterDrivers': adapterDrivers,
  'host.bootDevice': bootDevice,
  'host.baseVersion': baseVersion,
  'host.stagedBase': stagedBase,
  'host.stagedImage': stagedImage,
  'host.lostBootDevice': lostBootDevice,
  'host.redAlarms': redAlarms,
  'host.certificateDaysLeft': certificateDaysLeft,
  'host.certificateBegun': certificateBegun,
  'host.certificateIssuer': certificateIssuer,
  'host.supportDaysLeft': derived,
  'host.profile': hostProfile,
  'host.stuckVms': stuckVms,
  'host.imageVersion': imageVersion,
  'host.imageCompliance': imageWord,
  'host.imageCheckedAt': imageCheckedAt,
  'host.imageCheckDays': imageCheckDays,
  'host.imageContradictions': imageContradictions,
  'host.configurationCompliance': configurationWord,
  'host.configurationDrift': configurationDrift,
  'host.configurationCheckedAt': configurationCheckedAt,
  'host.configurationCheckDays': configurationCheckDays,
  'cluster.ha': clusterHa,
  'cluster.drs': clusterDrs,
  'cluster.image': clusterImage,
  'cluster.configurationProfile': clusterConfigurationProfile,
  'cluster.othersInService': othersInService,
};
