import { isIPv4, isIPv6 } from 'node:net';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MAC = /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i;
/** Folders that every host has: a path below them still leads where it led. */
const KNOWN_FOLDERS = new Set(['', 'vmfs', 'volumes', 'scratch', 'tmp', 'log', 'var', 'locker']);
/** The name of a certificate's owner or issuer. */
const DISTINGUISHED = /(?:^|,)\s*(?:CN|OU?|C|L|ST|DC|emailAddress)=/i;
const DOMAIN_NAME = /^[\w-]+(?:\.[\w-]+)+$/;

/** Gives each text another one of the same form, and always the same for the same: what belonged together still does. */
export class Pseudonyms {
  readonly #given = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  for(text: string): string {
    const known = this.#given.get(text);
    if (known !== undefined) return known;
    const made = this.#make(text);
    this.#given.set(text, made);
    return made;
  }

  #make(text: string): string {
    // 198.18.0.0/15 and 2001:db8::/32 are set aside for tests and documents (RFC 2544, RFC 3849).
    if (isIPv4(text)) return `198.18.${this.#next('address') >> 8}.${this.#last('address') & 255}`;
    if (isIPv6(text)) return `2001:db8::${this.#next('address').toString(16)}`;
    if (MAC.test(text)) return `02:00:00:00:${hex(this.#next('mac') >> 8)}:${hex(this.#last('mac') & 255)}`;
    if (UUID.test(text)) return `00000000-0000-4000-8000-${this.#next('uuid').toString(16).padStart(12, '0')}`;
    if (text.startsWith('/')) return this.#path(text);
    if (text.startsWith('[] /')) return `[] ${this.#path(text.slice(3))}`;
    if (DISTINGUISHED.test(text)) return `CN=text-${this.#next('text')}`;
    if (text.includes('@')) return `user-${this.#next('user')}@anonymous.example`;
    if (DOMAIN_NAME.test(text)) return `name-${this.#next('name')}.anonymous.example`;
    return `text-${this.#next('text')}`;
  }

  #path(text: string): string {
    const parts = text.split('/').map((part) => (KNOWN_FOLDERS.has(part) ? part : this.for(part)));
    return parts.join('/');
  }

  #next(kind: string): number {
    const count = this.#last(kind) + 1;
    this.#counts.set(kind, count);
    return count;
  }

  #last(kind: string): number {
    return this.#counts.get(kind) ?? 0;
  }
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
