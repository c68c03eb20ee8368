import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { parsePlan } from '../../src/plan/parse-plan.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { type Outcome, runIn } from './captured-io.ts';

const GEN8 = 'vendor: HP, model: ProLiant DL380p Gen8, version: 8.0.3, build: 24022510';
const WRONG = "kernel: { iovDisableIR: { default: 'TRUE', configured: 'TRUE', runtime: 'TRUE' } }";

function estate(hosts: readonly string[], more = ''): string {
  return `
datacenters:
  - name: Lab
    clusters:
      - name: C1
        ${more}
        hosts:
${hosts.map((host) => `          - { ${host} }`).join('\n')}
`;
}

const ESTATE = estate([
  `name: esx-01, ${GEN8}, ${WRONG}`,
  `name: esx-02, ${GEN8}, kernel: { iovDisableIR: 'FALSE' }`,
  `name: esx-03, ${GEN8}, ${WRONG}, trouble: { stagedPatch: true }`,
  `name: esx-04, ${GEN8}, ${WRONG}, trouble: { stateless: true }`,
  `name: esx-05, ${GEN8}, ${WRONG}, trouble: { bootDevice: lost }`,
]);

let folder: string;
let vcenter: Simulator;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esxcheck-plan-'));
  vcenter = await simulatedVcenter(ESTATE);
});

afterAll(async () => {
  await vcenter.close();
  await rm(folder, { recursive: true });
});

function at(name: string): string {
  return join(folder, name);
}

function connectedTo(simulator: Simulator): readonly string[] {
  const { host, port, certificate } = simulator;
  return ['--target', `${host}:${port}`, '--user', ACCOUNT.user, '--thumbprint', certificate.sha256];
}

async function run(words: readonly string[]): Promise<Outcome> {
  return runIn(['plan', ...words], { env: { ESXCHECK_PASSWORD: ACCOUNT.password } });
}

/** Runs against a simulator and reads the plan that was printed. */
async function planned(simulator: Simulator, ...words: readonly string[]): Promise<Plan> {
  const { stdout, stderr } = await run([...connectedTo(simulator), '--format', 'json', ...words]);
  if (stdout === '') throw new Error(stderr);
  return parsePlan(stdout);
}

function inBrief({ steps, leftOut }: Plan): unknown {
  return {
    steps: steps.map(({ host, action }) => `${host.name} ${action.kind}`),
    leftOut: leftOut.map(({ host, reason }) => `${host.name} ${reason}`),
  };
}

test('a plan is one file with steps and what was left out; no host is written to and no session stays open', async () => {
  const file = at('plan.json');
  const { exitCode, stdout, stderr } = await run([...connectedTo(vcenter), '--output', file]);
  expect([exitCode, stdout]).toEqual([0, '']);
  expect(stderr).toContain(`Next: esxcheck apply ${file} --target ${vcenter.url} (shows what would happen now;`);
  const made = parsePlan(await readFile(file, 'utf8'));
  expect(inBrief(made)).toEqual({
    steps: ['esx-01 kernelSetting'],
    leftOut: ['esx-03 patch-staged', 'esx-04 would-not-last', 'esx-05 would-not-last'],
  });
  expect(made.target).toEqual({ url: vcenter.url, identity: vcenter.estate.instanceUuid });
  expect(made.parameters).toEqual({ preconditions: 'read' });
  expect(made.rules.map(({ id }) => id)).toContain('hpe/gen8-interrupt-remapping');
  expect(made.rules.every(({ id }) => id.startsWith('hpe/') || id === 'cpu/xeon-5500-5600-remapping-off')).toBe(true);
  expect(vcenter.calls.writes).toEqual([]);
  expect([vcenter.openSessions, vcenter.openTokens]).toEqual([0, 0]);
});

test('only hosts that would be changed are asked for their circumstances', async () => {
  await using calm = await simulatedVcenter(estate([`name: esx-01, ${GEN8}, kernel: { iovDisableIR: 'FALSE' }`]));
  expect(inBrief(await planned(calm))).toEqual({ steps: [], leftOut: [] });
  expect(calm.logins).toBe(1);
});

