import type { Host } from './host.ts';

/*
 * What firmware says of a machine that says nothing of it: makers that leave a field of SMBIOS unfilled write the same text
 * into every board. Such a text tells no host from another, so it is neither a serial number nor a UUID.
 */

/** Texts of unfilled fields, in lower case, letters and digits alone. */
const UNFILLED: ReadonlySet<string> = new Set([
  '0123456789',
  '1234567890',
  'assetnumber',
  'baseboardserialnumber',
  'chassisserialnumber',
  'default',
  'defaultstring',
  'empty',
  'filledbyoem',
  'invalid',
  'na',
  'nil',
  'no',
  'none',
  'noserial',
  'noserialnumber',
  'notapplicable',
  'notavailable',
  'notdefined',
  'notprovided',
  'notset',
  'notsettable',
  'notspecified',
  'null',
  'oem',
  'oemdefault',
  'oemstring',
  'serial',
  'serialnumber',
  'sernum',
  'string',
  'systemserialnumb',
  'systemserialnumber',
  'tbd',
  'test',
  'tobefilled',
  'tobefilledbyoem',
  'undefined',
  'unknown',
  'unspecified',
]);

/** UUIDs that board makers ship on more than one board, hexadecimal digits alone. */
const SHARED_UUIDS: ReadonlySet<string> = new Set([
  '03000200040005000006000700080009',
  '00020003000400050006000700080009',
  '000102030405060708090a0b0c0d0e0f',
  '0123456789abcdef0123456789abcdef',
  '12345678123456781234567812345678',
  '123456781234567890abcddeefaabbcc',
  '1234567890abcdef1234567890abcdef',
]);

/** The serial number, trimmed; null where the firmware holds a placeholder, or nothing. */
export function serialIn(text: string | null): string | null {
  const serial = text?.trim() ?? '';
  const plain = lettersAndDigits(serial);
  return isRepeated(plain) || isCounted(plain) || UNFILLED.has(plain) ? null : serial;
}

/** The hardware UUID, trimmed; null where the firmware holds one that it shares with other boards, or nothing. */
export function uuidIn(text: string | null): string | null {
  const uuid = text?.trim() ?? '';
  const plain = lettersAndDigits(uuid);
  return isRepeated(plain) || UNFILLED.has(plain) || SHARED_UUIDS.has(plain) ? null : uuid;
}

function lettersAndDigits(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Nothing at all, or one character over and over, such as the F of unwritten memory, or two by two. */
function isRepeated(plain: string): boolean {
  return /^(?:0*|(.)\1{2,}|(fe|ef|5a|a5)\2+)$/u.test(plain);
}

/** The digits in their order, from 0 or from 1: what a template is filled with. */
function isCounted(plain: string): boolean {
  return plain.length >= 5 && ('01234567890123456789'.startsWith(plain) || '12345678901234567890'.startsWith(plain));
}

/**
 * The ids of hosts, each once: hosts of several targets that have one id, such as boards with one hardware UUID that are asked
 * directly, get `@` and their target behind it. All others keep theirs, whatever else a scan saw. Hosts of one target that
 * share an id, which no server should show, still do.
 */
export function idsApart(hosts: readonly Pick<Host, 'id' | 'target'>[]): readonly string[] {
  const own = hosts.map(({ id, target }) => ({ id, placed: `${id}@${placeOf(target)}` }));
  let ids = own.map(({ id }) => id);
  // Another host may be called what one is called now: again, until nothing changes.
  for (;;) {
    const shared = repeated(ids);
    const next = own.map(({ placed }, index) => (shared.has(ids[index] ?? '') ? placed : (ids[index] ?? '')));
    if (next.every((id, index) => id === ids[index])) return ids;
    ids = next;
  }
}

function repeated(ids: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(ids.filter((id) => seen.has(id) || !seen.add(id)));
}

/** `esx-01.lab:8443` for `https://esx-01.lab:8443/sdk`; any other text is marked, so that two targets are never one place. */
function placeOf(target: string): string {
  const host = URL.canParse(target) ? new URL(target).host : '';
  return target === `https://${host}/sdk` ? host : `(${target})`;
}
