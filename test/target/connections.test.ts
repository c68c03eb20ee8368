import { expect, test } from 'vitest';
import { chooseConnections } from '../../src/target/connections.ts';
import type { ConnectionFlags } from '../../src/target/connections.ts';
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
