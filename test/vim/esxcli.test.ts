import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { child, childrenNamed, textOf } from '../../src/vim/element.ts';
import { EsxcliFault } from '../../src/vim/esxcli-fault.ts';
import {
  encodeArguments,
  type EsxcliAnswer,
  esxcliAnswerOf,
  fieldOf,
  listOf,
  scalarOf,
  structureOf,
} from '../../src/vim/esxcli.ts';
import { privilegeIn } from '../../src/vim/fault.ts';
import { executeSoap, retrieveManagedMethodExecuter } from '../../src/vim/methods/esxcli.ts';
import { parseXml } from '../../src/vim/xml-reader.ts';
import { escapeXml, isLegalText } from '../../src/vim/xml-writer.ts';

const OBJ =
  'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="urn:vim25"';
const KERNEL_ROW =
  '<DataObject xsi:type="VimEsxCLIsystemsettingskernellistSettingsKernel"><Configured>FALSE</Configured>' +
  '<Default>TRUE</Default><Description/><Name>iovDisableIR</Name><Runtime>true</Runtime><Type>Bool</Type></DataObject>';

function answerTo(response: string): EsxcliAnswer {
  return esxcliAnswerOf(parseXml(`<returnval><response>${escapeXml(response)}</response></returnval>`));
}

function faultOf(inner: string): EsxcliFault {
  return thrownBy(() => esxcliAnswerOf(inner === '' ? null : parseXml(inner)));
}

function thrownBy(take: () => unknown): EsxcliFault {
  try {
    take();
  } catch (error) {
    if (error instanceof EsxcliFault) return error;
  }
  throw new Error('no EsxcliFault');
}

test('a list is rows by field name', () => {
  const rows = listOf(answerTo(`<obj ${OBJ} versionId="5.0" xsi:type="ArrayOfDataObject">${KERNEL_ROW}</obj>`));
  expect(rows).toHaveLength(1);
  const row = rows[0] ?? new Map();
  expect(['Name', 'Default', 'Configured', 'Runtime', 'Description', 'Type'].map((name) => fieldOf(row, name))).toEqual(
    ['iovDisableIR', 'TRUE', 'FALSE', 'true', '', 'Bool'],
  );
  expect(fieldOf(row, 'Missing')).toBeNull();
});

test('an empty list is no rows', () => {
  expect(answerTo(`<obj ${OBJ} xsi:type="ArrayOfDataObject"/>`)).toEqual({ kind: 'list', rows: [] });
});

test.each([
  [
    'real',
    `<obj ${OBJ} versionId="5.0" xsi:type="VimEsxCLInetworkfirewallgetFirewall"><Enabled>true</Enabled><Loaded>1</Loaded></obj>`,
  ],
  [
    'wrapped',
    `<obj ${OBJ} xsi:type="ArrayOfDataObject"><DataObject xsi:type="VimEsxCLIx"><Enabled>true</Enabled><Loaded>1</Loaded></DataObject></obj>`,
  ],
  ['with an undeclared prefix', '<obj xsi:type="VimEsxCLIx"><Enabled>true</Enabled><Loaded>1</Loaded></obj>'],
])('a single structure is one row: %s', (_form, response) => {
  expect(structureOf(answerTo(response))).toEqual(
    new Map([
      ['Enabled', 'true'],
      ['Loaded', '1'],
    ]),
  );
});

test('a scalar is its text', () => {
  expect(answerTo(`<obj ${OBJ} versionId="5.0" xsi:type="xsd:boolean">true</obj>`)).toEqual({
    kind: 'scalar',
    text: 'true',
  });
});

test('a field that repeats is a list', () => {
  const row = structureOf(answerTo(`<obj ${OBJ} xsi:type="VimEsxCLIx"><A>1</A><A>2</A><A>3</A><B>4</B></obj>`));
  expect(row.get('A')).toEqual(['1', '2', '3']);
  expect(fieldOf(row, 'A')).toBeNull();
});

const ROW = '<DataObject xsi:type="VimEsxCLIx"><A>1</A></DataObject>';

test.each([
  ['no type and nothing inside', '<obj/>'],
  ['a text without a type', '<obj>true</obj>'],
  ['another element', `<html xsi:type="VimEsxCLIx"><A>1</A></html>`],
  ['a list of texts', `<obj ${OBJ} xsi:type="ArrayOfString"><string>a</string></obj>`],
  ['a list whose rows are none', `<obj ${OBJ} xsi:type="ArrayOfDataObject"><A>1</A></obj>`],
  ['a list of empty rows', `<obj ${OBJ} xsi:type="ArrayOfDataObject"><DataObject xsi:type="VimEsxCLIx"/></obj>`],
  ['a list that is a text', `<obj ${OBJ} xsi:type="ArrayOfDataObject">none</obj>`],
  ['a structure without fields', `<obj ${OBJ} xsi:type="VimEsxCLIx"/>`],
  ['a single value that holds elements', `<obj ${OBJ} xsi:type="xsd:boolean"><A>1</A></obj>`],
])('garbled: %s', (_name, response) => {
  expect(thrownBy(() => answerTo(response)).isUnexpected).toBe(true);
});

