import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { TroubleInput } from '../../src/simulator/estate/trouble.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import type { Outcome } from '../cli/captured-io.ts';
import { sampled } from '../support/sample.ts';
import { gen8Estate } from '../support/simulated-vcenter.ts';
import { simulators } from './simulators.ts';

const GEN8 = ['--rule', 'hpe/gen8-interrupt-remapping'];
const BALANCED = `balanced: true\n${gen8Estate(12)}`;

const { home, start, runAt: runWithin } = simulators();
const vcenter = (estate: string, ...troubles: TroubleInput[]): Promise<Simulator> => start(estate, troubles);
const runAt = (simulator: Simulator, words: readonly string[]): Promise<Outcome> => runWithin(simulator, words, 20);

describe('behind a load balancer whose nodes share no sessions', () => {
  test('a scan reaches the node that it has logged in to, with one login', async () => {
    const simulator = await vcenter(BALANCED);
    expect((await runAt(simulator, ['scan', ...GEN8])).exitCode).toBe(0);
    expect([simulator.logins, simulator.openSessions]).toEqual([1, 0]);
  });

  test('a session that ends is renewed there', async () => {
    const simulator = await vcenter(BALANCED, { kind: 'expire', method: 'ExecuteSoap', after: 3 });
    expect((await runAt(simulator, ['scan', ...GEN8])).exitCode).toBe(0);
    expect([simulator.logins, simulator.openSessions]).toEqual([2, 0]);
  });

  test('its cookies are in no log, no trace and no recording', async () => {
    const simulator = await vcenter(BALANCED);
    const [log, trace, recording] = ['log', 'trace', 'recording.gz'].map((name) => join(home(), name));
    const logged = ['--log-file', log ?? '', '--log-level', 'debug', '--trace-soap', trace ?? ''];
    expect((await runAt(simulator, ['scan', ...GEN8, ...logged])).exitCode).toBe(0);
    await runAt(simulator, ['doctor', '--record', recording ?? '']);
    const files = [log ?? '', ...(await readdir(trace ?? '')).map((name) => join(trace ?? '', name))];
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    const recorded = gunzipSync(await readFile(recording ?? '')).toString('utf8');
    expect(simulator.calls.cookies.size).toBeGreaterThan(2);
    for (const cookie of simulator.calls.cookies) {
      const value = /="?([^";]+)/.exec(cookie)?.[1] ?? '';
      expect(value).not.toBe('');
      for (const text of [...texts, recorded]) expect(text).not.toContain(value);
    }
  });
});

/** What a gateway answers that lets nothing but /sdk through. */
const BLOCKED: readonly TroubleInput[] = [
  { kind: 'status', status: 404 },
  { kind: 'status', status: 403 },
  { kind: 'status', status: 401 },
  { kind: 'status', status: 500 },
  { kind: 'html' },
  { kind: 'cut' },
];

describe.each(sampled(BLOCKED, 2))('with the list of versions blocked (%o)', (blocked) => {
  test.each(['8.0.3.0', '7.0.3.0', '6.5', '9.1.0.0'])(
    'a server of API %s is spoken with by its own word',
    async (api) => {
      const trouble = { ...blocked, method: 'vimServiceVersions.xml', times: null };
      const simulator = await vcenter(`apiVersion: '${api}'\n${gen8Estate(3)}`, trouble);
      const { exitCode, stderr } = await runAt(simulator, ['scan', ...GEN8]);
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(simulator.calls.count('RetrieveServiceContent')).toBe(2);
    },
  );
});

test('a gateway that is not ready is asked again, and no other way is tried', async () => {
  const simulator = await vcenter(gen8Estate(1), {
    kind: 'status',
    status: 503,
    method: 'vimServiceVersions.xml',
    times: null,
  });
  const { exitCode, stderr } = await runAt(simulator, ['scan', ...GEN8]);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('SERVICE_UNAVAILABLE')]);
  expect(simulator.calls.count('RetrieveServiceContent')).toBe(0);
});

describe('a login that fails for another reason than the password', () => {
  test.each([
    ['RestrictedVersion', 'licence'],
    ['NotEnoughLicenses', 'licence'],
    ['LicenseExpired', 'licence'],
    ['NoPermission', 'has no role there: give it one, at least Read-only'],
    ['InvalidLocale', 'en_US'],
    ['NotSupported', 'takes no logins of this kind'],
    ['SystemError', 'The server itself is in trouble'],
    ['SomethingNew', 'The server itself is in trouble'],
  ])('%s: the hint fits it, and the login is not repeated', async (fault, hint) => {
    const simulator = await vcenter(gen8Estate(1), { kind: 'refused', method: 'Login', fault, times: null });
    const { exitCode, stderr } = await runAt(simulator, ['scan', ...GEN8]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('LOGIN_FAILED')]);
    expect(stderr).toContain(hint);
    if (fault !== 'NoPermission') expect(stderr).not.toContain('Read-only');
    expect(simulator.calls.count('Login')).toBe(1);
  });

  test.each([
    ['InvalidLogin', 'refuses the user name or the password'],
    ['PasswordExpired', 'has expired'],
  ])('%s is still told as what it is', async (fault, words) => {
    const simulator = await vcenter(gen8Estate(1), { kind: 'refused', method: 'Login', fault, times: null });
    const { exitCode, stderr } = await runAt(simulator, ['scan', ...GEN8]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('INVALID_LOGIN')]);
    expect(stderr).toContain(words);
  });
});
