import { childrenNamed, itemsOf, structureIn, textOf, type VimElement } from '../../vim/element.ts';
import { eachOf } from '../property-value.ts';
import { told } from './reader.ts';

/** Drivers of the network cards, each once and in order. Every host has a card, and a switch names none that is not listed. */
export const nicDrivers = told('config.network', (value) => {
  const network = structureIn(value);
  if (network === null) return null;
  const cards = childrenNamed(network, 'pnic');
  const keys = new Set(cards.map((card) => textOf(card, 'key')?.trim() ?? ''));
  const switches = [...childrenNamed(network, 'vswitch'), ...childrenNamed(network, 'proxySwitch')];
  const used = switches.flatMap((each) => childrenNamed(each, 'pnic'));
  const isWhole = keys.size === cards.length && !keys.has('') && used.every(({ text }) => keys.has(text.trim()));
  return isWhole ? driversOf(cards) : null;
});

/** Drivers of the storage adapters, each once and in order. Every host has an adapter. */
export const adapterDrivers = told('config.storageDevice.hostBusAdapter', (value) => {
  const adapters = itemsOf(value, 'HostHostBusAdapter');
  if (adapters === null) return null;
  const devices = new Set(adapters.map((adapter) => textOf(adapter, 'device')?.trim() ?? ''));
  return devices.size < adapters.length || devices.has('') ? null : driversOf(adapters);
});

/** A device of which no driver is told may have any. */
function driversOf(devices: readonly VimElement[]): readonly string[] | null {
  const drivers = eachOf(devices, driverIn);
  return drivers === null || drivers.length === 0 ? null : [...new Set(drivers)].sort();
}

function driverIn(device: VimElement): string | null {
  const driver = textOf(device, 'driver')?.trim() ?? '';
  return /^[\w.-]{1,100}$/.test(driver) ? driver : null;
}