test('steps of vic are planned only when it is named', async () => {
  await using lab = await simulatedVcenter(estate([`name: esx-01, ${GEN8}, ${WRONG}`]));
  expect(inBrief(await planned(lab))).toMatchObject({ steps: ['esx-01 kernelSetting'] });
  expect(inBrief(await planned(lab, '--pack', 'vic'))).toMatchObject({ steps: ['esx-01 ruleset'] });
  expect(inBrief(await planned(lab, '--rule', 'vic/outbound-2377', '--pack', 'hpe'))).toMatchObject({
    steps: ['esx-01 kernelSetting', 'esx-01 ruleset'],
  });
  const limited = await planned(lab, '--pack', 'vic', '--vch-network', '10.9.0.0/16');
  expect(inBrief(limited)).toMatchObject({ steps: ['esx-01 allowedHosts', 'esx-01 ruleset'] });
  expect(limited.parameters).toEqual({
    'vch-address': '10.9.0.0/16',
    'vch-network': '10.9.0.0/16',
    preconditions: 'read',
  });
});

test('--deny closes what is open, and the flags are in the plan', async () => {
  const rulesets = "version: 6.5.0, build: '4564106', firewall: { rulesets: { vSPC: { enabled: true } } }";
  await using lab = await simulatedVcenter(estate([`name: esx-01, vendor: HP, model: X, ${rulesets}`]));
  const plan = await planned(lab, '--pack', 'vic', '--deny');
  expect(plan.steps.map(({ action }) => action)).toEqual([{ kind: 'ruleset', ruleset: 'vSPC', enabled: false }]);
  expect(plan.parameters).toEqual({ deny: 'yes', preconditions: 'read' });
});

test('a host of which something is unknown makes the exit code 3, and it is named', async () => {
  await using lab = await simulatedVcenter(
    estate([
      `name: esx-01, ${GEN8}, ${WRONG}`,
      `name: esx-02, ${GEN8}, connection: disconnected`,
      `name: esx-03, ${GEN8}, ${WRONG}, trouble: { noPermission: [configIssue] }`,
    ]),
  );
  const { exitCode, stdout } = await run([...connectedTo(lab), '--format', 'json']);
  expect(exitCode).toBe(3);
  expect(inBrief(parsePlan(stdout))).toEqual({
    steps: ['esx-01 kernelSetting'],
    leftOut: ['esx-02 unknown', 'esx-03 unknown'],
  });
});

test('a cluster with a configuration profile is left to that profile', async () => {
  await using lab = await simulatedVcenter(estate([`name: esx-01, ${GEN8}, ${WRONG}`], 'configManagerEnabled: true'));
  expect(inBrief(await planned(lab))).toEqual({ steps: [], leftOut: ['esx-01 owned-by-profile'] });
});

test('an ESXi host that a vCenter manages is not planned for directly', async () => {
  await using managed = await simulatedVcenter(direct(', managementServerIp: 10.0.0.5'));
  await using free = await simulatedVcenter(direct(''));
  expect(inBrief(await planned(managed))).toEqual({ steps: [], leftOut: ['esx-01 managed-elsewhere'] });
  const plan = await planned(free);
  expect(inBrief(plan)).toMatchObject({ steps: ['esx-01 kernelSetting'] });
  expect(plan.target.identity).toBe(plan.steps[0]?.host.uuid);
});

function scan(): string {
  return at('scan.json');
}

function plan(): string {
  return at('saved-plan.json');
}

function direct(more: string): string {
  return `kind: esxi\nhost: { name: esx-01, ${GEN8}, ${WRONG}${more} }\n`;
}

