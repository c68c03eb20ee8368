import { expect, test } from 'vitest';
import { openSession } from '../../src/connect/session.ts';
import { currentTime } from '../../src/vim/methods/session.ts';
import { connectionTo, gen8Estate, simulatedVcenter } from '../support/simulated-vcenter.ts';

function tokenFor(user: string): string {
  return `<s:Assertion xmlns:s="urn:oasis:names:tc:SAML:2.0:assertion"><s:Subject><s:NameID>${user}</s:NameID></s:Subject></s:Assertion>`;
}

test('a token logs in, again after the session has ended, and out', async () => {
  await using vcenter = await simulatedVcenter(gen8Estate(1));
  const user = 'administrator@vsphere.local';
  const { endpoint } = connectionTo(vcenter);
  const session = await openSession(endpoint, { user, token: tokenFor(user) });
  vcenter.disturb({ kind: 'expire', method: 'CurrentTime', face: 'fault' });
  expect(await session.call(currentTime())).toBeTruthy();
  expect(session.traffic.logins).toBe(2);
  expect(session.traffic.byMethod.get('LoginByToken')).toBe(2);
  expect(session.traffic.byMethod.has('Login')).toBe(false);
  await session.close();
  expect(vcenter.openSessions).toBe(0);
});

test('a refused token is tried once, and its text is in no error', async () => {
  await using vcenter = await simulatedVcenter(gen8Estate(1));
  const token = tokenFor('nobody@elsewhere');
  const failure = await openSession(connectionTo(vcenter).endpoint, { user: 'nobody@elsewhere', token }).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({
    code: 'INVALID_LOGIN',
    message: expect.stringContaining('the token of nobody@elsewhere'),
  });
  expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('Assertion');
  expect(vcenter.refusedLogins).toBe(1);
});
