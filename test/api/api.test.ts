import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import {
  apply,
  compare,
  connect,
  diff,
  EsxcheckError,
  evaluate,
  gate,
  loadPlan,
  planFor,
  read,
  readComparable,
  render,
  rollback,
  run,
  savePlan,
  scan,
  verify,
} from '../../src/api/index.ts';
import { parsePlan } from '../../src/plan/parse-plan.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';

const ESTATE = `
datacenters:
  - name: Lab
    clusters:
      - name: Production-1
        hosts:
          - { name: good, vendor: HP, model: ProLiant DL380p Gen8, kernel: { iovDisableIR: 'FALSE' } }
          - { name: bad, vendor: HP, model: ProLiant DL380p Gen8, kernel: { iovDisableIR: 'TRUE' } }
          - { name: mute, vendor: HP, model: ProLiant DL380p Gen8, trouble: { esxcli: fault } }
`;

function optionsFor({ host, port, certificate }: Simulator) {
  return { target: `${host}:${port}`, ...ACCOUNT, thumbprints: [certificate.sha256] };
}

test('connect, scan and plan: what fails is planned, what is unknown is left out, and nothing is written', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  const connected = await connect(optionsFor(vcenter));
  const found = await scan(connected, { packs: ['hpe'] });
  const plan = await planFor(found);
  await connected.close();
  const verdicts = found.findings.filter(({ rule }) => rule === 'hpe/gen8-interrupt-remapping');
  const names = new Map(found.hosts.map(({ id, name }) => [id, name]));
  expect(Object.fromEntries(verdicts.map(({ host, verdict }) => [names.get(host), verdict]))).toEqual({
    good: 'pass',
    bad: 'fail',
    mute: 'unknown',
  });
  expect(plan.steps.map(({ host }) => host.name)).toEqual(['bad']);
  expect(plan.leftOut).toEqual(expect.arrayContaining([expect.objectContaining({ reason: 'unknown' })]));
  expect(parsePlan(savePlan(plan)).hash).toBe(plan.hash);
  expect(vcenter.calls.writes).toEqual([]);
  expect(vcenter.openSessions).toBe(0);
});

test('reading and judging apart come to the same', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  await using connected = await connect(optionsFor(vcenter));
  const facts = await read(connected, { packs: ['vic'] });
  const judged = await evaluate(facts, { packs: ['vic'], vchAddress: '10.9.0.5' });
  const whole = await scan(connected, { packs: ['vic'], vchAddress: '10.9.0.5' });
  expect(judged.findings).toEqual(whole.findings);
  // What was not read for these rules is unknown, and no pass; who made a host is always read.
  const other = await evaluate(facts, { packs: ['hpe'] });
  const passed = other.findings.filter(({ verdict }) => verdict === 'pass').map(({ rule }) => rule);
  expect(passed.filter((rule) => rule !== 'hpe/gen8-unknown-maker')).toEqual([]);
});

