import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { folderOfTest } from '../history/stored.ts';
import { runInProcess } from '../support/in-process.ts';
import { type Ended, runProgram, startProgram } from '../support/program.ts';
import { ACCOUNT, gen8Estate, simulatedVcenter } from '../support/simulated-vcenter.ts';

let vcenter: Simulator;

beforeAll(async () => {
  vcenter = await simulatedVcenter(gen8Estate(2));
});
afterAll(() => vcenter.close());

const GEN8 = ['--rule', 'hpe/gen8-interrupt-remapping'];
/** Makes libsql look for a binary of its own development, which no installation has. */
const WITHOUT_BINARY = { LIBSQL_JS_DEV: '1' };

function words(...more: readonly string[]): readonly string[] {
  const target = ['--target', `${vcenter.host}:${vcenter.port}`, '--user', ACCOUNT.user];
  return ['scan', ...target, '--thumbprint', vcenter.certificate.sha256, ...GEN8, ...more];
}

const PASSWORD = { ESXCHECK_PASSWORD: ACCOUNT.password };

/** In a process of its own: a library is looked for once in each. */
function scanApart(env: Readonly<Record<string, string>>, ...more: readonly string[]): Promise<Ended> {
  return runProgram(words(...more), { env: { ...PASSWORD, ...env }, timeoutMs: 30_000 });
}

test('without the binary of libsql a scan works, and one that is to be kept is refused before anybody is called', async () => {
  const env = { HOME: await folderOfTest(), ...WITHOUT_BINARY };
  expect(await scanApart(env)).toMatchObject({ exitCode: 0 });
  const logins = vcenter.logins;
  const { exitCode, stdout, stderr } = await scanApart(env, '--record');
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^HISTORY_NOT_OPENED: The history needs the library libsql, which is not there: /m);
  expect(stderr).toContain('--omit=optional');
  expect(stderr).not.toContain('bug in esxcheck');
  expect(vcenter.logins).toBe(logins);
});

test('without it an unattended run scans and reports all the same, and says what was not kept', async () => {
  const folder = await folderOfTest();
  await writeFile(join(folder, 'secret'), ACCOUNT.password, { mode: 0o600 });
  const { host, port, certificate } = vcenter;
  const target = `{ address: '${host}:${port}', user: '${ACCOUNT.user}', password: { file: secret }, trust: { thumbprints: ['${certificate.sha256}'] } }`;
  const file = join(folder, 'esxcheck.yaml');
  await writeFile(file, `packs: [hpe]\ntargets: [${target}]\nreports: [{ file: scan.json }]\n`, { mode: 0o600 });
  const env = { HOME: folder, ...WITHOUT_BINARY };
  const { exitCode, stderr } = await runProgram(['run', '--config', file], { env, timeoutMs: 30_000 });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('The history needs the library libsql');
  expect(existsSync(join(folder, 'scan.json'))).toBe(true);
});

test.skipIf(!existsSync('/proc/self'))('a home where no folder can be made is an error at once', async () => {
  const { exitCode, stderr } = await runInProcess(words('--record'), { env: { ...PASSWORD, HOME: '/proc/x' } });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(
    'HISTORY_NOT_OPENED: The history "/proc/x/.local/state/esxcheck/history.db" cannot be opened',
  );
});

test('a file where a folder is wanted is an error, too', async () => {
  const home = await folderOfTest();
  await writeFile(join(home, 'state'), '');
  for (const place of ['state', 'state/below']) {
    const { exitCode, stderr } = await runInProcess(words('--record'), {
      env: { ...PASSWORD, HOME: home, XDG_STATE_HOME: join(home, place) },
    });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('HISTORY_NOT_OPENED')]);
  }
});

test.skipIf(!existsSync('/proc/self'))(
  'whatever is kept below such a home ends in an error, and not in a loop',
  async () => {
    const env = { HOME: '/proc/x', ESXCHECK_PASSWORD: ACCOUNT.password };
    const { host, port, certificate } = vcenter;
    const trusting = ['trust', `${host}:${port}`, '--sha256', certificate.sha256];
    const tracing = [...words(), '--trace-soap', '/proc/x/trace'];
    for (const [command, code] of [
      [trusting, 'FILE_NOT_WRITTEN'],
      [tracing, 'OUTPUT_NOT_WRITTEN'],
    ] as const) {
      const running = startProgram(command, { env, timeoutMs: 20_000 });
      const { exitCode, stderr } = await running.ended;
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(code)]);
    }
  },
);
