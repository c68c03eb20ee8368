import { expect, test } from 'vitest';
import { openSession } from '../../src/connect/session.ts';
import { answer, startVcenter } from './support/vcenter.ts';

const CREDENTIALS = { user: 'audit@lab', password: 'Zx9secretPW' };

/** What a session tells of its login where the server answers it with this. */
async function recordOf(returnval: string) {
  await using vcenter = await startVcenter({
    Login: () => ({
      ...answer('Login', returnval),
      headers: { 'set-cookie': 'vmware_soap_session="c1"; Path=/; HttpOnly; Secure;' },
    }),
  });
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  return session.login;
}

function userSession(userName: string, loginTime: string): string {
  return `<returnval><key>k</key><userName>${userName}</userName><loginTime>${loginTime}</loginTime></returnval>`;
}

test('the account is the one that the server names, and its clock stands beside ours', async () => {
  const before = Date.now();
  const { account, clock } = await recordOf(userSession(String.raw`LAB\audit`, '2026-01-02T03:04:05.678901+02:00'));
  expect(account).toBe(String.raw`LAB\audit`);
  expect(clock?.server).toBe('2026-01-02T01:04:05.678Z');
  expect(Date.parse(clock?.local ?? '')).toBeGreaterThanOrEqual(before);
  expect(Date.parse(clock?.local ?? '')).toBeLessThanOrEqual(Date.now());
});

test.each([
  ['nothing', ''],
  ['an empty session', '<returnval/>'],
  [
    'a session whose parts are others',
    '<returnval><userName><a/></userName><loginTime>yesterday</loginTime></returnval>',
  ],
  ['names that stand twice', '<returnval><userName>a</userName><userName>b</userName></returnval>'],
  ['a year of five digits', '<returnval><loginTime>9999-12-31T23:59:59-14:00</loginTime></returnval>'],
  ['a time before all', '<returnval><loginTime>0001-01-01T00:00:00Z</loginTime></returnval>'],
])('a login that is answered with %s stands, and nothing is known of it', async (_title, returnval) => {
  expect(await recordOf(returnval)).toEqual({ account: null, clock: null });
});

test('a server that calls the account by its password, or by a page of text, gets neither into any report', async () => {
  const named = await recordOf(userSession(`x${CREDENTIALS.password}y`, ''));
  expect(named.account).toBe('x(removed)y');
  expect((await recordOf(userSession('a'.repeat(100_000), ''))).account).toHaveLength(256);
});
