import { expect, test } from 'vitest';
import { retrieveKnown } from '../../src/collect/retrieve-known.ts';
import { openSession } from '../../src/connect/session.ts';
import type { ObjectContent } from '../../src/vim/object-content.ts';
import { answer, type Answer, CREDENTIALS, fault, startVcenter } from '../connect/support/vcenter.ts';

const OBJECTS = [1, 2].map((number) => ({ type: 'HostSystem', value: `host-${number}` }));
const PATHS = ['name', 'runtime.standbyMode', 'config.firewall'];

/** A server that faults the whole call where a path is asked for that it does not know. */
function without(path: string, name: string): Answer {
  return ({ body }) => {
    if (body.includes(`<pathSet>${path}</pathSet>`)) return fault('InvalidProperty', name, '');
    const told = OBJECTS.filter(({ value }) => body.includes(`>${value}<`)).map(
      ({ value }) =>
        `<objects><obj type="HostSystem">${value}</obj><propSet><name>name</name><val xsi:type="xsd:string">x</val></propSet></objects>`,
    );
    return answer('RetrievePropertiesEx', `<returnval>${told.join('')}</returnval>`);
  };
}

async function readFrom(RetrievePropertiesEx: Answer): Promise<readonly [readonly ObjectContent[], number]> {
  await using vcenter = await startVcenter({ RetrievePropertiesEx });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  const contents: ObjectContent[] = [];
  const properties = { type: 'HostSystem', paths: PATHS };
  for await (const content of retrieveKnown(session, properties, OBJECTS)) contents.push(content);
  for await (const content of retrieveKnown(session, properties, OBJECTS)) contents.push(content);
  return [contents, vcenter.count('RetrievePropertiesEx')];
}

test.each([
  ['names', '<name>runtime.standbyMode</name>', 3],
  ['does not name', '', 5],
  ['names wrongly', '<name>elsewhere</name>', 5],
])('a path that the server refuses and %s is left out, and the rest is read', async (_words, name, calls) => {
  const [contents, count] = await readFrom(without('runtime.standbyMode', name));
  expect(contents).toHaveLength(4);
  for (const { properties, missing } of contents) {
    expect(properties.get('name')?.text).toBe('x');
    expect([...missing.keys()]).toEqual(['runtime.standbyMode']);
    expect(missing.get('runtime.standbyMode')?.type).toBe('InvalidProperty');
  }
  // The second reading knows it already.
  expect(count).toBe(calls);
});

/** Refuses two paths together, and neither of them alone. */
const refusing: Answer = ({ body }) =>
  body.includes('config.firewall') && body.includes('standbyMode')
    ? fault('InvalidProperty', '', '')
    : answer('RetrievePropertiesEx', '<returnval/>');

test('a server that refuses without any path being to blame is told as it is', async () => {
  await expect(readFrom(refusing)).rejects.toThrow('InvalidProperty');
});
