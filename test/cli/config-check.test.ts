import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { runInProcess } from '../support/in-process.ts';
import { temporaryFolder } from '../target/surroundings.ts';

let cwd: string;

beforeEach(async () => {
  const folder = await temporaryFolder();
  cwd = folder.path;
  return () => folder[Symbol.asyncDispose]();
});

async function check(text: string, ...words: readonly string[]) {
  await writeFile(join(cwd, 'esxcheck.yaml'), text);
  return runInProcess(['config', 'check', ...words], { cwd });
}

describe('all mistakes in one go', () => {
  const MANY = `wavers: []
packs: [hpe, 3, vicc]
rules:
  hpe/gen: { severity: low }
  hpe/gen8-interrupt-remapping: { severity: grave }
  vic/outbound-2377: { equals: 3 }
targets:
  - address: http://vc01
    user: audit@vsphere.local
    password: { env: ESXCHECK_PASSWORD }
  - address: vc02
    user: audit@vsphere.local
reports:
  - file: report.exe
`;

  test('of the shape, of names, of addresses and of formats, each with its place, in the order of the file', async () => {
    const { exitCode, stdout } = await check(MANY);
    expect(exitCode).toBe(1);
    const places = stdout
      .split('\n')
      .flatMap((line) => /^esxcheck\.yaml:(\d+):\d+: (.*)/.exec(line)?.slice(1, 3) ?? []);
    const lines = places.filter((_, index) => index % 2 === 0);
    expect(lines).toEqual(['1', '2', '2', '4', '5', '6', '8', '11', '14']);
    for (const words of [
      'unknown key "wavers": did you mean "waivers"?',
      'packs > 1: text was expected',
      'there is no pack "vicc": did you mean "vic"?',
      'there is no rule "hpe/gen"',
      'severity: one of critical, high',
      'the check of vic/outbound-2377 takes no expectation',
      'asks for http',
      'either user and password or tokenFile were expected',
      'the ending ".exe"',
    ]) {
      expect(stdout).toContain(words);
    }
    expect(stdout).toContain('esxcheck.yaml is not valid. 9 mistakes.\n');
  });

  test('with what helps: what a key is for, or which endings there are', async () => {
    const { stdout } = await check(MANY);
    expect(stdout).toContain('\n  packs: Packs that hosts are judged by');
    expect(stdout).toMatch(/\.exe".*\n {2}Endings: .*\.html/);
    const { stdout: waiver } = await check(
      'waivers: [{ rule: hpe/*, everywhere: true, reason: x, owner: y, expires: never }]',
    );
    expect(waiver).toMatch(/a date such as .*\n {2}expires: The last day on which it holds, in UTC\.\n/);
  });

  test('for machines the lines are what they were, and what helps is beside them', async () => {
    const { exitCode, stdout } = await check(MANY, '--format', 'json');
    const document = JSON.parse(stdout) as { valid: boolean; mistakes: string[]; next: (string | null)[] };
    expect(exitCode).toBe(1);
    expect(document).toMatchObject({ schema: 'esxcheck.config-check/1', file: 'esxcheck.yaml', valid: false });
    expect(document.mistakes).toHaveLength(9);
    expect(document.next).toHaveLength(9);
    expect(document.mistakes.every((line) => /^esxcheck\.yaml:\d+:\d+: /.test(line))).toBe(true);
  });

  test('a name that is wrong does not hide an expectation that cannot be', async () => {
    const { stdout } = await check('packs: [nope]\nrules:\n  vic/outbound-2377: { equals: 3 }\n');
    expect(stdout).toContain('there is no pack "nope"');
    expect(stdout).toContain('takes no expectation');
  });

  test('a target that is named twice is one', async () => {
    const [one, other] = ['vc01', 'https://vc01/sdk'].map((address) => `  - { address: ${address}, tokenFile: t }\n`);
    const { exitCode, stdout } = await check(`targets:\n${one}${other}`);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('esxcheck.yaml:3:16: https://vc01/sdk is named twice\n  Name it once.\n');
  });
});

function waiver(rule: string, expires: string): string {
  return `  - { rule: ${rule}, everywhere: true, reason: x, owner: y, expires: ${expires} }\n`;
}

describe('what it names', () => {
  const FILES = `targets:
  - address: vc01
    user: audit@vsphere.local
    password: { file: vc.password }
    trust: { caFiles: [ca.pem], knownHosts: hosts }
  - { address: vc02, tokenFile: token.xml }
reports:
  - file: out/report.html
notifications:
  - mail: { to: [a@example.com], from: b@example.com, server: mail, user: u, password: { file: mail.password } }
  - webhook: { url: { file: hook } }
`;

  test('files that are not here are told of with their places, and leave it valid: they may be elsewhere', async () => {
    const { exitCode, stdout } = await check(FILES);
    expect(exitCode).toBe(0);
    for (const [line, name] of [
      [4, 'vc.password'],
      [5, 'ca.pem'],
      [5, 'hosts'],
      [6, 'token.xml'],
      [8, 'out'],
      [10, 'mail.password'],
      [11, 'hook'],
    ] as const) {
      expect(stdout).toMatch(new RegExp(`^warning: esxcheck\\.yaml:${line}:\\d+: there is no .*${name}" here$`, 'm'));
    }
    expect(stdout).toMatch(/Paths are relative to the folder of the config/);
    expect(stdout.endsWith('esxcheck.yaml is valid.\n')).toBe(true);
  });

  test('files that are here are not told of', async () => {
    await mkdir(join(cwd, 'out'));
    for (const name of ['vc.password', 'ca.pem', 'hosts', 'token.xml', 'mail.password', 'hook']) {
      await writeFile(join(cwd, name), '');
    }
    expect(await check(FILES)).toMatchObject({ exitCode: 0, stdout: 'esxcheck.yaml is valid.\n' });
  });

  test('waivers of no rule, and of a time that is over, are told of', async () => {
    const { exitCode, stdout } = await check(
      `waivers:\n${waiver('hpe/*', '2020-01-31')}${waiver('hp/*', '2999-12-31')}`,
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('warning: esxcheck.yaml:2:68: the waiver has expired');
    expect(stdout).toContain(
      'warning: esxcheck.yaml:3:13: no rule is called "hp/*"\n  To see them: esxcheck rules list\n',
    );
  });

  test('mistakes in a folder of rules are told beside those of the config', async () => {
    await mkdir(join(cwd, 'ours', 'mine'), { recursive: true });
    await writeFile(join(cwd, 'ours', 'mine', 'one.yaml'), 'id: mine/one\n');
    await writeFile(join(cwd, 'ours', 'mine', 'two.yaml'), 'nothing: here\n');
    const both = await check('wavers: []\n', '--rules', 'ours');
    expect(both.exitCode).toBe(1);
    expect(both.stdout).toMatch(/^esxcheck\.yaml:1:1: unknown key "wavers"/);
    expect(both.stdout).toMatch(/^ours\/mine\/one\.yaml:\d+:\d+: /m);
    expect(both.stdout).toMatch(/^ours\/mine\/two\.yaml:\d+:\d+: /m);
    expect(both.stdout).toContain('To look at the rules alone: esxcheck rules test --rules ours');
    // As before: rules that cannot be loaded are no mistake of the config.
    const rules = await check('packs: [mine]\n', '--rules', 'ours');
    expect(rules.exitCode).toBe(2);
    expect(rules.stdout).not.toContain('there is no pack');
    expect(await check('packs: [hpe]\n', '--rules', 'nowhere')).toMatchObject({ exitCode: 2, stdout: '' });
  });

  test('names that would steer a terminal come out harmless', async () => {
    const { stdout } = await check('packs: ["\\e[31m\\u202ehpe"]\nreports: [{ file: "\\e[31mx/a.html" }]\n');
    expect(stdout).not.toMatch(/[^\P{C}\n]/u);
  });
});
