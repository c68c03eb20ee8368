import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { folderOfTest } from '../history/stored.ts';
import { runInProcess } from '../support/in-process.ts';
import { runProgram } from '../support/program.ts';

const TARGET = '{ address: vc.example.com, user: audit, password: { credential: vc01 } }';

/** A folder with a config in it, at a path that has to be quoted everywhere. */
async function configIn(text: string): Promise<{ readonly folder: string; readonly file: string }> {
  const folder = join(await folderOfTest(), `it's 100% "odd" $HOME`);
  await mkdir(folder);
  const file = join(folder, 'esxcheck.yaml');
  await writeFile(file, text);
  return { folder, file };
}

const CONFIG = `targets: [${TARGET}]\nreports: [{ file: out.html }]\nhistory: { file: /var/lib/esxcheck/h.db }\nrun: { deadlineMinutes: 20 }\n`;

test('systemd verifies the service and the timer, and finds little that could be tighter', async () => {
  const { folder, file } = await configIn(CONFIG);
  const { exitCode, stderr } = await runProgram([
    'schedule',
    'systemd',
    '--config',
    file,
    '--at',
    '5:30',
    '--output',
    folder,
  ]);
  expect(exitCode).toBe(0);
  expect(stderr).toContain(`Wrote esxcheck.service, esxcheck.timer to ${folder.replaceAll('\\', '\\u005c')}.\n`);
  const units = ['esxcheck.service', 'esxcheck.timer'].map((name) => join(folder, name));
  const service = await readFile(units[0] ?? '', 'utf8');
  expect(service).toContain('LoadCredential=vc01:/etc/esxcheck/vc01');
  expect(service).toContain('TimeoutStartSec=25min');
  expect(service).toContain(`ReadWritePaths="${folder.replaceAll('"', '\\"').replaceAll('%', '%%')}"`);
  expect(service).not.toContain('ReadWritePaths="/var/lib/esxcheck"');
  expect(await readFile(units[1] ?? '', 'utf8')).toContain('OnCalendar=*-*-* 05:30:00');
  const verified = await promisify(execFile)('systemd-analyze', ['verify', '--man=no', ...units]);
  expect(verified).toEqual({ stdout: '', stderr: '' });
});

test('cron gets one line', async () => {
  const { file } = await configIn(CONFIG);
  const { stdout, exitCode } = await runProgram(['schedule', 'cron', '--config', file]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^0 6 \* \* \* '[^\n]+' '[^\n]+main\.js' 'run' '--config' '[^\n]+'\n$/);
});

test('Windows gets a script that registers a task', async () => {
  const { file } = await configIn(CONFIG);
  const { stdout, exitCode } = await runProgram(['schedule', 'windows', '--config', file]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("New-ScheduledTaskTrigger -Daily -At '06:00'");
  expect(stdout).toContain('New-TimeSpan -Minutes 25');
});

test.each([
  ['no targets', 'packs: [hpe]\n', [], 'NOTHING_TO_RUN'],
  ['no time of day', CONFIG, ['--at', '25:00'], 'USAGE'],
])('%s is told', async (_what, text, words, code) => {
  const { file } = await configIn(text);
  const { exitCode, stderr } = await runInProcess(['schedule', 'cron', '--config', file, ...words]);
  expect([exitCode, stderr.startsWith(code)]).toEqual([2, true]);
});

test('a scheduler that there is not is told with those that there are', async () => {
  const { exitCode, stderr } = await runInProcess(['schedule', 'at']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('systemd');
});

async function scheduled(scheduler: string, password: string, mode: number) {
  const { folder, file } = await configIn(`targets: [${password}]\n`);
  await writeFile(join(folder, 'vc.password'), 'secret', { mode });
  return { folder, ...(await runInProcess(['schedule', scheduler, '--config', file])) };
}

describe('a config whose passwords lie in files', () => {
  const OF_FILE = '{ address: vc.example.com, user: audit, password: { file: vc.password } }';

  test('that the user of the service cannot read: a warning, and LoadCredential ready to be used', async () => {
    const { folder, exitCode, stdout, stderr } = await scheduled('systemd', OF_FILE, 0o600);
    expect(exitCode).toBe(0);
    const path = join(folder, 'vc.password').replaceAll('%', '%%');
    expect(stdout).toContain(`#LoadCredential=vc.password:${path}\n`);
    expect(stdout).toContain('{ credential: vc.password }');
    expect(stderr).toMatch(/warning: .*vc\.password: the service runs as a user of its own .* cannot read it: /);
    expect(stderr).toContain('Write { credential: vc.password } in the config, and LoadCredential=vc.password:');
    expect(stdout + stderr).not.toContain('secret');
  });

  test('of which systemd is asked for: no warning of them', async () => {
    const { stderr, stdout } = await scheduled('systemd', TARGET, 0o600);
    expect(stderr).not.toContain('vc.password');
    expect(stdout).not.toContain('#LoadCredential');
  });

  test.each([
    ['systemd', 'ESX_PW: the variable is not set in the service; name a credential'],
    ['cron', 'ESX_PW: the variable is set in your shell, and not for what is started by itself'],
    ['windows', 'ESX_PW: the variable is set in your shell, and not for what is started by itself'],
  ])('or in a variable, which %s does not have', async (scheduler, words) => {
    const { exitCode, stderr } = await scheduled(scheduler, OF_FILE.replace('file: vc.password', 'env: ESX_PW'), 0o600);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining(words)]);
  });

  test.each(['cron', 'windows'])('or are handed out by systemd, which %s is not', async (scheduler) => {
    const { stderr } = await scheduled(scheduler, TARGET, 0o600);
    expect(stderr).toContain('credential vc01: only systemd hands out credentials');
  });

  test('that are not there are told for cron too', async () => {
    const { file } = await configIn(`targets: [${OF_FILE}]\n`);
    const { stderr } = await runInProcess(['schedule', 'cron', '--config', file]);
    expect(stderr).toContain('vc.password: you cannot read it');
  });
});
