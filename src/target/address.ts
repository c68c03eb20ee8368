import { isIPv4, isIPv6 } from 'node:net';
import { EsxcheckError } from '../model/errors.ts';

/** Where a server listens. IPv6 addresses are without brackets, names in lower case. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** An address with the account that a URL may name before its `@`. */
export interface AddressWithAccount extends Address {
  readonly user: string | null;
  readonly password: string | null;
}

const HTTPS_PORT = 443;
const LONGEST = 2048;

/** The URL of the SDK at an address, as shown to people and used as the target's name in reports. */
export function urlOf({ host, port }: Address): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return `https://${name}${port === HTTPS_PORT ? '' : `:${port}`}/sdk`;
}

/**
 * Reads `host`, `host:port`, `[::1]:port` or an https URL. `source` names the flag or variable in errors.
 * Throws EsxcheckError TARGET_INVALID, which never repeats what stands before an `@`.
 */
export function parseAddress(text: string, source: string): AddressWithAccount {
  const trimmed = text.trim();
  const refuse = (why: string, next: readonly string[] = []) => refusal({ text: trimmed, source, why, next });
  if (trimmed === '') throw refuse('is empty');
  if (trimmed.length > LONGEST) throw refuse('is too long to be an address');
  const [, scheme, rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(trimmed) ?? [];
  if (scheme !== undefined && scheme.toLowerCase() !== 'https') {
    throw refuse(`asks for ${scheme.toLowerCase()}, but vSphere is spoken to over https alone`);
  }
  const [, authority = '', path = ''] = /^([^/?#]*)(.*)$/s.exec(rest) ?? [];
  const at = authority.lastIndexOf('@');
  const address = parseHostAndPort(authority.slice(at + 1), refuse);
  if (!/^(?:\/|\/sdk\/?)?$/.test(path)) {
    throw refuse('has a path other than /sdk', [`Give ${urlOf(address)}, or only its name.`]);
  }
  return { ...address, ...parseAccount(at < 0 ? null : authority.slice(0, at), refuse) };
}

type Refuse = (why: string, next?: readonly string[]) => EsxcheckError;

function parseHostAndPort(text: string, refuse: Refuse): Address {
  if (isIPv6(text)) return { host: plainIPv6(text, refuse), port: HTTPS_PORT };
  const bracketed = /^\[([^[\]]*)\](?::(.*))?$/s.exec(text);
  if (bracketed !== null) {
    const [, host = '', port] = bracketed;
    if (!isIPv6(host)) throw refuse('has something other than an IPv6 address in brackets');
    return { host: plainIPv6(host, refuse), port: parsePort(port, refuse) };
  }
  const [, host = '', port] = /^([^:]*)(?::(.*))?$/s.exec(text) ?? [];
  return { host: parseHostName(host, refuse), port: parsePort(port, refuse) };
}

function plainIPv6(host: string, refuse: Refuse): string {
  if (host.includes('%')) throw refuse('has a zone in its IPv6 address, which is not supported');
  // The shortest form, so that two spellings of one address are one target.
  return new URL(`https://[${host}]`).hostname.slice(1, -1);
}

function parsePort(text: string | undefined, refuse: Refuse): number {
  if (text === undefined) return HTTPS_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw refuse('has a port that is not a number from 1 to 65535');
  return port;
}

const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

function parseHostName(text: string, refuse: Refuse): string {
  const host = text.toLowerCase().replace(/\.$/, '');
  const labels = host.split('.');
  if (host === '') throw refuse('has no host name');
  if (/[^\p{ASCII}]/u.test(host)) throw refuse('has letters beyond ASCII: give the name in its xn-- form');
  if (host.length > 253 || !labels.every((label) => LABEL.test(label)))
    throw refuse('is not a host name or an address');
  const looksLikeIPv4 = /^(?:\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '');
  if (looksLikeIPv4 && !isIPv4(host)) throw refuse('is not a complete IPv4 address');
  return host;
}

function parseAccount(text: string | null, refuse: Refuse): Pick<AddressWithAccount, 'user' | 'password'> {
  if (text === null) return { user: null, password: null };
  const colon = text.indexOf(':');
  const user = colon < 0 ? text : text.slice(0, colon);
  const password = colon < 0 ? '' : text.slice(colon + 1);
  try {
    return { user: decodeURIComponent(user) || null, password: decodeURIComponent(password) || null };
  } catch {
    throw refuse('has a % in its account that is not followed by two hexadecimal digits: write it as %25');
  }
}

interface Refusal {
  readonly text: string;
  readonly source: string;
  readonly why: string;
  readonly next: readonly string[];
}

/** What stands before an `@` may hold a password, so such a text is not repeated at all. */
function refusal({ text, source, why, next }: Refusal): EsxcheckError {
  const isSafe = text !== '' && !text.includes('@') && text.length <= 255;
  const subject = isSafe ? `${source} ${JSON.stringify(text)}` : `The address given with ${source}`;
  return new EsxcheckError('TARGET_INVALID', `${subject} ${why}.`, {
    details: [...next, 'A target is a name, name:port or https URL, such as vc01.example.com or [2001:db8::1]:443.'],
  });
}
