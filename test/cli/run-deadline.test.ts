import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { folderOfTest } from '../history/stored.ts';
import { ACCOUNT, gen8Estate, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { runIn } from './captured-io.ts';

let vcenter: Simulator;

beforeAll(async () => {
  vcenter = await simulatedVcenter(gen8Estate(1));
});
afterAll(() => vcenter.close());

test.each([
  [7, 'run: { deadlineMinutes: 7 }\n'],
  [60, ''],
])('a run is given up after the %d minutes of its config, not sooner and not later', async (minutes, section) => {
  const folder = await folderOfTest();
  const { host, port, certificate } = vcenter;
  await writeFile(join(folder, 'secret'), ACCOUNT.password, { mode: 0o600 });
  const target = `{ address: '${host}:${port}', user: '${ACCOUNT.user}', password: { file: secret }, timeout: 30, trust: { thumbprints: ['${certificate.sha256}'] } }`;
  const file = join(folder, 'esxcheck.yaml');
  await writeFile(file, `packs: [hpe]\ntargets: [${target}]\n${section}`, { mode: 0o600 });
  // The vCenter is there and does not answer, so that nothing but the deadline ends the run.
  vcenter.disturb({ kind: 'hang', method: 'RetrievePropertiesEx', times: null });
  const asked = vcenter.calls.count('RetrievePropertiesEx');
  using timers = vi.spyOn(globalThis, 'setTimeout');
  const env = { HOME: folder, XDG_STATE_HOME: join(folder, 'state') };
  const running = runIn(['run', '--config', file], { env, homeDir: folder });
  await vi.waitFor(() => expect(vcenter.calls.count('RetrievePropertiesEx')).toBeGreaterThan(asked), {
    timeout: 15_000,
  });
  // Every other wait of a run is shorter than its shortest deadline, or keeps a session alive.
  const long = timers.mock.calls.filter(([, ms]) => (ms ?? 0) > 60_000 && ms !== 600_000);
  expect(long.map(([, ms]) => ms)).toEqual([minutes * 60_000]);
  const [pass] = long[0] ?? [];
  if (typeof pass === 'function') pass();
  const { exitCode, stderr } = await running;
  vcenter.calm();
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringContaining(`DEADLINE_PASSED: The run did not end within ${minutes} min`),
  ]);
});
