import { assert, jsonValue, pre as fcPre, property } from 'fast-check';
import { expect, test } from 'vitest';
import { formOf, isReadingRest } from '../../src/rest/call.ts';
import { parseJson, RestAnswerError, unwrapped } from '../../src/rest/json.ts';
import { refusalOf } from '../../src/rest/refusal.ts';
import { attachedTags, category, tag } from '../../src/rest/tagging.ts';

test.each(['', '<html>', '{"a":', 'undefined', '[1,]', '"open', '\u0000'])('%j is no JSON', (text) => {
  expect(() => parseJson(text)).toThrow(RestAnswerError);
});

test('what is nested too deeply is refused without taking the stack', () => {
  expect(() => parseJson('['.repeat(5_000_000))).toThrow('too deeply');
  expect(() => parseJson('{"a":'.repeat(100) + '1' + '}'.repeat(100))).toThrow('too deeply');
  expect(parseJson(JSON.stringify(['['.repeat(1000), '\\"[[[['.repeat(100)]))).toHaveLength(2);
});

test('a field named __proto__ changes nothing', () => {
  for (const name of ['__proto__', '\\u005f_proto__']) {
    const value = parseJson(`{"${name}": {"value": 1}, "a": 1}`);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(() => unwrapped(value)).toThrow('no value');
  }
});

test.each([
  '{"status": "NON_COMPLIANT", "status": "COMPLIANT"}',
  '[{"a": {"b": 1, "c": [], "b" : 2}}]',
  '{"status": 1, "\\u0073tatus": 2}',
  '{"__proto__": 1, "__proto__": 2}',
  '{"a\\"": 1, "a\\u0022": 2}',
  '{"": 1, "": 1}',
])('an object that names a field twice is refused, and its last value is not believed: %s', (text) => {
  expect(() => parseJson(text)).toThrow('names a field twice');
});

test('whatever JSON writes is read as it is, though names stand in other objects and in texts too', () => {
  const lookalike = {
    a: [{ a: 1 }, { a: '"a":' }],
    b: { a: '{"a":1,"a":2}', 'a"': 1, '"a': 2 },
    'b\\': ['a', 'a', ':'],
  };
  expect(parseJson(JSON.stringify(lookalike, null, 2))).toEqual(lookalike);
  assert(
    property(jsonValue({ maxDepth: 8 }), (value) => {
      const text = JSON.stringify(value);
      fcPre(!text.includes('__proto__'));
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test.each([
  ['GET', '/api/cis/tagging/tag/urn%3Avmomi%3A1', null, true],
  ['GET', '/api/cis/tagging/tag', '{}', false],
  ['GET', '/api/../sdk', null, false],
  ['GET', '/api/cis/%2e%2e/x', null, false],
  ['GET', '/api/cis/a%2Fb', null, false],
  ['GET', '/api//x', null, false],
  ['POST', '/api/session', null, true],
  ['POST', '/rest/com/vmware/cis/session', null, true],
  ['POST', '/api/session', '{}', false],
  ['POST', '/api/session?action=get', null, false],
  ['DELETE', '/api/session', null, true],
  ['DELETE', '/api/cis/tagging/tag/urn%3A1', null, false],
  ['POST', '/api/cis/tagging/tag-association?action=list-attached-tags-on-objects', '{}', true],
  ['POST', '/rest/com/vmware/cis/tagging/tag-association?~action=list-attached-tags-on-objects', '{}', true],
  ['POST', '/api/cis/tagging/tag-association?action=attach-multiple-tags-to-object', '{}', false],
  ['POST', '/api/cis/tagging/tag-association?action=list-attached-tags-on-objects&action=attach', '{}', false],
  ['PATCH', '/api/cis/tagging/tag/urn%3A1', '{}', false],
  ['POST', '/api', '{}', false],
])('%s %s with %j is a read: %j', (method, path, body, isRead) => {
  expect(formOf(path)).not.toBe(null);
  expect(isReadingRest({ method, path, body })).toBe(isRead);
});

test('a refusal is told by its status and the words of either form, and shows nothing that a terminal obeys', () => {
  const api = refusalOf(
    403,
    '{"error_type":"UNAUTHORIZED","messages":[{"default_message":"No \\u001b[31mright"}]}',
    'GET /x',
  );
  expect([api.kind, api.message]).toEqual([
    'unauthorized',
    'GET /x is refused (HTTP 403 UNAUTHORIZED): No \\u001b[31mright',
  ]);
  const rest = '{"type":"com.vmware.vapi.std.errors.not_found","value":{"messages":[{"default_message":"Gone"}]}}';
  expect(refusalOf(404, rest, 'GET /x')).toMatchObject({
    kind: 'not-found',
    message: expect.stringContaining('Gone') as string,
  });
  expect(refusalOf(404, '404 page not found', 'GET /x').kind).toBe('absent');
  expect(refusalOf(404, '{"error_type":"OPERATION_NOT_FOUND","messages":[]}', 'GET /x').kind).toBe('absent');
  expect(refusalOf(500, '[[[', 'GET /x')).toMatchObject({ kind: 'other', message: 'GET /x is refused (HTTP 500)' });
});

const HOST = { type: 'HostSystem', value: 'host-1' };
const OTHER = { type: 'HostSystem', value: 'host-2' };
const ID = 'urn:vmomi:InventoryServiceTag:1:GLOBAL';
const row = (id: string, tags: unknown = []) => ({ object_id: { type: 'HostSystem', id }, tag_ids: tags });

test('tags of objects: none is told by null or an empty list, and each object is answered for once', () => {
  const { decode } = attachedTags([HOST, OTHER]);
  expect(decode([row('host-1', null), row('host-2', [ID])])).toEqual([
    { object: HOST, tags: [] },
    { object: OTHER, tags: [ID] },
  ]);
});

test.each([
  ['missing', [row('host-1')]],
  ['none at all', null],
  ['doubled', [row('host-1'), row('host-2'), row('host-2', [ID])]],
  ['another object', [row('host-1'), row('host-3')]],
  ['one too many', [row('host-1'), row('host-2'), row('host-3')]],
  ['tags that are a text', [row('host-1'), row('host-2', ID)]],
  ['no word of tags', [row('host-1'), { object_id: { type: 'HostSystem', id: 'host-2' } }]],
  ['an id that is a path', [row('host-1'), row('host-2', ['urn:../../x'])]],
  ['a text', 'none'],
  ['the form of the other API', { value: [row('host-1'), row('host-2')] }],
])('an answer about tags that lies is no answer: %s', (_what, value) => {
  expect(() => attachedTags([HOST, OTHER]).decode(value)).toThrow(RestAnswerError);
});

test('a tag and a category must be the ones asked for, with a name', () => {
  const told = { id: ID, name: 'Prod', category_id: 'urn:c', description: '' };
  expect(tag(ID).decode(told)).toEqual({ name: 'Prod', category: 'urn:c' });
  expect(() => tag(`${ID}2`).decode(told)).toThrow('something else');
  expect(() => tag(ID).decode({ ...told, name: '' })).toThrow('name of the answer');
  expect(() => category('urn:c').decode({ id: 'urn:c' })).toThrow(RestAnswerError);
  expect(category('urn:c').decode({ id: 'urn:c', name: 'Env' })).toBe('Env');
});
