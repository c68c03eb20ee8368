import { EsxcheckError } from '../model/errors.ts';
import type { Moref } from './moref.ts';
import { isLegalText } from './xml-characters.ts';

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
