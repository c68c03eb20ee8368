import type { PropertyFactName } from '../model/property-facts.ts';
import { redAlarms } from './gathered/red-alarms.ts';
import { certificateBegun, certificateDaysLeft } from './gathered/certificate.ts';
import { clusterConfigurationProfile, clusterDrs, clusterHa, clusterImage } from './gathered/cluster.ts';
import { hostProfile } from './gathered/host-profile.ts';
import { othersInService } from './gathered/others-in-service.ts';
import { stuckVms } from './gathered/stuck-vms.ts';
import { bootDevice, stagedImage } from './properties/asked.ts';
import { lockdownExceptions } from './properties/lockdown-exceptions.ts';
import type { PropertyReader } from './properties/reader.ts';
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
} from './properties/told.ts';

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
