import { integerOf, itemsOf, textOf, type VimElement } from '../../vim/element.ts';
import { told } from './reader.ts';

const REGISTERS = ['eax', 'ebx', 'ecx', 'edx'] as const;
type Registers = Readonly<Record<(typeof REGISTERS)[number], bigint>>;

/** What level 0 spells on processors that ESXi runs on. */
const MAKERS: readonly string[] = ['GenuineIntel', 'AuthenticAMD', 'HygonGenuine'];
/** Bit 26 of `ecx` at level 1. */
const XSAVE = 1n << 26n;

/**
 * Whether the processor has XSAVE (docs/internals/wire.md 2.9). The bits are believed only where level 0 spells a maker: that
 * shows that they are whole, and in the order in which they are read here.
 */
export const cpuXsave = told('hardware.cpuFeature', (value) => {
  const items = itemsOf(value, 'HostCpuIdInfo');
  const maker = levelOf(items, 0);
  const features = levelOf(items, 1);
  if (maker === null || features === null || !MAKERS.includes(makerOf(maker))) return null;
  return String((features.ecx & XSAVE) !== 0n);
});

/** The registers of a level; null where it is not told, told twice, or not told whole. */
function levelOf(items: readonly VimElement[] | null, level: number): Registers | null {
  if (items === null || items.some((item) => integerOf(item, 'level') === null)) return null;
  const [item, second] = items.filter((each) => integerOf(each, 'level') === level);
  if (item === undefined || second !== undefined) return null;
  const values = REGISTERS.map((name) => [name, bitsIn(textOf(item, name))] as const);
  return values.some(([, bits]) => bits === null) ? null : (Object.fromEntries(values) as Registers);
}

/** 32 binary digits, the highest first, with a colon after every four. */
function bitsIn(text: string | null): bigint | null {
  const written = text?.trim() ?? '';
  return /^[01]{4}(:[01]{4}){7}$/.test(written) ? BigInt(`0b${written.replaceAll(':', '')}`) : null;
}

function makerOf({ ebx, edx, ecx }: Registers): string {
  return [ebx, edx, ecx].map(textFrom).join('');
}

function textFrom(register: bigint): string {
  return [0n, 8n, 16n, 24n].map((shift) => String.fromCharCode(Number((register >> shift) & 0xffn))).join('');
}