describe('from a file', () => {
  beforeAll(async () => {
    const connection = connectedTo(vcenter);
    const env = { ESXCHECK_PASSWORD: ACCOUNT.password };
    await runIn(['scan', ...connection, '--output', scan()], { env });
    await run([...connection, '--output', plan()]);
  });

  test('a saved scan is planned without contacting anybody, with a warning of what was not looked at', async () => {
    const calls = vcenter.calls.count();
    const { exitCode, stdout, stderr } = await run(['--from', scan(), '--format', 'json', '--quiet']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('warning: made of a saved scan');
    const made = parsePlan(stdout);
    expect(made.steps.map(({ host }) => host.name)).toEqual(['esx-01', 'esx-03', 'esx-04', 'esx-05']);
    expect(made.parameters).toEqual({ preconditions: 'not-read' });
    expect(vcenter.calls.count()).toBe(calls);
  });

  test('closing is planned from a saved scan as from the target, but for the preconditions', async () => {
    const open = 'vSPC: { enabled: true }, vic-engine: { enabled: true, required: true }';
    const host = `vendor: HP, model: X, version: 8.0.3, firewall: { rulesets: { ${open} } }`;
    await using lab = await simulatedVcenter(estate([`name: esx-01, ${host}`, `name: esx-02, ${GEN8}`]));
    const live = await planned(lab, '--pack', 'vic', '--deny');
    const env = { ESXCHECK_PASSWORD: ACCOUNT.password };
    await runIn(['scan', ...connectedTo(lab), '--output', at('open.json')], { env });
    const { stdout } = await run(['--from', at('open.json'), '--pack', 'vic', '--deny', '--format', 'json', '--quiet']);
    const offline = parsePlan(stdout);
    expect(inBrief(offline)).toEqual({ steps: ['esx-01 ruleset'], leftOut: ['esx-01 not-user-controllable'] });
    expect([offline.steps, offline.leftOut]).toEqual([live.steps, live.leftOut]);
    expect(offline.parameters).toEqual({ deny: 'yes', preconditions: 'not-read' });
  });

  test('a plan is shown in every form, and as JSON it is the same file', async () => {
    const text = await readFile(plan(), 'utf8');
    expect((await run(['--from', plan(), '--format', 'json'])).stdout).toBe(text);
    expect((await run(['--from', plan()])).stdout).toContain('│ esx-01');
    expect((await run(['--from', plan(), '--format', 'markdown'])).stdout).toContain('# Change plan');
    expect((await run(['--from', plan(), '--export', 'esxcli'])).stdout).toMatch(/^#!\/bin\/sh\n/);
    expect((await run(['--from', plan(), '--export', 'powercli'])).stdout).toContain('[CmdletBinding(');
    await run(['--from', plan(), '--output', at('plan.ps1'), '--output', at('plan.md'), '--output', at('plan.sh')]);
    expect(await readFile(at('plan.sh'), 'utf8')).toContain('esxcli system settings kernel set');
  });

  test.each([
    ['an edited plan', (text: string) => text.replace('"FALSE"', '"TRUE"'), 'PLAN_CHANGED'],
    ['half a plan', (text: string) => text.slice(0, 700), 'PLAN_INVALID'],
    ['a plan of a later form', (text: string) => text.replace('plan/1', 'plan/7'), 'PLAN_INVALID'],
    ['nothing', () => '', 'SCAN_INVALID'],
    ['another document', () => '{"schema":"esxcheck.kernel/1"}', 'SCAN_INVALID'],
  ])('%s is refused with a next step', async (_name, edit, code) => {
    await writeFile(at('bad.json'), edit(await readFile(plan(), 'utf8')));
    const { exitCode, stdout, stderr } = await run(['--from', at('bad.json')]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`^${code}: `));
    expect(stderr).toMatch(/--output (plan|scan)\.json/);
  });

  test('a file that is not there, or a folder, is told', async () => {
    expect((await run(['--from', at('none.json')])).stderr).toMatch(/^FILE_NOT_READ: .*there is no such file/);
    expect((await run(['--from', folder])).stderr).toMatch(/^FILE_NOT_READ: /);
  });

  test('a rule that reads otherwise now, or that the scan does not know, is no reason to plan', async () => {
    const text = await readFile(scan(), 'utf8');
    const hash = /"id":"hpe\/gen8-interrupt-remapping"[^}]*"hash":"([0-9a-f]+)"/.exec(text)?.[1] ?? '?';
    await writeFile(at('old.json'), text.replaceAll(hash, 'f'.repeat(64)));
    expect((await run(['--from', at('old.json')])).stderr).toMatch(/^PLAN_RULES_CHANGED: .*hpe\/gen8/);
    const env = { ESXCHECK_PASSWORD: ACCOUNT.password };
    await runIn(['scan', ...connectedTo(vcenter), '--pack', 'vic', '--output', at('vic.json')], { env });
    expect((await run(['--from', at('vic.json')])).stderr).toMatch(/^PLAN_RULES_MISSING: /);
  });

  test.each([
    [['--target', 'x'], '--target'],
    [['--host', 'esx-01'], '--host'],
    [['--vch-address', '10.0.0.1'], '--vch-address'],
  ])('%j would be without effect and is refused', async (words, flag) => {
    const { exitCode, stderr } = await run(['--from', scan(), ...words]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`USAGE: ${flag} has no effect with --from`);
  });

  test('a plan made of a saved scan is written to no host where the change would not last', async () => {
    await using lab = await simulatedVcenter(ESTATE);
    const env = { ESXCHECK_PASSWORD: ACCOUNT.password };
    await runIn(['scan', ...connectedTo(lab), '--output', at('lab.json')], { env });
    await run(['--from', at('lab.json'), '--output', at('offline.json')]);
    const { exitCode } = await runIn(['apply', at('offline.json'), ...connectedTo(lab), '--confirm'], {
      env,
      homeDir: folder,
    });
    expect(exitCode).toBe(1);
    const written = lab.calls.writes.filter(({ method }) => method === 'system.settings.kernel.set');
    expect(written.map(({ host }) => host)).toEqual(['esx-01']);
  });

  test('a plan is not planned again', async () => {
    expect((await run(['--from', plan(), '--pin'])).stderr).toContain(
      '--pin has no effect with --from: the file is a plan',
    );
  });
});

