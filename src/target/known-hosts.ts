import { EsxcheckError } from '../model/errors.ts';
import type { Address } from './address.ts';

/**
 * A known-hosts file in govc's format: a line is `HOST[:PORT] THUMBPRINT` with one space, the port 443 when missing
 * (docs/internals/wire.md 1.6). Lines that say anything else are kept and mean nothing.
 */
export type KnownHosts = readonly string[];

export function parseKnownHosts(text: string): KnownHosts {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

export function formatKnownHosts(lines: KnownHosts): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** The thumbprint of a server; null when the file has none. Of several lines the last holds, as in govc. */
export function knownThumbprint(lines: KnownHosts, address: Address): string | null {
  const entries = lines.map(parseLine).filter((entry) => entry !== null);
  return entries.findLast((entry) => entry.name === nameOf(address))?.thumbprint ?? null;
}

/** The file with `thumbprint` as the one entry of a server; every other line stays as it is. */
export function withThumbprint(lines: KnownHosts, address: Address, thumbprint: string): KnownHosts {
  const others = lines.filter((line) => parseLine(line)?.name !== nameOf(address));
  return [...others, `${nameOf(address)} ${thumbprint}`];
}

function parseLine(line: string): { readonly name: string; readonly thumbprint: string } | null {
  const space = line.indexOf(' ');
  if (space < 1) return null;
  const thumbprint = normaliseThumbprint(line.slice(space + 1));
  return thumbprint === null ? null : { name: withPort(line.slice(0, space).toLowerCase()), thumbprint };
}

/** `host:port` with brackets around IPv6, as Go's JoinHostPort writes it. */
function nameOf({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function withPort(name: string): string {
  if (/^\[.*\]$/.test(name)) return `${name}:443`;
  if (/^[^:]*$/.test(name)) return `${name}:443`;
  // More than one colon without brackets is a bare IPv6 address.
  return /^[^[]*:[^[]*:/.test(name) ? `[${name}]:443` : name;
}

/** Bytes of a SHA-1 and of a SHA-256 digest. */
const LENGTHS = [20, 32];

/** `AA:BB:..` of 20 or 32 bytes from hexadecimal digits with or without separators; null for anything else. */
export function normaliseThumbprint(text: string): string | null {
  const trimmed = text.trim();
  if (!/^(?:[0-9a-f]{2}(?:([:\s-])[0-9a-f]{2}(?:\1[0-9a-f]{2})*)?|(?:[0-9a-f]{2})+)$/i.test(trimmed)) return null;
  const pairs = trimmed.replace(/[^0-9a-f]/gi, '').match(/../g) ?? [];
  return LENGTHS.includes(pairs.length) ? pairs.join(':').toUpperCase() : null;
}

/** A thumbprint given by people. Throws EsxcheckError THUMBPRINT_INVALID. */
export function parseThumbprint(text: string): string {
  const thumbprint = normaliseThumbprint(text);
  if (thumbprint !== null) return thumbprint;
  throw new EsxcheckError(
    'THUMBPRINT_INVALID',
    `The thumbprint ${JSON.stringify(text.slice(0, 120))} is neither SHA-256 nor SHA-1.`,
    {
      details: ['It has 64 (SHA-256) or 40 (SHA-1) hexadecimal digits, with or without colons between the pairs.'],
    },
  );
}
