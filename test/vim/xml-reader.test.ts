import { isLegalText } from '../../src/vim/xml-writer.ts';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { XML_LIMITS } from '../../src/vim/element-builder.ts';
import type { VimElement } from '../../src/vim/element.ts';
import { WireError } from '../../src/vim/wire-error.ts';
import { parseXml, XmlReader } from '../../src/vim/xml-reader.ts';
import { escapeXml, textElement } from '../../src/vim/xml-writer.ts';
import { runs } from '../support/sample.ts';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

function readBytes(bytes: Uint8Array, cuts: readonly number[] = []): VimElement {
  const reader = new XmlReader();
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (const [index, start] of places.slice(0, -1).entries()) reader.write(bytes.subarray(start, places[index + 1]));
  return reader.end();
}

function kindOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof WireError) return error.kind;
    throw error;
  }
  return 'read';
}

function typeOf(text: string): string | null {
  return parseXml(text).xsiType;
}

const anyText = fc.string({ unit: 'binary' });
const markup = fc.string({ unit: fc.constantFrom('<', '>', '&', ';', '"', '\r', '\n', '\t', ']', 'a', '😀') });

test('any text that XML can carry comes back as it was written', () => {
  fc.assert(
    fc.property(fc.oneof(anyText.filter(isLegalText), markup), (text) => {
      expect(parseXml(textElement('a', text)).text).toBe(text);
    }),
    { numRuns: runs(500) },
  );
});

test('a text that XML cannot carry is refused, and the error does not repeat it', () => {
  fc.assert(
    fc.property(
      anyText.filter((text) => !isLegalText(text)),
      (text) => {
        expect(() => escapeXml(text)).toThrow(/control character/);
      },
    ),
  );
  expect(() => escapeXml('secret\u0001')).not.toThrow(/secret/);
  expect(isLegalText('\uD800')).toBe(false);
});

const dirty = fc.oneof(
  anyText.filter(isLegalText).map(escapeXml),
  fc.constantFrom(
    '&#x0;',
    '&#0;',
    '&#x1F600;',
    '&#00000031;',
    '&amp;',
    '\u0001',
    '\uFFFF',
    '<b/>',
    '<![CDATA[<]]>',
    '\r\n',
    '😀',
  ),
);

test('where the chunks are cut does not matter', () => {
  fc.assert(
    fc.property(fc.array(dirty), fc.array(fc.nat(), { maxLength: 8 }), (parts, cuts) => {
      const bytes = Buffer.from(`<a xmlns:q="${XSI}"><c q:type="x:T" type="M">${parts.join('')}</c></a>`);
      expect(readBytes(bytes, cuts)).toEqual(readBytes(bytes));
    }),
    { numRuns: runs(500) },
  );
});

test('a reference to a forbidden character is replaced, however it is cut', () => {
  const bytes = Buffer.from('<a>1&#x0;2&#31;3</a>');
  for (let cut = 0; cut <= bytes.length; cut += 1) expect(readBytes(bytes, [cut]).text).toBe('1\uFFFD2\uFFFD3');
});

test('forbidden characters and bytes that are not UTF-8 are replaced, not fatal', () => {
  expect(parseXml('<a>x\u0001y\u001Fz</a>').text).toBe('x\uFFFDy\uFFFDz');
  expect(readBytes(Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x41, 0x3c, 0x2f, 0x61, 0x3e])).text).toBe('\uFFFDA');
});

test('arbitrary bytes give an element or a WireError, nothing else', () => {
  const xmlish = fc.array(
    fc.constantFrom(
      '<a>',
      '</a>',
      '<a',
      ' b="',
      '"',
      '>',
      '&',
      ';',
      '<!--',
      '-->',
      '<?x',
      '?>',
      '<![CDATA[',
      ']]>',
      '<!DOCTYPE',
      'é',
    ),
  );
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void kindOf(() => readBytes(bytes))));
  fc.assert(
    fc.property(xmlish, (parts) => void kindOf(() => readBytes(Buffer.from(parts.join(''))))),
    { numRuns: runs(1000) },
  );
});

