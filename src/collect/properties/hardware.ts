import type { PropertyValue } from '../../model/facts.ts';
import { ABSENT, read, type Reading, unread } from '../../model/reading.ts';
import { integerOf, isTold, itemsOf, structureIn, textOf, type VimElement } from '../../vim/element.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { booleanIn, eachOf, mapped, oneOf, readAt, textIn } from '../property-value.ts';
import { GARBLED, told, type ToldReader } from './reader.ts';

const BIOS = 'hardware.biosInfo';
const FIRMWARE = oneOf('BIOS', 'UEFI');

const UNTOLD_FIRMWARE = unread({
  code: 'not-reported',
  detail: 'only servers of API 8.0.2.0 and newer tell how a host was booted',
  path: `${BIOS}.firmwareType`,
});

/**
 * How the host was booted, `HostBIOSInfo.firmwareType` (docs/internals/wire.md 2.9). A structure without it says nothing, on
 * an old server as on a new one.
 */
export const firmwareType: ToldReader = {
  kind: 'told',
  paths: [BIOS],
  since: null,
  from: (content) =>
    mapped(readAt(content, BIOS, structureIn), (bios) => {
      if (!isTold(bios, 'firmwareType')) return UNTOLD_FIRMWARE;
      const members = bios.children.filter(({ name }) => name === 'firmwareType');
      const [only] = members;
      const type = members.length === 1 && only !== undefined ? FIRMWARE(only) : null;
      return type === null ? GARBLED : read(type);
    }),
};

const SUPPORTED = 'capability.tpmSupported';
const VERSION = 'capability.tpmVersion';

/** The version of the TPM. A host is without one only where it says so, and names no version either. */
export const tpmVersion: ToldReader = {
  kind: 'told',
  paths: [SUPPORTED, VERSION],
  since: '6.7',
  from: (content) => mapped(readAt(content, SUPPORTED, booleanIn), (isThere) => versionOfTpm(content, isThere)),
};

function versionOfTpm(content: ObjectContent, isThere: boolean): Reading<PropertyValue> {
  const version = readAt(content, VERSION, versionIn);
  if (isThere) return version;
  const isSilent =
    !content.properties.has(VERSION) && version.kind === 'unread' && version.problem.code === 'not-reported';
  return isSilent ? ABSENT : CONTRADICTION;
}

const CONTRADICTION = unread({
  code: 'contradiction',
  detail: 'the host has no TPM by one property, and by the other it is not without',
  path: SUPPORTED,
});

function versionIn(value: VimElement): string | null {
  const text = textIn(value);
  return text !== null && /^\d{1,2}\.\d{1,2}$/.test(text) ? text : null;
}

/** Memory in MiB, rounded down; no host has none. */
export const memoryMiB = told('hardware.memorySize', (value) => {
  const text = textIn(value);
  if (text === null || !/^\d{1,19}$/.test(text)) return null;
  const size = BigInt(text) / 1_048_576n;
  return size > 0n ? String(size) : null;
});

/** `vendor:device:subvendor:subdevice`, four digits of lower-case hexadecimal each, in the order of the host; every host has some. */
export const pciDevices = told('hardware.pciDevice', (value) => {
  const items = itemsOf(value, 'HostPciDevice');
  const ids = eachOf(items, pciIdIn);
  const places = new Set(items?.map((item) => textOf(item, 'id')?.trim() ?? ''));
  return ids === null || ids.length === 0 || places.size < ids.length || places.has('') ? null : ids;
});

function pciIdIn(item: VimElement): string | null {
  const numbers = ['vendorId', 'deviceId', 'subVendorId', 'subDeviceId'].map((name) => shortIn(item, name));
  const [vendor, device] = numbers;
  // No vendor has either of these numbers: they are what an empty place answers.
  const isDevice = vendor !== 0 && vendor !== 0xffff && device !== 0xffff;
  return numbers.includes(null) || !isDevice ? null : numbers.map((number) => hex(number ?? 0)).join(':');
}

/** A number of 16 bits, which comes as a signed one. */
function shortIn(item: VimElement, name: string): number | null {
  const number = integerOf(item, name);
  return number === null || number < -0x8000 || number > 0xffff ? null : number & 0xffff;
}

function hex(number: number): string {
  return number.toString(16).padStart(4, '0');
}