test('a plan is carried out only under its own hash, checked, and undone', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  await using connected = await connect({ ...optionsFor(vcenter), writes: true });
  const before = await scan(connected, { packs: ['hpe'] });
  const plan = loadPlan(savePlan(await planFor(before)));
  await using folder = await temporaryFolder();
  const journal = join(folder.path, 'plan.journal');
  const kinds = async (confirm?: string) => {
    const report = await apply(connected, plan, { journal, ...(confirm === undefined ? {} : { confirm }) });
    return report.outcomes.map(({ kind }) => kind);
  };
  expect(await kinds()).toEqual(['would-change']);
  await expect(kinds('0'.repeat(64))).rejects.toMatchObject({ code: 'PLAN_NOT_APPROVED' });
  const [step] = plan.steps;
  if (step === undefined) throw new Error('no step');
  const edited = { ...plan, steps: [{ ...step, host: { ...step.host, moid: 'host-1' } }] };
  for (const forged of [edited, { ...plan, hash: '1'.repeat(64) }]) {
    const applied = apply(connected, forged, { journal, confirm: forged.hash });
    await expect(applied).rejects.toMatchObject({ code: expect.stringMatching(/^PLAN_/) as unknown });
  }
  for (const wrong of [{ hosts: ['nobody'] }, { maxFailures: Number.NaN }]) {
    await expect(apply(connected, plan, { journal, confirm: plan.hash, ...wrong })).rejects.toThrow(EsxcheckError);
  }
  const stopped = apply(connected, plan, { journal, confirm: plan.hash, signal: AbortSignal.abort() });
  await expect(stopped).rejects.toMatchObject({ code: 'INTERRUPTED' });
  expect(vcenter.calls.writes).toEqual([]);
  expect(await gate(connected, 'bad', { packs: ['hpe'] })).toMatchObject({ gate: 'shut' });
  expect(await kinds(plan.hash)).toEqual(['done']);
  expect(vcenter.calls.writes.length).toBeGreaterThan(0);
  const { own, isWhole } = await verify(connected, plan, { journal });
  expect([own.hosts.map(({ name }) => name), isWhole]).toEqual([['bad'], true]);
  expect(own.findings.map(({ horizons }) => horizons.nextBoot)).toEqual(['pass']);
  expect(diff(before, await scan(connected, { packs: ['hpe'] })).changed).toHaveLength(1);
  const undone = await rollback(connected, plan, { journal, confirm: plan.hash });
  expect(undone.outcomes.map(({ kind }) => kind)).toEqual(['done']);
});

test('a connection that was not made for it writes nothing, and a host that is silent opens no gate', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  await using connected = await connect(optionsFor(vcenter));
  const plan = await planFor(await scan(connected, { packs: ['hpe'] }));
  await using folder = await temporaryFolder();
  const journal = join(folder.path, 'plan.journal');
  await expect(apply(connected, plan, { journal, confirm: plan.hash })).rejects.toMatchObject({ code: 'READING_ONLY' });
  expect(existsSync(journal)).toBe(false);
  await expect(connect({ ...optionsFor(vcenter), writes: true, signal: new AbortController().signal })).rejects.toThrow(
    /takes no signal/,
  );
  expect(vcenter.calls.writes).toEqual([]);
  expect(await gate(connected, 'mute', { packs: ['hpe'] })).toMatchObject({ gate: 'unknown' });
  expect(await gate(connected, 'good', { packs: ['hpe'] })).toMatchObject({ gate: 'open' });
});

test('a pass by a config scans, keeps and writes, and says what could not be written', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  await using folder = await temporaryFolder();
  const { host, port, certificate } = vcenter;
  await writeFile(join(folder.path, 'secret'), ACCOUNT.password);
  const config = (report: string): string =>
    [
      'targets:',
      `  - address: ${host}:${port}`,
      `    user: ${ACCOUNT.user}`,
      '    password: { file: secret }',
      `    trust: { thumbprints: ['${certificate.sha256}'] }`,
      'packs: [hpe]',
      'history: { file: history.db }',
      `reports: [{ file: ${report} }]`,
      '',
    ].join('\n');
  const file = join(folder.path, 'esxcheck.yaml');
  await writeFile(file, config('scan.json'));
  const { scan: found, shortfalls, deliveries } = await run(file);
  expect([found.summary.hosts, shortfalls, deliveries]).toEqual([3, 0, []]);
  expect(await readFile(join(folder.path, 'scan.json'), 'utf8')).toContain('esxcheck.scan/1');
  await writeFile(file, config('missing/scan.json'));
  const warnings: string[] = [];
  const again = await run(file, { onWarning: (sentence) => warnings.push(sentence) });
  expect([again.shortfalls, again.scan.since?.compared]).toEqual([1, 3]);
  expect(warnings.join()).toContain('FILE_NOT_WRITTEN');
  await writeFile(file, 'packs: [hpe]\n');
  await expect(run(file)).rejects.toMatchObject({ code: 'NOTHING_TO_RUN' });
});

test('every format is rendered, and an unknown one refused', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  await using connected = await connect(optionsFor(vcenter));
  const found = await scan(connected);
  for (const format of ['table', 'lines', 'csv', 'json', 'html', 'markdown', 'junit', 'prometheus']) {
    expect(render(found, format).endsWith('\n')).toBe(true);
  }
  expect(() => render(found, 'pdf')).toThrow(/Formats: table/);
});