test.each([
  ['mismatched tags', '<a><b></a></b>', 'malformed'],
  ['a document that is cut', '<a><b>text', 'malformed'],
  ['an empty document', '', 'malformed'],
  ['two roots', '<a/><b/>', 'malformed'],
  ['an undeclared entity', '<a>&nbsp;</a>', 'malformed'],
  ['a duplicate attribute', '<a b="1" b="2"/>', 'malformed'],
  ['an HTML page', '<!DOCTYPE html><html></html>', 'doctype'],
  ['declared entities', '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>', 'doctype'],
])('%s: refused as it should be', (_name, text, kind) => {
  expect(kindOf(() => parseXml(text))).toBe(kind);
});

test('depth, attributes, elements and the size of one value are limited', () => {
  const limits = { ...XML_LIMITS, token: 1000, elements: 100 };
  expect(kindOf(() => parseXml('<a>'.repeat(101) + '</a>'.repeat(101)))).toBe('too-deep');
  expect(kindOf(() => parseXml(`<a ${Array.from({ length: 65 }, (_, n) => `b${n}="1"`).join(' ')}/>`))).toBe(
    'too-large',
  );
  expect(kindOf(() => parseXml(`<a>${'<b/>'.repeat(100)}</a>`, limits))).toBe('too-large');
  for (const endless of ['<a>', '<a b="', '<!--', '<a><![CDATA[', '<a ']) {
    const reader = new XmlReader({ limits });
    const feed = (): void => {
      reader.writeText(endless);
      for (let n = 0; n < 100; n += 1) reader.writeText('x'.repeat(100));
    };
    expect(kindOf(feed), endless).toBe('too-large');
  }
});

test('xsi:type is found by namespace: any prefix, declared before or after its use, redeclared inside', () => {
  expect(typeOf(`<a xmlns:xsi="${XSI}" xsi:type="xsd:string"/>`)).toBe('string');
  expect(typeOf(`<a _X:type="HostSystem" xmlns:_X="${XSI}"/>`)).toBe('HostSystem');
  expect(typeOf('<a xsi:type="xsd:long"/>')).toBe('long');
  expect(typeOf('<a xmlns:xsi="urn:other" xsi:type="xsd:long"/>')).toBeNull();
  expect(typeOf('<a xmlns:q="urn:other" q:type="xsd:long"/>')).toBeNull();
  const nested = parseXml(`<a xmlns:p="urn:x"><b xmlns:p="${XSI}" p:type="T"/><c p:type="T"/></a>`);
  expect(nested.children.map((child) => child.xsiType)).toEqual(['T', null]);
});

test('type and xsi:type on one element are kept apart', () => {
  const val = parseXml('<val xsi:type="ManagedObjectReference" type="Folder">group-h4</val>');
  expect([val.xsiType, val.morefType, val.text]).toEqual(['ManagedObjectReference', 'Folder', 'group-h4']);
});

test('elements named like members of objects are elements like others', () => {
  const root = parseXml('<a><__proto__>1</__proto__><constructor type="toString">2</constructor></a>');
  expect(root.children.map(({ name, text }) => [name, text])).toEqual([
    ['__proto__', '1'],
    ['constructor', '2'],
  ]);
  expect(({} as { text?: string }).text).toBeUndefined();
});

test('white space in a value is kept, line breaks before the document are not minded', () => {
  expect(parseXml('\r\n\n<?xml version="1.0"?>\n<a>  two  \n</a>\n').text).toBe('  two  \n');
});

test('kept values do not keep the chunks that they came in', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const padding = 'x'.repeat(64 * 1024);
  const kept: VimElement[] = [];
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let page = 0; page < 400; page += 1) {
    const reader = new XmlReader({ item: { depth: 1, name: 'kept', take: (item) => void kept.push(item) } });
    reader.writeText(`<a><!--${padding}--><kept>a value of some length ${page}</kept></a>`);
    reader.end();
  }
  collectGarbage();
  expect(kept).toHaveLength(400);
  // Pinned chunks would hold 400 times 64 KiB, 25 MiB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(10 * 1024 * 1024);
});
