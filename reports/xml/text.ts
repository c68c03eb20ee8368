import { harmless } from '../text/harmless.ts';

/** Code points that XML 1.0 forbids and that are no controls. */
const FORBIDDEN = /[\ufffe\uffff]/g;
const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as an XML document may hold it, in an element or in an attribute; what XML forbids is shown as `\u001b`. */
export function xmlText(text: string): string {
  const legal = harmless(text).replace(FORBIDDEN, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
  return legal.replace(/[&<>"]/g, (character) => MARKUP[character] ?? character);
}

/** `<name key="value"`, without its end; attributes that are null are left out. */
export function openTag(name: string, attributes: Readonly<Record<string, string | number | null>>): string {
  const pairs = Object.entries(attributes).filter(([, value]) => value !== null);
  return `<${name}${pairs.map(([key, value]) => ` ${key}="${xmlText(String(value))}"`).join('')}`;
}
