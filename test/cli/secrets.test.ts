import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createMailServer, type Server } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nameOf } from '../../src/cli/parser/command.ts';
import { COMMANDS } from '../../src/cli/registry.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { CentrePeer } from '../support/centre-peer.ts';
import { runInProcess } from '../support/in-process.ts';
import { runProgram } from '../support/program.ts';
import { simulatedVcenter } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';
import type { Outcome } from './captured-io.ts';

/** Text that stands nowhere by chance; what XML and URLs write otherwise is in it as well. */
const MARK = 'mrk7Qz';
const PASSWORD = `${MARK}-pass&<"w rd`;
const SMTP_PASSWORD = `${MARK}-smtp`;
const HOOK_SECRET = `${MARK}-hook`;
const TOKEN_SECRET = `${MARK}-token`;
const CODE = `${MARK}-code`;
const USER = 'audit@vsphere.local';

/** Files that hold a secret because people put it there. */
const GIVEN = new Set(['secret', 'smtp-secret', 'token.xml', 'vault.sh']);

let vcenter: Simulator;
let centre: CentrePeer;
let hook: ReturnType<typeof createServer>;
let mail: Server;
let folder: string;
let remove: () => PromiseLike<void>;
const hooked: string[] = [];

beforeAll(async () => {
  vcenter = await simulatedVcenter(`
instanceUuid: ${randomUUID()}
accounts: [{ user: ${USER}, password: ${JSON.stringify(PASSWORD)} }]
datacenters:
  - name: Lab
    clusters:
      - name: A
        hosts:
          - { name: esx-01, vendor: HP, model: ProLiant DL380p Gen8, kernel: { iovDisableIR: 'TRUE' } }
          - { name: esx-02, trouble: { esxcli: fault } }
`);
  const temporary = await temporaryFolder();
  ({ path: folder } = temporary);
  remove = () => temporary[Symbol.asyncDispose]();
  hook = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      // Not ready at first, so that it is tried again; then it refuses for good.
      response.writeHead(hooked.length === 0 ? 500 : 400).end();
      hooked.push(body);
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  mail = createMailServer((socket) => socket.on('error', () => undefined).end('554 no mail today\r\n'));
  await new Promise<void>((resolve) => mail.listen(0, '127.0.0.1', resolve));
  const secretFiles = { mode: 0o600 };
  await writeFile(join(folder, 'secret'), `${PASSWORD}\n`, secretFiles);
  await writeFile(join(folder, 'smtp-secret'), SMTP_PASSWORD, secretFiles);
  await writeFile(join(folder, 'vault.sh'), `#!/bin/sh\ncat ${join(folder, 'secret')}\n`, { mode: 0o700 });
  await writeFile(
    join(folder, 'token.xml'),
    `<s:Assertion xmlns:s="urn:oasis:names:tc:SAML:2.0:assertion"><s:Subject><s:NameID>${USER}</s:NameID></s:Subject><s:Note>${TOKEN_SECRET}</s:Note></s:Assertion>`,
    secretFiles,
  );
  centre = await CentrePeer.start();
  centre.codes.add(CODE);
  await writeFile(join(folder, 'run.yaml'), config(), secretFiles);
  await writeFile(join(folder, 'site.yaml'), siteConfig(), secretFiles);
});

afterAll(async () => {
  await vcenter.close();
  await centre.close();
  hook.closeAllConnections();
  hook.close();
  mail.close();
  await remove();
});

function config(): string {
  const { host, port, certificate } = vcenter;
  return `packs: [hpe]
targets:
  - { address: '${host}:${port}', user: '${USER}', password: { file: secret }, trust: { thumbprints: ['${certificate.sha256}'] } }
reports: [{ file: run.html }, { file: run.json }]
history: { file: run.db }
notifications:
  - mail: { server: '127.0.0.1:${(mail.address() as AddressInfo).port}', from: a@example.com, to: [b@example.com], user: mailer, password: { file: smtp-secret } }
    when: always
  - webhook: { url: { env: HOOK_URL } }
    when: always
`;
}

/** Of a site whose key the centre does not know. */
function siteConfig(): string {
  const { host, port } = vcenter;
  return `targets: [{ address: '${host}:${port}', user: '${USER}', password: { file: secret } }]
server: { url: '${centre.url}', site: lon, key: site.key, thumbprint: '${centre.thumbprint}' }
`;
}

