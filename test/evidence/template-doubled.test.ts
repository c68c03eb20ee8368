import { expect, test } from 'vitest';
import { checklistMaker } from '../../src/evidence/checklists.ts';
import { parseTemplate } from '../../src/saved/checklist/parse-template.ts';
import { doubledKey } from '../../src/saved/doubled-key.ts';
import { findingsOf, host8, scanOf, STIG_8 } from './fixture.ts';
import { renderedChecklist } from './read-checklists.ts';

function rendered(format: string): string {
  const host = host8({ name: 'esx-01.lab.example' });
  const made = checklistMaker(scanOf({ hosts: [host], findings: findingsOf(host, 'pass') }), [STIG_8])(host);
  if (made === null) throw new Error('no checklist');
  return renderedChecklist(format, made);
}

const [CKL, CKLB] = [rendered('ckl'), rendered('cklb')];

/** With its first element of that name once more behind it. */
function twice(name: string, text = CKL): string {
  return text.replace(new RegExp(`<${name}>[\\s\\S]*?</${name}>`), '$&$&');
}

const refused = expect.objectContaining({
  code: 'TEMPLATE_INVALID',
  message: expect.stringContaining('twice') as string,
});

test.each(['STATUS', 'FINDING_DETAILS', 'COMMENTS', 'SEVERITY_OVERRIDE', 'HOST_NAME', 'HOST_FQDN', 'TARGET_COMMENT'])(
  'a ckl with %s twice in one place is refused',
  (name) => {
    expect(() => parseTemplate(twice(name))).toThrow(refused as Error);
  },
);

test.each(['SID_NAME', 'SID_DATA', 'VULN_ATTRIBUTE', 'ATTRIBUTE_DATA', 'ASSET', 'STIG_INFO'])(
  'a ckl whose %s is doubled is refused',
  (name) => {
    expect(() => parseTemplate(twice(name))).toThrow(refused as Error);
  },
);

test.each(['Vuln_Num', 'Rule_ID', 'Severity', 'stigid'])('a ckl with the attribute %s twice is refused', (name) => {
  const row = new RegExp(`<(S\\w+_DATA)><(?:SID_NAME|VULN_ATTRIBUTE)>${name}<.*?</\\1>`);
  expect(CKL).toMatch(row);
  expect(() => parseTemplate(CKL.replace(row, '$&$&'))).toThrow(refused as Error);
});

test('a ckl may have several CCIs and old ids', () => {
  const row = /<STIG_DATA><VULN_ATTRIBUTE>CCI_REF<.*?<\/STIG_DATA>/;
  expect(parseTemplate(CKL.replace(row, '$&$&')).stigs[0]?.rules[0]?.ccis).toHaveLength(2);
});

test.each([
  ['"status"', '"status":"not_a_finding","status"'],
  ['"status"', String.raw`"st\u0061tus" : "not_a_finding","status"`],
  ['"host_name"', '"host_name":"other","host_name"'],
  ['"stigs"', '"stigs":[],"stigs"'],
])('a cklb with %s twice in one object is refused: %s', (key, doubled) => {
  expect(CKLB).toContain(key);
  expect(() => parseTemplate(CKLB.replace(key, doubled))).toThrow(refused as Error);
});

test.each([
  ['{"a":1,"b":{"a":"a"},"c":[{"a":"b"},{"a":"b"}]}', null],
  [String.raw`{"a":"\"a\":{","b":"\\","c":["a","a","a"]}`, null],
  ['{"a":[{"b":1 , "c":2,\n "b"\t:3}]}', 'b'],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ['{"":1,"":2}', ''],
  ['{"a":{},"a":{}}', 'a'],
  ['[]', null],
  ['"a"', null],
])('the doubled key of %s is %j', (text, key) => {
  JSON.parse(text);
  expect(doubledKey(text)).toBe(key);
});
