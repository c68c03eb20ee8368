import { expect, test } from 'vitest';
import { chooseConnections, type ConnectionFlags } from '../../src/target/connections.ts';
import { refusalOf, surroundings } from './surroundings.ts';

const FLAGS: ConnectionFlags = {
  targets: ['vc01', 'vc02:8443'],
  user: undefined,
  password: { file: undefined, stdin: false, command: undefined },
  trust: { thumbprints: [], caFiles: [], knownHosts: undefined, insecure: undefined, legacyTls: false },
  timeoutMs: 1000,
};

test('every target gets its endpoint, and all of them the one account', async () => {
  const env = { GOVC_USERNAME: 'root', ESXCHECK_PASSWORD: 'secret' };
  const { connections } = await chooseConnections(FLAGS, surroundings({ env }));
  expect(connections).toMatchObject([
    { endpoint: { url: 'https://vc01/sdk', host: 'vc01', port: 443, timeoutMs: 1000 } },
    { endpoint: { url: 'https://vc02:8443/sdk', host: 'vc02', port: 8443 } },
  ]);
  for (const { credentials } of connections) expect(credentials).toEqual({ user: 'root', password: 'secret' });
});

const userOf = async (user: string | undefined, env: Record<string, string>) => {
  const { connections } = await chooseConnections({ ...FLAGS, targets: [], user }, surroundings({ env }));
  return connections[0]?.credentials.user;
};

test('the user comes from the flag, then GOVC_USERNAME, then GOVC_URL', async () => {
  const url = { GOVC_URL: 'https://third:secret@vc01' };
  expect(await userOf('first', { ...url, GOVC_USERNAME: 'second' })).toBe('first');
  expect(await userOf(undefined, { ...url, GOVC_USERNAME: 'second' })).toBe('second');
  expect(await userOf(undefined, url)).toBe('third');
});

test('a missing user is told before any password is asked for', async () => {
  expect((await refusalOf(() => chooseConnections(FLAGS, surroundings()))).code).toBe('USER_MISSING');
});

const OF_VC01 = { GOVC_URL: 'https://vc01/sdk', GOVC_USERNAME: 'root', GOVC_PASSWORD: 'hunter2' };
const choose = (flags: Partial<ConnectionFlags>, env: Record<string, string>) =>
  chooseConnections({ ...FLAGS, ...flags }, surroundings({ env }));

test.each([[['vc02']], [['vc01', 'vc02']], [['vc01:8443']], [['127.0.0.1']]])(
  'what govc has for one server is not sent to another: %j',
  async (targets) => {
    for (const user of [undefined, 'scan']) {
      const { code, text } = await refusalOf(() => choose({ targets, user }, OF_VC01));
      expect([code, text]).toEqual(['ACCOUNT_OF_ANOTHER', expect.stringContaining('https://vc01/sdk')]);
      expect(text).toContain(user === undefined ? 'GOVC_USERNAME belongs' : 'GOVC_PASSWORD belongs');
      expect(text).not.toContain('hunter2');
    }
  },
);

test('a GOVC_URL that cannot be understood leaves open whose the password is', async () => {
  const env = { ...OF_VC01, GOVC_URL: 'http://vc01' };
  expect((await refusalOf(() => choose({ targets: ['vc01'], user: 'scan' }, env))).code).toBe('ACCOUNT_OF_ANOTHER');
});

test('it is used for its own server, however that is spelt, and where GOVC_URL names none', async () => {
  for (const target of ['vc01', 'VC01.', 'https://vc01:443/sdk']) {
    const { connections } = await choose({ targets: [target] }, OF_VC01);
    expect(connections[0]?.credentials).toEqual({ user: 'root', password: 'hunter2' });
  }
  const { connections } = await choose({ targets: ['vc02'] }, { GOVC_USERNAME: 'root', GOVC_PASSWORD: 'hunter2' });
  expect(connections[0]?.credentials).toEqual({ user: 'root', password: 'hunter2' });
});

test('another server with an account of its own is no trouble', async () => {
  const env = { ...OF_VC01, ESXCHECK_PASSWORD: 'own' };
  const { connections } = await choose({ targets: ['vc02'], user: 'scan' }, env);
  expect(connections[0]?.credentials).toEqual({ user: 'scan', password: 'own' });
});

test('that the certificate of one server is not checked says nothing of another', async () => {
  const own = { ESXCHECK_PASSWORD: 'own', GOVC_URL: 'vc01', GOVC_INSECURE: 'true' };
  const insecureAt = async (target: string) =>
    (await choose({ targets: [target], user: 'scan' }, own)).connections[0]?.endpoint.trust.insecure;
  expect([await insecureAt('vc01'), await insecureAt('vc02')]).toEqual([true, false]);
});