/** SQLite takes its own files away when it likes; what is gone holds no secret any more. */
function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/** Every place in which a secret of ours was found: what was printed, and files. */
async function leaksOf({ stdout, stderr }: Pick<Outcome, 'stdout' | 'stderr'>): Promise<readonly string[]> {
  const printed = Object.entries({ stdout, stderr }).filter(([, text]) => text.includes(MARK));
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = files
    .filter((entry) => entry.isFile() && !GIVEN.has(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => holds(bytesOf(path)));
  return [...printed.map(([name]) => name), ...found];
}

function holds(bytes: Buffer): boolean {
  const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (isCompressed ? gunzipSync(bytes) : bytes).includes(MARK);
}

const processes = (): readonly string[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name));

/** Command lines of processes that hold a secret, looked for while the program runs, in those that began meanwhile. */
function watchProcesses(): { readonly stop: () => readonly string[] } {
  const seen = new Set<string>();
  const before = new Set(processes());
  const timer = setInterval(() => {
    for (const name of processes()) {
      if (before.has(name)) continue;
      try {
        const line = readFileSync(`/proc/${name}/cmdline`, 'latin1');
        if (line.includes(MARK)) seen.add(line.replaceAll('\0', ' '));
      } catch {
        // It ended meanwhile.
      }
    }
  }, 5);
  return {
    stop: () => {
      clearInterval(timer);
      return [...seen];
    },
  };
}

let count = 0;

async function run(
  words: readonly string[],
  { env = {}, input = '', apart = false } = {},
): Promise<Omit<Outcome, 'exitCode'> & { readonly exitCode: number | null; readonly shown: readonly string[] }> {
  count += 1;
  const support = ['--log-file', 'all.log', '--log-level', 'debug', '--trace-soap', `trace-${count}`];
  const watch = watchProcesses();
  const { port } = hook.address() as AddressInfo;
  const surroundings = {
    HOME: folder,
    XDG_STATE_HOME: join(folder, 'state'),
    HOOK_URL: `http://127.0.0.1:${port}/${HOOK_SECRET}`,
  };
  const around = { cwd: folder, env: { ...surroundings, ...env }, input };
  const line = [...words, ...support];
  const outcome = await (apart ? runProgram(line, { ...around, timeoutMs: 60_000 }) : runInProcess(line, around));
  return { ...outcome, shown: watch.stop() };
}

function target(): readonly string[] {
  return ['--target', `${vcenter.host}:${vcenter.port}`, '--thumbprint', vcenter.certificate.sha256];
}

const ACCOUNT = ['--user', USER];
const BY_FILE = [...ACCOUNT, '--password-file', 'secret'];

/** Exit code, command, and the rest of the line. */
type Line = readonly [number, string, readonly string[]];

/** A line for each command, with its exit code; some need what those before them wrote. */
const LINES: readonly Line[] = [
  [1, 'scan', [...BY_FILE, '--output', 'scan.json', '--output', 'scan.html', '--output', 'scan.csv', '--record']],
  [1, 'host', ['esx-01', ...BY_FILE, '--output', 'host.json']],
  [3, 'kernel', ['iovDisableIR', ...BY_FILE, '--format', 'json']],
  [3, 'snapshot', [...BY_FILE, '--output', 'facts.esxsnap']],
  [1, 'evaluate', ['facts.esxsnap', '--format', 'json']],
  [3, 'compare', [...BY_FILE, '--to', 'esx-01', '--output', 'drift.csv']],
  [1, 'report', ['scan.json', '--format', 'markdown']],
  [0, 'plan', [...BY_FILE, '--output', 'plan.json', '--output', 'plan.md', '--output', 'plan.sh']],
  [0, 'apply', ['plan.json', ...BY_FILE, '--confirm', '--output', 'applied.json']],
  [1, 'verify', ['plan.json', ...BY_FILE]],
  [0, 'rollback', ['plan.json', ...BY_FILE, '--confirm']],
  [1, 'gate', ['esx-01', ...BY_FILE]],
  [3, 'prepatch', [...BY_FILE]],
  [1, 'run', ['--config', 'run.yaml']],
  [1, 'notify', ['--config', 'run.yaml']],
  [0, 'schedule', ['systemd', '--config', 'run.yaml']],
  [0, 'history', ['--format', 'json']],
  [0, 'diff', ['scan.json', 'scan.json']],
  [0, 'trend', ['--format', 'json']],
  [0, 'rules', ['list']],
  [0, 'catalog', []],
  [0, 'config', ['check', 'run.yaml']],
  [0, 'trust', []],
  [1, 'doctor', [...BY_FILE]],
  [0, 'doctor', [...BY_FILE, '--record', 'capture.gz']],
  [0, 'completion', ['bash']],
  [0, 'enrol', ['--site', 'fra', '--key', 'site.key', '--code-stdin']],
  [3, 'ship', ['facts.esxsnap', '--site', 'fra', '--key', 'site.key']],
  [1, 'worker', ['--config', 'site.yaml']],
  [2, 'simulate', ['--no-such-flag']],
  [0, 'demo', []],
];

