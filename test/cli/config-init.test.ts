import { lstat, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runIn } from './captured-io.ts';
import { terminal } from '../apply/command-support.ts';
import { runInProcess } from '../support/in-process.ts';
import { temporaryFolder } from '../target/surroundings.ts';

const FLAGS = ['--target', 'vc01.example.com', '--user', 'audit@vsphere.local'];
let cwd: string;

beforeEach(async () => {
  const folder = await temporaryFolder();
  cwd = folder.path;
  return () => folder[Symbol.asyncDispose]();
});

function init(...words: readonly string[]) {
  return runInProcess(['config', 'init', ...words], { cwd });
}

async function written(file = 'esxcheck.yaml'): Promise<unknown> {
  return parse(await readFile(join(cwd, file), 'utf8'));
}

/** What is asked at a terminal, and what is typed. */
async function typed(words: readonly string[], ...answers: readonly string[]) {
  const console = terminal(...answers);
  const file = join(cwd, 'esxcheck.yaml');
  const ended = await runIn(['config', 'init', file, ...words], { ...console, homeDir: cwd });
  return { ...ended, asked: console.stderr.text };
}

describe('from flags', () => {
  test('it writes what passes its own check, and says what comes next', async () => {
    const { exitCode, stdout, stderr } = await init(...FLAGS);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(
      /^Wrote esxcheck\.yaml\n\nNext: 1\. .*ESXCHECK_PASSWORD.*\n +2\. esxcheck trust vc01\.example\.com\n/,
    );
    expect(await written()).toEqual({
      targets: [{ address: 'vc01.example.com', user: 'audit@vsphere.local', password: { env: 'ESXCHECK_PASSWORD' } }],
    });
    const checked = await runInProcess(['config', 'check'], { cwd });
    expect(checked).toMatchObject({ exitCode: 0, stdout: 'esxcheck.yaml is valid.\n' });
  });

  test('with all of them; paths are seen from here, and from the folder of the config in it', async () => {
    await mkdir(join(cwd, 'etc'));
    const thumbprint = Array.from({ length: 32 }, () => 'AB').join(':');
    const words = ['--password-file', 'vc.password', '--thumbprint', thumbprint, '--ca-file', '/etc/ca.pem'];
    const more = ['--cluster', 'Prod*', '--report', 'report.html', '--report', 'etc/a.csv'];
    const { exitCode, stdout } = await init('etc/run.yaml', ...FLAGS, ...words, ...more);
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain('esxcheck trust');
    expect(await written('etc/run.yaml')).toEqual({
      targets: [
        {
          address: 'vc01.example.com',
          user: 'audit@vsphere.local',
          password: { file: join('..', 'vc.password') },
          trust: { thumbprints: [thumbprint], caFiles: ['/etc/ca.pem'] },
        },
      ],
      scope: { computeResources: ['Prod*'] },
      reports: [{ file: join('..', 'report.html') }, { file: 'a.csv' }],
    });
  });

  test('a token stands in the place of user and password', async () => {
    expect((await init('--server', 'vc01', '--token-file', 'token.xml')).exitCode).toBe(0);
    expect(await written()).toEqual({ targets: [{ address: 'vc01', tokenFile: 'token.xml' }] });
  });

  test.each([
    [[], '--target is needed'],
    [['--target', 'vc01'], '--user is needed'],
    [[...FLAGS, '--password-file', 'a', '--password-env', 'B'], 'contradict each other'],
    [[...FLAGS, '--token-file', 'a'], 'leave one of them out'],
    [[...FLAGS, '--target', 'vc02', '--thumbprint', 'AB'], '--thumbprint goes with one --target'],
    [[...FLAGS, '--thumbprint', 'AB'], 'neither SHA-256 nor SHA-1'],
    [['--target', 'http://vc01', '--user', 'a'], 'asks for http'],
    [[...FLAGS, '--target', 'https://vc01.example.com/sdk'], 'is named twice'],
    [[...FLAGS, '--report', 'report.exe'], 'the ending ".exe"'],
    [[...FLAGS, '--password', 'hunter2'], 'There is no --password'],
    [[...FLAGS, '--password-env', 'hunter2'], 'the name of a variable in capital letters'],
    [['--target', 'root:hunter2@vc01', '--user', 'a'], 'has a password in it'],
    [['--target', 'vc01', '--user', 'root:hunter2'], 'the name of an account'],
    [[...FLAGS, '--yes'], 'has no option --yes'],
    [[...FLAGS, '--pack', 'hpe'], 'has no option --pack'],
  ])('%j is refused, and nothing is written: %s', async (words, sentence) => {
    const { exitCode, stdout, stderr } = await init(...words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('hunter2');
    await expect(lstat(join(cwd, 'esxcheck.yaml'))).rejects.toThrow('ENOENT');
  });

  test('a file that is there stays, unless --replace says otherwise', async () => {
    const file = join(cwd, 'esxcheck.yaml');
    await writeFile(file, 'packs: [hpe]\n');
    const { exitCode, stderr } = await init(...FLAGS);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^CONFIG_EXISTS: .*\n.*--replace/);
    expect(await readFile(file, 'utf8')).toBe('packs: [hpe]\n');
    expect((await init(...FLAGS, '--report', 'x.exe', '--replace')).exitCode).toBe(2);
    expect(await readFile(file, 'utf8')).toBe('packs: [hpe]\n');
    expect((await init(...FLAGS, '--replace')).exitCode).toBe(0);
    expect(await written()).toHaveProperty('targets');
  });

  test('a link that leads nowhere is a file that is there', async () => {
    await symlink(join(cwd, 'elsewhere'), join(cwd, 'esxcheck.yaml'));
    expect((await init(...FLAGS)).stderr).toContain('CONFIG_EXISTS');
  });

  test('nobody else may write it, or it would not be used', async () => {
    const before = process.umask(0);
    try {
      await init(...FLAGS);
    } finally {
      process.umask(before);
    }
    expect((await lstat(join(cwd, 'esxcheck.yaml'))).mode & 0o777).toBe(0o644);
  });

  test('at a terminal, flags that say enough leave nothing to ask', async () => {
    const { exitCode, asked } = await typed(FLAGS);
    expect({ exitCode, asked }).toEqual({ exitCode: 0, asked: '' });
  });
});

