import { EsxcheckError } from '../model/errors.ts';
import type { Moref } from './moref.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

/**
 * Text as XML carries it, in an element or in a quoted attribute.
 *
 * Throws ILLEGAL_CHARACTER, without the text (it may be a password), for what XML 1.0 cannot carry at all: changed in
 * silence, a password would be a wrong one.
 */
export function escapeXml(text: string): string {
  if (!isLegalText(text)) {
    throw new EsxcheckError('ILLEGAL_CHARACTER', 'A value to be sent holds a control character that XML cannot carry', {
      details: ['Look for one in the user name, the password and the names that were given.'],
    });
  }
  return text.replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character);
}

/** `<name>text</name>` */
export function textElement(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

/** `<name type="HostSystem">host-17</name>` */
export function morefElement(name: string, moref: Moref): string {
  return `<${name} type="${escapeXml(moref.type)}">${escapeXml(moref.value)}</${name}>`;
}

const OPENING =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
  'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">';

/**
 * A request around a method element; the operation id shows up in the server's own logs (docs/internals/wire.md 1.1). `header`:
 * further elements of the SOAP header, already XML.
 */
export function envelope(body: string, operationId: string, header = ''): string {
  const headers = `<soapenv:Header>${textElement('operationID', operationId)}${header}</soapenv:Header>`;
  return `${OPENING}${headers}<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
}

const REPLACEMENT = '\uFFFD';
/** Longest reference that is waited for at the end of a chunk, `&#x0010FFFF;` and some leading zeros. */
const LONGEST_REFERENCE = 24;

/** Everything but the characters that XML 1.0 allows; lone surrogates are among them. */
const ILLEGAL = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
/** The same by code unit, which is faster: a text decoder never lets lone surrogates through. */
const UNREADABLE = /[^\t\n\r\u0020-\uFFFD]/;
const ALL_UNREADABLE = new RegExp(UNREADABLE, 'g');
const REFERENCE = /&#(?:x([0-9a-fA-F]+)|([0-9]+));/g;

/** Whether XML 1.0 can carry the text at all, escaped or not. */
export function isLegalText(text: string): boolean {
  return !ILLEGAL.test(text);
}

function replaceReference(reference: string, hexadecimal: string | undefined, decimal: string | undefined): string {
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  return code <= 0x10ffff && isLegalText(String.fromCodePoint(code)) ? reference : REPLACEMENT;
}

/** Where a character reference starts that the next chunk may complete; the length of the text when there is none. */
function openReference(text: string): number {
  const start = text.lastIndexOf('&');
  const open = start >= 0 && text.length - start < LONGEST_REFERENCE && !text.includes(';', start);
  return open ? start : text.length;
}

/**
 * Replaces what XML 1.0 forbids but vCenter sends all the same (annotations, SMBIOS strings: docs/internals/wire.md 1.1), chunk
 * by chunk. The result does not depend on where the chunks are cut.
 */
export class CharacterScrubber {
  #held = '';

  push(chunk: string): string {
    const text = this.#held + chunk;
    const end = openReference(text);
    this.#held = text.slice(end);
    return scrub(end === text.length ? text : text.slice(0, end));
  }

  end(): string {
    const rest = this.#held;
    this.#held = '';
    return scrub(rest);
  }
}

function scrub(text: string): string {
  const legal = UNREADABLE.test(text) ? text.replace(ALL_UNREADABLE, REPLACEMENT) : text;
  return legal.includes('&#') ? legal.replace(REFERENCE, replaceReference) : legal;
}