/** Commands that talk to the server that the flags name. */
const ASKING = new Set([
  'scan',
  'host',
  'kernel',
  'snapshot',
  'compare',
  'plan',
  'apply',
  'verify',
  'rollback',
  'gate',
  'prepatch',
  'doctor',
]);

/** Commands that talk to a centre without a config that names it. */
function toCentre(name: string): readonly string[] {
  return ['enrol', 'ship'].includes(name) ? ['--server', centre.url, '--thumbprint', centre.thumbprint] : [];
}

test('the lines below are of every command', () => {
  expect(new Set(LINES.map(([, name]) => name))).toEqual(new Set(COMMANDS.map(nameOf)));
});

describe('no secret is printed, written, logged, traced or shown in the process list', () => {
  test.each(LINES)('exit code %i by %s %s', { timeout: 60_000 }, async (exitCode, name, words) => {
    const server = name === 'trust' ? [`${vcenter.host}:${vcenter.port}`, '--sha256', vcenter.certificate.sha256] : [];
    const input = name === 'enrol' ? `${CODE}\n` : '';
    const outcome = await run([name, ...words, ...server, ...toCentre(name), ...(ASKING.has(name) ? target() : [])], {
      input,
    });
    expect(outcome, outcome.stderr).toMatchObject({ exitCode });
    expect(await leaksOf(outcome)).toEqual([]);
    expect(outcome.shown).toEqual([]);
  });

  test.each([
    ['--password-stdin', { input: `${PASSWORD}\n` }],
    ['--password-command', { words: ['./vault.sh'] }],
    ['ESXCHECK_PASSWORD', { env: { ESXCHECK_PASSWORD: PASSWORD } }],
    ['GOVC_PASSWORD', { env: { GOVC_PASSWORD: PASSWORD } }],
  ])('where it comes by %s', { timeout: 60_000 }, async (source, given) => {
    const { words = [], ...around } = given as {
      words?: readonly string[];
      env?: Record<string, string>;
      input?: string;
    };
    const flags = source.startsWith('--') ? [source, ...words] : [];
    const line = ['kernel', 'iovDisableIR', ...ACCOUNT, ...flags, ...target()];
    const outcome = await run(line, { ...around, apart: source.startsWith('--') });
    expect(outcome.exitCode).toBe(3);
    expect(await leaksOf(outcome)).toEqual([]);
    expect(outcome.shown).toEqual([]);
  });

  test('where a token logs in', async () => {
    const outcome = await run(['kernel', 'iovDisableIR', '--token-file', 'token.xml', ...target()]);
    expect(outcome.exitCode).toBe(3);
    expect(await leaksOf(outcome)).toEqual([]);
  });

  test.each([
    [
      'a wrong password',
      ['scan', ...ACCOUNT, '--format', 'json'],
      { ESXCHECK_PASSWORD: `${MARK}-wrong` },
      'INVALID_LOGIN',
    ],
    ['an address with a password', ['scan', '--target', `https://root:${MARK}@vc01`], {}, 'PASSWORD_IN_ARGUMENTS'],
    ['a password as a flag', ['scan', '--password', `${MARK}-flag`], {}, 'PASSWORD_IN_ARGUMENTS'],
    [
      'a password that no XML can carry',
      ['scan', ...ACCOUNT],
      { ESXCHECK_PASSWORD: `${MARK}\uffff` },
      'ILLEGAL_CHARACTER',
    ],
  ])('where it fails: %s', { timeout: 60_000 }, async (_, words, env, code) => {
    const outcome = await run([...words, ...(words.includes('--target') ? [] : target())], { env: { ...env } });
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stderr).toContain(code);
    expect(await leaksOf(outcome)).toEqual([]);
  });

  test('and the search finds what is there', async () => {
    const log = await readFile(join(folder, 'all.log'), 'utf8');
    expect(log).toContain('"method":"Login"');
    expect(hooked.length).toBeGreaterThan(0);
    await writeFile(join(folder, 'leak.txt'), `x${MARK}y`);
    expect(await leaksOf({ stdout: MARK, stderr: '' })).toEqual(['stdout', join(folder, 'leak.txt')]);
  });
});
