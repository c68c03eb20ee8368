import type { Address } from './address.ts';
import { normaliseThumbprint } from './thumbprint.ts';

/**
 * A known-hosts file in govc's format: a line is `HOST[:PORT] THUMBPRINT` with one space, the port 443 when missing
 * (protocol.md 1.6). Lines that say anything else are kept and mean nothing.
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