test.each([
  [['--format', 'json', '--export', 'esxcli'], 'give one of them'],
  [['--pack', 'vic', '--deny', '--vch-network', '10.0.0.0/8'], '--deny closes and --vch-network opens'],
  [['--deny'], '--deny says nothing to the rules of this plan'],
  [['--vch-network', '10.0.0.0/8'], '--vch-network says nothing'],
  [['--pack', 'vic', '--pin'], '--pin says nothing'],
  [['--pack', 'vic', '--vch-network', '10.0.0.5/8'], 'is an address inside a network'],
  [['--pack', 'vic', '--vch-network', 'vch.example.com'], 'is no address and no network'],
  [['--pack', 'vic', '--vch-network', '::ffff:10.0.0.1'], 'is no address and no network'],
  [['--pack', 'vic', '--vch-network', '10.9.0.0/16', '--vch-address', '10.8.0.1'], 'does not hold --vch-address'],
  [['--pack', 'nope'], 'UNKNOWN_PACK'],
  [['--output', 'plan.exe'], 'names no format'],
  [['--output', '/dev/null/plan.json'], 'FILE_NOT_WRITTEN'],
  [['--export', 'html'], 'takes one of'],
  [['--target', 'one', '--target', 'two'], 'A plan is for one target'],
])('plan %j is refused before anybody is contacted', async (words, sentence) => {
  const target = words.includes('--target') ? [] : ['--target', '127.0.0.1:1'];
  const { exitCode, stdout, stderr } = await run([...target, '--user', 'x', ...words]);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain(sentence);
});

test('an address alone is taken as an address', async () => {
  await using lab = await simulatedVcenter(estate([`name: esx-01, ${GEN8}`]));
  const { steps } = await planned(lab, '--pack', 'vic', '--vch-network', '10.9.0.5/32');
  expect(steps[0]?.action).toEqual({
    kind: 'allowedHosts',
    ruleset: 'vic-engine',
    allowed: { all: false, addresses: ['10.9.0.5'], networks: [] },
  });
});

test('an interruption leaves no session and no file', async () => {
  const aborted = AbortSignal.abort(new Error('interrupted'));
  const words = ['plan', ...connectedTo(vcenter), '--output', at('never.json')];
  const { exitCode } = await runIn(words, { env: { ESXCHECK_PASSWORD: ACCOUNT.password }, signal: aborted });
  expect(exitCode).toBe(130);
  await expect(readFile(at('never.json'))).rejects.toThrow(/ENOENT/);
  expect(vcenter.openSessions).toBe(0);
});
