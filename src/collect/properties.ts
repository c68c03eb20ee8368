import type { PropertyFactName } from '../model/property-facts.ts';
import { bootDevice, stagedImage } from './properties/asked.ts';
import type { PropertyReader } from './properties/reader.ts';
import {
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
  'host.secureBoot': secureBoot,
  'host.ntpServers': ntpServers,
  'host.networkPromiscuous': networkPromiscuous,
  'host.networkMacChanges': networkMacChanges,
  'host.networkForgedTransmits': networkForgedTransmits,
  'host.bootDevice': bootDevice,
  'host.stagedImage': stagedImage,
};
