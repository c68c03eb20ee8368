import { expect, test } from 'vitest';
import { openSession, type RetrieveRequest } from '../../src/connect/session.ts';
import { currentTime } from '../../src/vim/methods/session.ts';
import { answer, CREDENTIALS, hosts, startVcenter } from './support/vcenter.ts';

const HOSTS: RetrieveRequest = {
  properties: [{ type: 'HostSystem', paths: ['name'] }],
  view: { container: { type: 'Folder', value: 'group-d1' }, types: ['HostSystem'] },
};

test('a session negotiates, logs in, calls with the cookie as it was set, and logs out', async () => {
  await using vcenter = await startVcenter();
  const session = await openSession(vcenter.trusted(), CREDENTIALS);
  expect(session.apiVersion).toBe('8.0.3.0');
  expect(session.content.about.instanceUuid).toBe('61f12cb6');
  expect(await session.call(currentTime())).toBe('2026-01-02T03:10:00.1Z');
  await session.close();
  expect(vcenter.calls.map((call) => call.method)).toEqual([
    'RetrieveServiceContent',
    'Login',
    'CurrentTime',
    'Logout',
  ]);
  expect(vcenter.calls.at(-1)?.cookie).toBe('vmware_soap_session="c000"');
  expect(vcenter.calls[2]?.headers['soapaction']).toBe('"urn:vim25/8.0.3.0"');
  expect(vcenter.sessions.size).toBe(0);
});

test('every page is followed, and the view is destroyed at the end', async () => {
  await using vcenter = await startVcenter({
    RetrievePropertiesEx: () =>
      answer('RetrievePropertiesEx', `<returnval><token>t1</token>${hosts(1, 3)}</returnval>`),
    ContinueRetrievePropertiesEx: ({ nth }) =>
      answer(
        'ContinueRetrievePropertiesEx',
        `<returnval>${nth === 0 ? '<token>t2</token>' : ''}${hosts(4 + nth, 4 + nth)}</returnval>`,
      ),
  });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  const names: string[] = [];
  for await (const content of session.retrieve(HOSTS)) names.push(content.properties.get('name')?.text ?? '');
  expect(names).toEqual(['esx1', 'esx2', 'esx3', 'esx4', 'esx5']);
  expect(vcenter.count('CancelRetrievePropertiesEx')).toBe(0);
  expect(vcenter.count('DestroyView')).toBe(1);
});
