import { isIP } from 'node:net';

/** A network of IPv4 or IPv6 addresses; one address is a network of full length. */
export interface Network {
  readonly bits: 32 | 128;
  /** The lowest address, as a number. */
  readonly first: bigint;
  readonly prefix: number;
}

/** Reads `10.1.2.3`, `10.9.0.0/16`, `2001:db8::1` or `2001:db8::/32`; null for anything else. Bits below the prefix are dropped. */
export function parseNetwork(text: string): Network | null {
  const [address = '', prefix, ...rest] = text.trim().split('/');
  const family = address.includes('%') ? 0 : isIP(address);
  if (family === 0 || rest.length > 0) return null;
  const bits = family === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : prefixIn(prefix, bits);
  if (length === null) return null;
  return unmapped(network(family === 4 ? numberOfV4(address) : numberOfV6(address), length, bits));
}

/** Whether every address of the inner network is in the outer one. */
export function isInside(inner: Network, outer: Network): boolean {
  if (inner.bits !== outer.bits || inner.prefix < outer.prefix) return false;
  return network(inner.first, outer.prefix, outer.bits).first === outer.first;
}

function network(address: bigint, prefix: number, bits: 32 | 128): Network {
  const free = BigInt(bits - prefix);
  return { bits, first: (address >> free) << free, prefix };
}

function prefixIn(text: string, bits: number): number | null {
  if (!/^\d{1,3}$/.test(text)) return null;
  const prefix = Number(text);
  return prefix <= bits ? prefix : null;
}

/** An IPv4 address written as `::ffff:a.b.c.d` is that IPv4 address. */
function unmapped(network: Network): Network {
  if (network.bits === 32 || network.prefix < 96 || network.first >> 32n !== 0xffffn) return network;
  return { bits: 32, first: network.first & 0xffffffffn, prefix: network.prefix - 96 };
}

function numberOfV4(address: string): bigint {
  return address.split('.').reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n);
}

function numberOfV6(address: string): bigint {
  const [head = '', tail] = address.split('::');
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  const zeros: bigint[] = Array.from({ length: 8 - before.length - after.length }, () => 0n);
  return [...before, ...zeros, ...after].reduce((sum, group) => (sum << 16n) | group, 0n);
}

function groupsOf(text: string): readonly bigint[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [BigInt(`0x${group}`)];
    const v4 = numberOfV4(group);
    return [v4 >> 16n, v4 & 0xffffn];
  });
}
