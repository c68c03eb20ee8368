import { expect, test } from 'vitest';
import { openSession } from '../../src/connect/session.ts';
import type { WitnessedCall } from '../../src/connect/traffic.ts';
import type { Log } from '../../src/model/log.ts';
import { logCalls } from '../../src/support/log.ts';
import { fault, startVcenter } from './support/vcenter.ts';

const SECRET = 'Zx9secretPW';

test('a server that repeats the password in its refusal has it shown and logged nowhere', async () => {
  await using vcenter = await startVcenter({
    Login: () => fault('SystemError', '', `bad request: user root password ${SECRET} refused`),
  });
  const written: string[] = [];
  const keep = (...words: readonly unknown[]): void => void written.push(JSON.stringify(words));
  const log = { wantsCalls: true, debug: keep, info: keep, warn: keep, error: keep } as unknown as Log;
  const witness = logCalls(log);
  const calls: WitnessedCall[] = [];
  const onCall = (call: WitnessedCall): void => {
    calls.push(call);
    witness.onCall(call);
  };
  const options = { witness: { wantsBodies: false, onCall } };
  const opened = openSession(vcenter.trusted(), { user: 'root', password: SECRET }, options);
  const error: unknown = await opened.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'LOGIN_FAILED' });
  expect(String(error)).toContain('password (removed) refused');
  expect(calls.some(({ method, error: failed }) => method === 'Login' && failed !== null)).toBe(true);
  expect(written.some((line) => line.includes('call failed'))).toBe(true);
  expect(written.join('\n')).not.toContain(SECRET);
});