describe('by asking', () => {
  test('empty answers are what most sites want', async () => {
    const { exitCode, asked } = await typed([], 'vc01', 'audit@vsphere.local', '', '', '', '', '');
    expect(exitCode).toBe(0);
    expect(asked).toContain('The password itself is never written into a config.');
    expect(await written()).toEqual({
      targets: [{ address: 'vc01', user: 'audit@vsphere.local', password: { env: 'ESXCHECK_PASSWORD' } }],
    });
  });

  test('only for what the flags leave open', async () => {
    const { asked } = await typed(
      ['--target', 'vc01', '--password-env', 'PW'],
      'root',
      '',
      'Prod, Lab*',
      join(cwd, 'a.html'),
    );
    expect(asked).not.toMatch(/vCenter or ESXi host|come from/);
    expect(await written()).toEqual({
      targets: [{ address: 'vc01', user: 'root', password: { env: 'PW' } }],
      scope: { computeResources: ['Prod', 'Lab*'] },
      reports: [{ file: join(cwd, 'a.html') }],
    });
  });

  test('an answer that cannot be taken is asked for again, with why', async () => {
    const answers = [
      'http://vc01',
      'vc01',
      '',
      'root:hunter2',
      'root',
      'paper',
      'variable',
      'hunter2',
      'PW',
      'hunter2',
      '',
      '',
      'report.exe',
      '',
    ];
    const { exitCode, asked } = await typed([], ...answers);
    expect(exitCode).toBe(0);
    for (const why of [
      'asks for http',
      'Something has to be said',
      'no address, and no password',
      'One of file',
      'capital letters',
      'SHA-1',
      'the ending ".exe"',
    ]) {
      expect(asked).toContain(why);
    }
    expect(JSON.stringify(await written())).not.toContain('hunter2');
  });

  test('what looks like the password itself is taken only on a second word', async () => {
    const { exitCode } = await typed([], 'vc01', 'root', 'file', 'hunter2', 'no', '~/vc.password', 'yes', '', '', '');
    expect(exitCode).toBe(0);
    expect(await written()).toMatchObject({ targets: [{ password: { file: join(cwd, 'vc.password') } }] });
    const command = await typed(['--replace'], 'vc01', 'root', 'command', 'hunter2', 'no', 'pass show vc', '', '', '');
    expect(command.exitCode).toBe(0);
    expect(await written()).toMatchObject({ targets: [{ password: { command: 'pass show vc' } }] });
  });

  test('nothing is asked where the file is there already, and nothing is written on Ctrl-C', async () => {
    await writeFile(join(cwd, 'esxcheck.yaml'), 'packs: [hpe]\n');
    const taken = await typed([]);
    expect(taken.exitCode).toBe(2);
    expect(taken.asked).toMatch(/^CONFIG_EXISTS/);
    const stopped = await typed(['--replace'], 'vc01', '\u0003');
    expect(stopped.exitCode).toBe(130);
    expect(await readFile(join(cwd, 'esxcheck.yaml'), 'utf8')).toBe('packs: [hpe]\n');
  });
});
