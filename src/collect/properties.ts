import type { PropertyFactName } from '../model/property-facts.ts';
import { certificateBegun, certificateDaysLeft } from './estate-facts/certificate.ts';
import {
  clusterConfigurationProfile,
  clusterDrs,
  clusterHa,
  clusterImage,
  othersInService,
} from './estate-facts/cluster.ts';
import { hostProfile } from './estate-facts/host-profile.ts';
import { redAlarms } from './estate-facts/red-alarms.ts';
import { stuckVms } from './estate-facts/stuck-vms.ts';
import {
  firewallBlocksIncoming,
  firewallBlocksOutgoing,
  lockdownMode,
  lostBootDevice,
  managed,
  networkForgedTransmits,
  networkMacChanges,
  networkPromiscuous,
  ntpServers,
  rebootRequired,
  secureBoot,
} from './properties/property-facts.ts';
import { bootDevice, lockdownExceptions, type PropertyReader, stagedImage } from './properties/reader.ts';

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
  'host.bootDevice': bootDevice,
  'host.stagedImage': stagedImage,
  'host.lostBootDevice': lostBootDevice,
  'host.redAlarms': redAlarms,
  'host.certificateDaysLeft': certificateDaysLeft,
  'host.certificateBegun': certificateBegun,
  'host.profile': hostProfile,
  'host.stuckVms': stuckVms,
  'cluster.ha': clusterHa,
  'cluster.drs': clusterDrs,
  'cluster.image': clusterImage,
  'cluster.configurationProfile': clusterConfigurationProfile,
  'cluster.othersInService': othersInService,
};
