import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Call } from '../../src/vim/call.ts';
import { EsxcliFault } from '../../src/vim/esxcli-fault.ts';
import { SoapFault } from '../../src/vim/fault.ts';
import { executeSoap, retrieveManagedMethodExecuter } from '../../src/vim/methods/esxcli.ts';
import { queryOptions } from '../../src/vim/methods/options.ts';
import { createContainerView, retrievePropertiesEx } from '../../src/vim/methods/properties.ts';
import { retrieveServiceContent } from '../../src/vim/methods/session.ts';
import { ResponseReader } from '../../src/vim/response-reader.ts';
import { negotiateVersion } from '../../src/vim/version.ts';
import { WireError } from '../../src/vim/wire-error.ts';
import { escapeXml } from '../../src/vim/xml-writer.ts';
import { runs } from '../support/sample.ts';

const M = { type: 'T', value: 'v' };
const CALLS: readonly Call<unknown>[] = [
  retrieveServiceContent(),
  createContainerView(M, M, []),
  retrievePropertiesEx(M, { properties: [], selection: { view: M }, pageSize: 1 }),
  retrieveManagedMethodExecuter(M),
  executeSoap(M, { words: ['a', 'get'], arguments: {} }),
  queryOptions(M, 'a'),
];

/** Trees of the names that decoders look for, in places where they do not belong. */
const NAMES = [
  'returnval',
  'objects',
  'obj',
  'propSet',
  'name',
  'val',
  'missingSet',
  'path',
  'fault',
  'faultMsg',
  'faultDetail',
  'errMsg',
  'response',
  'DataObject',
  'about',
  'rootFolder',
  'token',
  'key',
  'value',
  'Fault',
  'detail',
  '__proto__',
];
const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom(
      '',
      'text',
      '1',
      'true',
      escapeXml('<obj xsi:type="ArrayOfDataObject"><DataObject><A/></DataObject></obj>'),
      escapeXml('<a><b>'),
    ),
    fc
      .tuple(
        fc.constantFrom(...NAMES),
        fc.constantFrom('', ' type="T"', ' xsi:type="NoPermission"'),
        fc.array(tie('tree'), { maxLength: 4 }),
      )
      .map(([name, attribute, inner]) => `<${name}${attribute}>${inner.join('')}</${name}>`),
  ),
}));

function decodeAll(bytes: Uint8Array): void {
  for (const call of CALLS) {
    try {
      const reader = new ResponseReader('objects');
      reader.write(bytes);
      call.decode(reader.end());
    } catch (error) {
      const own = error instanceof WireError || error instanceof SoapFault || error instanceof EsxcliFault;
      if (!own) throw error;
    }
  }
}

function wrap(inner: string): Buffer {
  return Buffer.from(`<s:Envelope xmlns:s="s"><s:Body><R>${inner}</R></s:Body></s:Envelope>`);
}

test('whatever an answer holds, decoding throws its own errors and nothing else', () => {
  fc.assert(
    fc.property(fc.array(tree), (parts) => decodeAll(wrap(parts.join('')))),
    { numRuns: runs(1000) },
  );
  fc.assert(
    fc.property(fc.array(tree), (parts) =>
      decodeAll(Buffer.from(`<Envelope><Body>${parts.join('')}</Body></Envelope>`)),
    ),
  );
  fc.assert(fc.property(fc.uint8Array(), decodeAll));
});

test('whatever stands in place of the versions, negotiation throws its own error or finds none', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      try {
        expect(negotiateVersion(text)).toBeNull();
      } catch (error) {
        expect(error).toBeInstanceOf(WireError);
      }
    }),
  );
});

test('a field that repeats a hundred thousand times is read in a moment', () => {
  const row = `<obj xsi:type="VimEsxCLIx">${'<A>1</A>'.repeat(100_000)}</obj>`;
  const body = `<Envelope><Body><R><returnval><response>${escapeXml(row)}</response></returnval></R></Body></Envelope>`;
  const reader = new ResponseReader();
  reader.write(Buffer.from(body));
  const startedAt = performance.now();
  executeSoap(M, { words: ['a', 'get'], arguments: {} }).decode(reader.end());
  expect(performance.now() - startedAt).toBeLessThan(5000);
});

test('names in reasons are cut', () => {
  const reader = new ResponseReader();
  expect(() => reader.write(Buffer.from(`<a></${'b'.repeat(100_000)}>`))).toThrow(/^.{1,300}$/);
});

test('a thousand namespaces in force are too many', () => {
  const declare = Array.from({ length: 60 }, (_, n) => `xmlns:p${n}="u"`).join(' ');
  const reader = new ResponseReader();
  expect(() => reader.write(Buffer.from(`<Envelope>${`<a ${declare}>`.repeat(5)}`))).toThrow(WireError);
});