test('an answer of one kind is none of another', () => {
  const scalar = answerTo(`<obj ${OBJ} xsi:type="xsd:string">x</obj>`);
  const list = answerTo(`<obj ${OBJ} xsi:type="ArrayOfDataObject">${ROW}${ROW}</obj>`);
  const structure = answerTo(`<obj ${OBJ} xsi:type="VimEsxCLIx"><A>1</A></obj>`);
  const wrong = [
    () => listOf(scalar),
    () => listOf(structure),
    () => structureOf(scalar),
    () => structureOf(list),
    () => structureOf({ kind: 'list', rows: [] }),
    () => scalarOf(list),
    () => scalarOf(structure),
  ];
  for (const take of wrong) expect(thrownBy(take).isUnexpected).toBe(true);
});

test('a typed fault inside the answer keeps its type, its words and the privilege that it names', () => {
  const detail =
    '<obj xsi:type="LocalizedMethodFault"><fault xsi:type="NoPermission"><privilegeId>Global.Settings</privilegeId></fault><localizedMessage>No.</localizedMessage></obj>';
  const fault = faultOf(
    `<returnval><fault><faultMsg>EsxCLI.CLIFault.summary</faultMsg><faultDetail>${escapeXml(detail)}</faultDetail></fault></returnval>`,
  );
  expect([fault.type, fault.message, fault.isRefusal]).toEqual(['NoPermission', 'No.', false]);
  expect(privilegeIn(fault.fault)).toBe('Global.Settings');
});

test('a failed command says what errMsg says, wherever it stands, and not the useless key', () => {
  const detail =
    '<obj xsi:type="LocalizedMethodFault"><fault xsi:type="VimEsxCLICLIFault"><errMsg>Unable to find option</errMsg>' +
    '<errMsg>really</errMsg></fault><localizedMessage>EsxCLI.CLIFault.summary</localizedMessage></obj>';
  const fault = faultOf(
    `<returnval><fault><faultMsg>EsxCLI.CLIFault.summary</faultMsg><faultDetail>${escapeXml(detail)}</faultDetail></fault></returnval>`,
  );
  expect(fault.message).toBe('Unable to find option\nreally');
  expect(fault.type).toBe('VimEsxCLICLIFault');
});

test('a fault without a detail, with a broken one, or with elements instead of text is still a fault', () => {
  const start = '<returnval><fault><faultMsg>not found</faultMsg>';
  expect(faultOf(`${start}</fault></returnval>`).message).toBe('not found');
  expect(faultOf(`${start}<faultDetail>&lt;a</faultDetail></fault></returnval>`).message).toBe('not found');
  const nested = faultOf(
    `${start}<faultDetail><x><fault xsi:type="NotFound"><errMsg>gone</errMsg></fault></x></faultDetail></fault></returnval>`,
  );
  expect([nested.type, nested.message]).toEqual(['NotFound', 'gone']);
});

test('no answer at all is a fault of no type', () => {
  for (const empty of ['', '<returnval/>', '<returnval><response/></returnval>'])
    expect(faultOf(empty).type).toBeNull();
});

test('arguments are sorted by name, arrays are several elements in one value', () => {
  const encoded = encodeArguments({ rulesetid: 'x', ipaddress: ['10.0.0.1', '10.0.0.2'] });
  expect(encoded).toBe(
    '<argument><name>ipaddress</name><val>&lt;ipaddress&gt;10.0.0.1&lt;/ipaddress&gt;&lt;ipaddress&gt;10.0.0.2&lt;/ipaddress&gt;</val></argument>' +
      '<argument><name>rulesetid</name><val>&lt;rulesetid&gt;x&lt;/rulesetid&gt;</val></argument>',
  );
});

const markup = fc.string({ unit: fc.constantFrom('<', '>', '&', ';', '"', '\r', '\n', '\t', ']', 'a', '😀') });

test('any argument survives both layers of XML', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }).filter(isLegalText), markup), (value) => {
      const argument = child(parseXml(`<a>${encodeArguments({ option: value })}</a>`), 'argument');
      const val = argument === null ? null : textOf(argument, 'val');
      expect(parseXml(val ?? '').text).toBe(value);
    }),
  );
});

test('a command is addressed as the host expects it, and only reads may be repeated', () => {
  const executer = { type: 'ReflectManagedMethodExecuter', value: 'ManagedMethodExecuter-17' };
  const list = executeSoap(executer, {
    words: ['system', 'settings', 'kernel', 'list'],
    arguments: { option: 'iovDisableIR' },
  });
  const root = parseXml(list.body);
  expect(childrenNamed(root, '_this')[0]).toMatchObject({ morefType: executer.type, text: executer.value });
  expect(root.children.map(({ name }) => name)).toEqual(['_this', 'moid', 'version', 'method', 'argument']);
  expect(textOf(root, 'moid')).toBe('ha-cli-handler-system-settings-kernel');
  expect(textOf(root, 'version')).toBe('urn:vim25/5.0');
  expect(textOf(root, 'method')).toBe('vim.EsxCLI.system.settings.kernel.list');
  expect(list.safe).toBe(true);
  expect(executeSoap(executer, { words: ['system', 'settings', 'kernel', 'set'], arguments: {} }).safe).toBe(false);
});

test('a host without an executer gives null', () => {
  const { decode } = retrieveManagedMethodExecuter({ type: 'HostSystem', value: 'host-1' });
  expect(decode(parseXml('<r/>'))).toBeNull();
  expect(decode(parseXml('<r><returnval type="ManagedMethodExecuter">host-1</returnval></r>'))).toEqual({
    type: 'ManagedMethodExecuter',
    value: 'host-1',
  });
});
