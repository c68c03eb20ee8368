import type { PropertyFactName } from '../model/property-facts.ts';
import { bootDevice, stagedImage } from './properties/asked.ts';
import { lockdownExceptions } from './properties/lockdown-exceptions.ts';
import type { PropertyReader } from './properties/reader.ts';
import {
  firewallBlocksIncoming,
  firewallBlocksOutgoing,
  lockdownMode,
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
};
