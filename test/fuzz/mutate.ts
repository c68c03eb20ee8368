import type { Random } from './random.ts';

/** What parsers of our formats stumble over, put where it does not belong. */
const TOKENS = [
  '<',
  '>',
  '&',
  '&lt;',
  '&#0;',
  '&#x1F600;',
  '&nosuch;',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '<![CDATA[',
  ']]>',
  '<?xml version="1.1"?>',
  'xsi:type="ArrayOfDataObject"',
  'xmlns:xsi="x"',
  '</returnval>',
  '<returnval>',
  '__proto__',
  'constructor',
  'prototype',
  '"__proto__":{"polluted":true},',
  '&a [*a, *a]',
  '!!js/function',
  '<<: *a',
  '- - - - ',
  '{{{{',
  '[[[[',
  '\u0000',
  '\u202e',
  '\ufeff',
  '\ud800',
  '\u001b[2J',
  'null',
  'true',
  '-1',
  '1e999',
  '9007199254740993',
  'NaN',
  '0x10',
  '""',
  "'",
  '\n',
  '\r\n',
  '\t',
  ',',
  ':',
  '(a+)+$',
  '../../../etc/passwd',
  '=cmd|x!A1',
];

type Mutation = (bytes: Buffer, random: Random, pool: readonly Buffer[]) => Buffer;

const LARGEST = 256 * 1024;

function cut(bytes: Buffer, random: Random): readonly [number, number] {
  const from = random.below(bytes.length + 1);
  return [from, Math.min(bytes.length, from + random.below(1 + random.of([2, 8, 64, 1024])))];
}

function inserted(bytes: Buffer, at: number, more: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);
}

const MUTATIONS: readonly Mutation[] = [
  // A bit, a byte.
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy.writeUInt8(random.below(256), random.below(copy.length));
    return copy;
  },
  (bytes, random) => inserted(bytes, random.below(bytes.length + 1), Buffer.from(random.of(TOKENS))),
  // A piece goes, comes twice, comes often.
  (bytes, random) => {
    const [from, to] = cut(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  (bytes, random) => {
    const [from, to] = cut(bytes, random);
    return inserted(bytes, to, bytes.subarray(from, to));
  },
  (bytes, random) => {
    const [from, to] = cut(bytes, random);
    const times = random.of([10, 100, 2000]);
    return inserted(bytes, to, Buffer.concat(Array.from({ length: times }, () => bytes.subarray(from, to))));
  },
  // It ends early, or goes on as another.
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random, pool) => {
    const other = random.of(pool);
    return Buffer.concat([
      bytes.subarray(0, random.below(bytes.length + 1)),
      other.subarray(random.below(other.length + 1)),
    ]);
  },
  // A number becomes another, a word another's.
  (bytes, random) => {
    const text = bytes.toString('latin1');
    const numbers = [...text.matchAll(/\d+/g)];
    if (numbers.length === 0) return bytes;
    const { index, 0: digits } = random.of(numbers);
    const number = random.of(['0', '-1', '99999999999999999999', '1.5', '', '2147483648']);
    return Buffer.from(text.slice(0, index) + number + text.slice(index + digits.length), 'latin1');
  },
  (bytes, random) => {
    const text = bytes.toString('latin1');
    const words = [...text.matchAll(/[A-Za-z_]{2,}/g)];
    if (words.length === 0) return bytes;
    const { index, 0: word } = random.of(words);
    const other = random.of([...TOKENS, random.of(words)[0]]);
    return Buffer.concat([
      Buffer.from(text.slice(0, index), 'latin1'),
      Buffer.from(other),
      Buffer.from(text.slice(index + word.length), 'latin1'),
    ]);
  },
];

/** One to eight small wrongs done to an input. */
export function mutate(bytes: Buffer, random: Random, pool: readonly Buffer[]): Buffer {
  let result = bytes;
  for (let times = 1 + random.below(8); times > 0; times -= 1) {
    result = random.of(MUTATIONS)(result, random, pool).subarray(0, LARGEST);
  }
  return result;
}
