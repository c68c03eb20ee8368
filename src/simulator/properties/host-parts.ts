import type { HostSpec } from '../estate/estate.ts';
import { arrayOf, data, integer, string, type Value } from '../wire/value.ts';

/** HostPciDevice[]: the numbers are signed shorts, so that Intel's 0x8086 is -32634 (docs/internals/wire.md 2.9). */
export function pciDevices({ hardware }: HostSpec): Value {
  return arrayOf('HostPciDevice', hardware.pciDevices.map(pciDevice));
}

function pciDevice(id: string, index: number): Value {
  const [vendor = 0, device = 0, subVendor = 0, subDevice = 0] = id.split(':').map((part) => Number.parseInt(part, 16));
  const slot = index.toString(16).padStart(2, '0');
  return data('HostPciDevice', {
    id: string(`0000:00:${slot}.0`),
    classId: integer(512, 'short'),
    bus: integer(0, 'byte'),
    slot: integer(index, 'byte'),
    function: integer(0, 'byte'),
    vendorId: signed(vendor),
    subVendorId: signed(subVendor),
    vendorName: string('Simulated'),
    deviceId: signed(device),
    subDeviceId: signed(subDevice),
    deviceName: string('Simulated device'),
  });
}

function signed(number: number): Value {
  return integer(number >= 0x8000 ? number - 0x1_0000 : number, 'short');
}

const NONE = bits(0);
/** Bit 26 of `ecx`. */
const XSAVE = 2 ** 26;

/** HostCpuIdInfo[]: the maker at level 0, the features at level 1, and the first of the extended levels, which is negative. */
export function cpuFeatures({ cpuModel, hardware }: HostSpec): Value {
  const maker = /amd|opteron|epyc/i.test(cpuModel) ? 'AuthenticAMD' : 'GenuineIntel';
  const features = 0x2203 + (hardware.xsave ? XSAVE : 0);
  return arrayOf('HostCpuIdInfo', [
    level(0, { ebx: letters(maker.slice(0, 4)), edx: letters(maker.slice(4, 8)), ecx: letters(maker.slice(8)) }),
    level(1, { ecx: bits(features) }),
    level(-2_147_483_648, {}),
  ]);
}

function level(number: number, registers: Readonly<Record<string, string>>): Value {
  const of = (name: string): Value => string(registers[name] ?? NONE);
  return data('HostCpuIdInfo', {
    level: integer(number),
    eax: of('eax'),
    ebx: of('ebx'),
    ecx: of('ecx'),
    edx: of('edx'),
  });
}

/** Four letters, the first in the lowest byte. */
function letters(text: string): string {
  return bits(text.split('').reduce((sum, letter, at) => sum + letter.charCodeAt(0) * 256 ** at, 0));
}

/** 32 digits, the highest bit first, with a colon after every four. */
function bits(register: number): string {
  return register
    .toString(2)
    .padStart(32, '0')
    .replace(/(....)(?=.)/g, '$1:');
}
