import type { Shown } from '../../../src/model/finding.ts';

/** What a key of an expectation asks, before its value. */
const OPERATORS: Readonly<Record<string, string>> = {
  equals: '',
  oneOf: 'one of ',
  notOneOf: 'none of ',
  matches: 'a text that matches ',
  atLeast: 'at least ',
  atMost: 'at most ',
  between: 'between ',
  notOlderThan: 'not older than ',
};

/** Words for what is on or off. */
const SWITCHES: Readonly<Record<string, readonly [on: string, off: string]>> = {
  running: ['running', 'stopped'],
  enabled: ['enabled', 'disabled'],
  present: ['any value', 'no value'],
  absent: ['no value', 'any value'],
};

/** Patterns that any text with something in it fits. */
const ANY_TEXT = new Set([String.raw`\S`, String.raw`\S.`, '.', '.+', '^.+$']);

/** What stands for a null: a value that was not read, or one that an expectation leaves open. */
type Nothing = 'not read' | 'any';

/** A value that was observed or expected, in words and not in JSON: `default TRUE, configured FALSE`, `between 1 and 600`, `stopped, policy off`. */
export function valueWords(value: Shown, nothing: Nothing): string {
  if (value === null) return nothing;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (isList(value)) return joined(value, ', ', nothing);
  return typeof value === 'object' ? objectWords(value, nothing) : textOf(value);
}

type Parts = { readonly [key: string]: Shown };

function isList(value: Shown): value is readonly Shown[] {
  return Array.isArray(value);
}

function textOf(value: string | number): string {
  return value === '' ? '(empty)' : String(value);
}

/** What has parts of its own stands in brackets. */
function joined(values: readonly Shown[], by: string, nothing: Nothing): string {
  return values.length === 0 ? 'none' : values.map((value) => nested(value, nothing)).join(by);
}

function nested(value: Shown, nothing: Nothing): string {
  const words = valueWords(value, nothing);
  const hasParts = typeof value === 'object' && value !== null && /, | or /.test(words);
  return hasParts ? `(${words})` : words;
}

function objectWords(value: Parts, nothing: Nothing): string {
  const entries = Object.entries(value);
  // An advanced option as it is read: what kind of value it is says nothing here.
  if (entries.length === 2 && Object.hasOwn(value, 'type') && Object.hasOwn(value, 'value')) {
    return valueWords(value['value'] ?? null, nothing);
  }
  return entries.length === 0 ? 'none' : entries.map(([key, held]) => entryWords(key, held, nothing)).join(', ');
}

function entryWords(key: string, held: Shown, nothing: Nothing): string {
  const switched = Object.hasOwn(SWITCHES, key) ? SWITCHES[key] : undefined;
  if (switched !== undefined && typeof held === 'boolean') return switched[held ? 0 : 1];
  if (key === 'all' && isList(held)) return joined(held, ', ', nothing);
  if (key === 'any' && isList(held)) return joined(held, ' or ', nothing);
  if (key === 'matches' && typeof held === 'string' && ANY_TEXT.has(held)) return 'any text';
  if (key === 'between' && isList(held)) return `between ${joined(held, ' and ', nothing)}`;
  const operator = Object.hasOwn(OPERATORS, key) ? OPERATORS[key] : undefined;
  return `${operator ?? `${spaced(key)} `}${nested(held, nothing)}`;
}

/** Abbreviations that would read oddly. */
const KEYS: Readonly<Record<string, string>> = { allIp: 'all addresses' };

/** `allowedHosts` as `allowed hosts`; what is no such word stays. */
function spaced(key: string): string {
  const known = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
  if (known !== undefined) return known;
  return /^[a-z]+(?:[A-Z][a-z]+)+$/.test(key) ? key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) : key;
}