test('a certificate that nobody vouched for, a wrong password and a scope that matches nothing are errors with codes', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  const options = optionsFor(vcenter);
  await expect(connect({ ...options, thumbprints: [] })).rejects.toMatchObject({ code: 'CERTIFICATE_UNTRUSTED' });
  await expect(connect({ ...options, password: 'wrong' })).rejects.toMatchObject({ code: 'INVALID_LOGIN' });
  await expect(connect({ ...options, target: 'https://u:p@vc01' })).rejects.toMatchObject({ code: 'TARGET_INVALID' });
  await using connected = await connect(options);
  await expect(scan(connected, { scope: { hosts: ['typo*'] } })).rejects.toMatchObject({
    code: 'SCOPE_MATCHES_NOTHING',
  });
  await expect(scan(connected, { packs: ['hpq'] })).rejects.toMatchObject({ code: 'UNKNOWN_PACK' });
});

const runFile = promisify(execFile);
let example = '';

beforeAll(async () => {
  const [, block = ''] = /```js\n([\s\S]*?)```/.exec(await readFile('docs/api.md', 'utf8')) ?? [];
  example = block;
});

test('the example of the documentation runs, by the name of the package, as it is built', async () => {
  await using folder = await temporaryFolder();
  await using vcenter = await simulatedVcenter(ESTATE);
  await mkdir(join(folder.path, 'node_modules'));
  await symlink(resolve('.'), join(folder.path, 'node_modules', 'esxcheck'));
  const target = `${vcenter.host}:${vcenter.port}`;
  // This Node.js may be older than `await using`.
  const text = example
    .replace('await using vcenter', 'const vcenter')
    .replace('vcenter.example.com', target)
    .replace('audit@vsphere.local', ACCOUNT.user);
  expect(text).not.toBe(example);
  await writeFile(join(folder.path, 'example.mjs'), `${text}\nawait vcenter.close();\n`);
  const secrets = { VCENTER_PASSWORD: ACCOUNT.password, VCENTER_THUMBPRINT: vcenter.certificate.sha256 };
  const env = { ...process.env, ...secrets };
  const { stdout } = await runFile(process.execPath, ['example.mjs'], { cwd: folder.path, env, timeout: 30_000 });
  expect(stdout).toContain('hpe/gen8-interrupt-remapping');
  expect(await readFile(join(folder.path, 'scan.html'), 'utf8')).toContain('<!doctype html>');
  expect(parsePlan(await readFile(join(folder.path, 'plan.json'), 'utf8')).steps).toHaveLength(1);
  expect(vcenter.openSessions).toBe(0);
});

test('the types of the example hold, for those who compile it', async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'node_modules'));
  await symlink(resolve('.'), join(folder.path, 'node_modules', 'esxcheck'));
  await symlink(resolve('node_modules/@types'), join(folder.path, 'node_modules', '@types'));
  const text = example.replaceAll(/process\.env\.(\w+)/g, "process.env['$1'] ?? ''");
  await writeFile(join(folder.path, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder.path, 'example.ts'), text);
  const flags = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--lib',
    'es2023,esnext.disposable',
  ];
  await runFile(resolve('node_modules/.bin/tsc'), [...flags, '--types', 'node', 'example.ts'], { cwd: folder.path });
}, 60_000);

test('hosts are compared to one of them, and what could not be read is not known', async () => {
  await using vcenter = await simulatedVcenter(ESTATE);
  const connected = await connect(optionsFor(vcenter));
  const facts = await readComparable(connected, { scope: { hosts: ['*'] } });
  await connected.close();
  const { differences, notKnown, hosts } = compare(facts, { host: 'good' });
  expect(hosts.map(({ host }) => host.name)).toEqual(['bad', 'mute']);
  expect(differences.map(({ key, value }) => [key, value])).toEqual([['iovDisableIR', 'TRUE']]);
  expect(new Set(notKnown.map(({ part }) => part))).toEqual(new Set(['kernel', 'firewall', 'packages']));
  expect(() => compare(facts, { host: 'nobody' })).toThrow('There is no host "nobody".');
  expect(vcenter.calls.writes).toEqual([]);
});
