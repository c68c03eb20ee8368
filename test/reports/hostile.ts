import * as fc from 'fast-check';

/** What a terminal, a spreadsheet, a browser or a parser might obey. */
const PIECES = [
  '\u001b[31m',
  '\u001b]8;;http://evil.example\u0007',
  '\u009b2J',
  '\u0000',
  '\u007f',
  '\u0085',
  '\r\n',
  '\n',
  '\t',
  '\u202e',
  '\u2066',
  '\u200f',
  '\u2028',
  '\ufeff',
  '\u00ad',
  '\u{e0001}',
  '\ud800',
  '\udfff',
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  ' =cmd',
  '\u3000=1',
  '\uff1d1',
  '"',
  "'",
  ',',
  ';',
  '|',
  '\\',
  '\\u001b',
  '<script>alert(1)</script>',
  ']]>',
  '&amp;',
  '`$(id)`',
  '__proto__',
  'constructor',
  '漢字',
  'é',
  '👩‍👩‍👧',
  ' ',
  'esx',
];

export function hostileText(): fc.Arbitrary<string> {
  return fc
    .array(fc.oneof(fc.constantFrom(...PIECES), anyCharacter()), { maxLength: 6 })
    .map((pieces) => pieces.join(''));
}

/** Any code point, lone surrogates too. */
function anyCharacter(): fc.Arbitrary<string> {
  return fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));
}

/** Members whose values are words of the model, not text from elsewhere. */
const WORDS = new Set([
  'verdict',
  'severity',
  'state',
  'status',
  'horizons',
  'kind',
  'source',
  'connectionState',
  'reason',
  'code',
  'startedAt',
  'beforeAt',
  'afterAt',
  'finishedAt',
  'expires',
  'summary',
  'counts',
  'direction',
  'outcome',
  'policy',
  'type',
  'at',
  'readAt',
  'sentAt',
  'endedAt',
  'maintenanceAt',
  'firstAt',
  'lastAt',
  'doubt',
  'why',
  'since',
  'which',
  'extent',
  'confidence',
  'change',
  'path',
  'answer',
  'asOf',
  'undertaking',
  'blocks',
  'part',
  'side',
]);

/**
 * The same document with hostile text around every text that came from a server, a host or a file, keys of maps too.
 * Equal texts stay equal, so that findings still lead to their hosts.
 */
export function poisoned<T>(document: T, hostile: string): T {
  return poison(document, hostile) as T;
}

function poison(value: unknown, hostile: string): unknown {
  if (typeof value === 'string') return `${hostile}${value}${hostile}`;
  if (Array.isArray(value)) return value.map((one) => poison(one, hostile));
  if (value instanceof Map) {
    return new Map([...value].map(([key, one]) => [poison(key, hostile), poison(one, hostile)]));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, WORDS.has(key) ? one : poison(one, hostile)]),
  );
}
