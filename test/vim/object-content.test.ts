import { expect, test } from 'vitest';
import { booleanOf, integerOf, morefOf } from '../../src/vim/element.ts';
import { objectContentOf } from '../../src/vim/object-content.ts';
import { ResponseReader } from '../../src/vim/response-reader.ts';
import { WireError } from '../../src/vim/wire-error.ts';
import { parseXml } from '../../src/vim/xml-reader.ts';

test('properties that were read, were withheld and were unset are three things', () => {
  const content = objectContentOf(
    parseXml(
      '<objects><obj type="HostSystem">host-17</obj><propSet><name>name</name><val xsi:type="xsd:string">esx</val></propSet>' +
        '<missingSet><path>config.firewall</path><fault><fault xsi:type="NoPermission"/></fault></missingSet></objects>',
    ),
  );
  expect(content.object).toEqual({ type: 'HostSystem', value: 'host-17' });
  expect(content.properties.get('name')?.text).toBe('esx');
  expect(content.missing.get('config.firewall')?.type).toBe('NoPermission');
  expect(content.properties.has('hardware')).toBe(false);
});

test('an object without a name for itself is an error, not an object', () => {
  expect(() => objectContentOf(parseXml('<objects><propSet/></objects>'))).toThrow(WireError);
});

test('values that are not what they should be are null', () => {
  const element = parseXml(
    '<a><b>1</b><c>TRUE</c><d>yes</d><e>12</e><f>1e3</f><g>99999999999999999</g><h>no type</h></a>',
  );
  expect(['b', 'c', 'd', 'z'].map((name) => booleanOf(element, name))).toEqual([true, true, null, null]);
  expect(['e', 'f', 'g', 'z'].map((name) => integerOf(element, name))).toEqual([12, null, null, null]);
  expect(morefOf(element, 'h')).toBeNull();
});

test('objects are handed out as they complete, with what the page said before them', () => {
  const reader = new ResponseReader('objects');
  const opening = '<s:Envelope xmlns:s="x"><s:Body><R><returnval><token>t7</token><objects><obj>1</obj>';
  expect(reader.write(Buffer.from(opening))).toEqual([]);
  const first = reader.write(Buffer.from('</objects><objects><obj>2</obj>'));
  expect(first.map(({ element }) => element.children[0]?.text)).toEqual(['1']);
  expect(first[0]?.returnval.children[0]).toMatchObject({ name: 'token', text: 't7' });
  expect(reader.write(Buffer.from('</objects></returnval></R></s:Body></s:Envelope>'))).toHaveLength(1);
  expect(reader.end().children[0]?.children.map(({ name }) => name)).toEqual(['token']);
});

test('an answer that is something else fails before its end', () => {
  const reader = new ResponseReader();
  expect(() => reader.write(Buffer.from('<rss><channel>'))).toThrow(WireError);
  expect(() => new ResponseReader().end()).toThrow(WireError);
});
