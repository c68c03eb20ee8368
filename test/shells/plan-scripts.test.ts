import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { esxcli } from '../../reports/plan/esxcli.ts';
import { listChanges } from '../../reports/plan/fold.ts';
import { shellQuoted } from '../../reports/plan/quoting.ts';
import type { Action, Plan } from '../../src/model/plan.ts';
import { hostileText } from '../reports/hostile.ts';
import { aPlan, fullPlan, PAIRS, planHost, stepsOn } from '../reports/plan/fixture.ts';

const run = promisify(execFile);
const SHELLS = ['sh', 'bash'];
const UNWRITABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

let folder: string;

/** An esxcli that writes its arguments down, each ended by a NUL, each call by one more. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esxcheck-export-'));
  const fake = join(folder, 'esxcli');
  await writeFile(fake, `#!/bin/sh\nprintf '%s\\0' "$@" >> "${folder}/calls"\nprintf '\\0' >> "${folder}/calls"\n`);
  await chmod(fake, 0o755);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface Ran {
  readonly exitCode: number;
  readonly calls: readonly (readonly string[])[];
}

async function runScript(shell: string, plan: Plan, uuid: string): Promise<Ran> {
  const script = join(folder, 'plan.sh');
  await rm(join(folder, 'calls'), { force: true });
  await writeFile(script, [...esxcli.render(plan, { width: null, colour: false })].join(''));
  const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}`, HOME: '/nowhere' };
  await run(shell, ['-n', script], { env });
  const ended = await run(shell, [script, uuid], { env, cwd: folder }).then(
    () => 0,
    (error: { code: number }) => error.code,
  );
  const calls = await readFile(join(folder, 'calls'), 'utf8').catch(() => '');
  const separate = calls.split('\0\0').filter((call) => call !== '');
  return { exitCode: ended, calls: separate.map((call) => call.split('\0')) };
}

const WRITABLE = PAIRS.filter(([action]) => action.kind !== 'service');

test.each(SHELLS)(
  '%s runs the lines of the host that is named, word for word, and those of no other',
  async (shell) => {
    const plan = aPlan([...stepsOn(planHost('esx-01'), PAIRS.slice(0, 1)), ...stepsOn(planHost('esx-02'), WRITABLE)]);
    expect(await runScript(shell, plan, 'uuid-esx-02')).toEqual({
      exitCode: 0,
      calls: [
        ['system', 'settings', 'kernel', 'set', '--setting=iovDisableIR', '--value=FALSE'],
        ['network', 'firewall', 'ruleset', 'set', '--ruleset-id=vic-engine', '--allowed-all=false'],
        ['network', 'firewall', 'ruleset', 'allowedip', 'add', '--ruleset-id=vic-engine', '--ip-address=10.9.0.0/16'],
        ['network', 'firewall', 'ruleset', 'allowedip', 'add', '--ruleset-id=vic-engine', '--ip-address=10.1.1.1'],
        ['network', 'firewall', 'ruleset', 'set', '--ruleset-id=vic-engine', '--enabled=true'],
        ['system', 'settings', 'advanced', 'set', '--option=/UserVars/SuppressShellWarning', '--int-value=1'],
        [
          'system',
          'settings',
          'advanced',
          'set',
          '--option=/Syslog/global/logHost',
          '--string-value=it\'s $HOME `id` \\ "x" 100%',
        ],
      ],
    });
  },
);

test('without a host, or with an unknown one, nothing is run', async () => {
  for (const uuid of ['', 'other', '*', 'uuid-esx-0?']) {
    expect(await runScript('sh', fullPlan(), uuid)).toEqual({ exitCode: 2, calls: [] });
  }
});

test('a step that esxcli cannot do stops the script there', async () => {
  const ran = await runScript('sh', aPlan(stepsOn(planHost('esx-01'), [...PAIRS].toReversed())), 'uuid-esx-01');
  expect(ran).toEqual({ exitCode: 1, calls: [] });
});

test('hostile names and values are words and nothing else, or the step is refused', async () => {
  const hostile = fc.sample(hostileText(), { numRuns: 25, seed: 3 });
  for (const text of [
    ...hostile,
    "'; touch pwned; '",
    '$(touch pwned)',
    '`touch pwned`',
    '\n touch pwned',
    '*) touch pwned',
    '-n',
    '%s',
  ]) {
    const action: Action = { kind: 'kernelSetting', name: `x${text}`, value: text };
    const plan = aPlan(stepsOn(planHost('esx-01', { name: text, uuid: `u${text}`, serial: text }), [[action, action]]));
    const { calls, exitCode } = await runScript('sh', plan, `u${text.replaceAll('\0', '')}`);
    const expected = ['system', 'settings', 'kernel', 'set', `--setting=x${text}`, `--value=${text}`];
    expect(calls).toEqual(UNWRITABLE.test(text) ? [] : [expected]);
    expect(exitCode).toBe(UNWRITABLE.test(text) ? 2 : 0);
  }
  await expect(readFile(join(folder, 'pwned'))).rejects.toThrow(/ENOENT/);
});

test('quoting gives the shell back what was quoted', async () => {
  const texts = fc.sample(hostileText(), { numRuns: 60, seed: 5 }).filter((text) => !UNWRITABLE.test(text));
  const { stdout } = await run('sh', ['-c', `printf '%s\\0' ${texts.map((text) => shellQuoted(text)).join(' ')}`]);
  expect(stdout.split('\0').slice(0, -1)).toEqual(texts);
});

test('from any list to any other, editing only while not all are allowed', () => {
  const entries = fc.uniqueArray(fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3'));
  const list = fc.record({ all: fc.boolean(), addresses: entries, networks: fc.constantFrom([], ['10.9.0.0/16']) });
  fc.assert(
    fc.property(list, list, (after, before) => {
      let { all } = before;
      const held = new Set<string>([...before.networks, ...before.addresses]);
      for (const change of listChanges(after, before)) {
        if (change.kind === 'allowAll') all = change.value;
        else {
          expect(all).toBe(false);
          expect(change.kind === 'add' ? held.has(change.entry) : !held.has(change.entry)).toBe(false);
          if (change.kind === 'add') held.add(change.entry);
          else held.delete(change.entry);
        }
      }
      expect([all, held]).toEqual([after.all, new Set([...after.networks, ...after.addresses])]);
    }),
  );
});
