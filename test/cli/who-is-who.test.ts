import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { runIn } from './captured-io.ts';

const RULE = ['--rule', 'hpe/gen8-interrupt-remapping'];
const GOOD = `kernel: { iovDisableIR: 'FALSE' }`;
const BAD = `kernel: { iovDisableIR: { default: 'TRUE', configured: 'TRUE', runtime: 'TRUE' } }`;
const GEN8 = 'vendor: HP, model: ProLiant DL380p Gen8, version: 6.0.0, build: 4600944';

/** Two datacenters with a cluster Prod each, and in each a host esx-01: that of DC2 is wrong. */
const TWO_PRODS = `
instanceUuid: 11111111-2222-3333-4444-555555555555
datacenters:
  - name: DC1
    clusters: [{ name: Prod, hosts: [{ name: esx-01, uuid: 30373237-3132-4d32-3235-303930305a01, ${GEN8}, ${GOOD} }] }]
  - name: DC2
    clusters:
      - name: Prod
        hosts:
          - { name: esx-01, uuid: 30373237-3132-4d32-3235-303930305a02, ${GEN8}, ${BAD} }
          - { name: esx-02, uuid: 30373237-3132-4d32-3235-303930305a03, ${GEN8}, ${BAD} }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esxcheck-who-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a command at these targets, with a config of that text. */
async function at(targets: readonly Simulator[], words: readonly string[], config?: string) {
  const named = targets.flatMap(({ host, port }) => ['--target', `${host}:${port}`]);
  const file = join(folder, 'esxcheck.yaml');
  if (config !== undefined) await writeFile(file, config);
  const configured = config === undefined ? [] : ['--config', file];
  const env = { ESXCHECK_PASSWORD: ACCOUNT.password, XDG_STATE_HOME: folder };
  return runIn([...words, ...named, '--user', ACCOUNT.user, '--insecure', '--timeout', '5', ...configured], { env });
}

const scanLines = ['scan', ...RULE, '--format', 'lines'];

const waiver = (scope: string): string =>
  `waivers: [{ rule: 'hpe/*', ${scope}, reason: old, owner: jane, expires: 2099-01-01 }]\n`;

async function shown(vcenter: Simulator, format: string): Promise<string> {
  return (await at([vcenter], ['scan', ...RULE, '--format', format])).stdout;
}

describe('two clusters and two hosts of one name', () => {
  let vcenter: Simulator;
  let moid: string;
  beforeAll(async () => {
    vcenter = await simulatedVcenter(TWO_PRODS);
    moid = vcenter.hosts[0]?.moid ?? '';
  });
  afterAll(() => vcenter.close());

  test('a gate at a name that two hosts have says what to type, and each of that opens or shuts for its own host', async () => {
    const { exitCode, stderr } = await at([vcenter], ['gate', 'esx-01', ...RULE]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('HOST_NOT_FOUND: "esx-01" is more than one host.');
    const good = ['DC1/Prod/esx-01', moid, '30373237-3132-4d32-3235-303930305a01'];
    expect(stderr).toContain(`\n  esx-01: ${good.join(', or ')}\n  esx-01: DC2/Prod/esx-01, or `);
    for (const name of good) expect((await at([vcenter], ['gate', name, ...RULE])).exitCode).toBe(0);
    for (const name of ['DC2/Prod/esx-01', '30373237-3132-4D32-3235-303930305A02']) {
      expect((await at([vcenter], ['gate', name, ...RULE])).exitCode).toBe(1);
    }
  });

  test.each([
    ['DC2/Prod/esx-01', 1],
    ['30373237-3132-4d32-3235-303930305a01', 1],
    ['DC2/*/*', 2],
    ['esx-01', 2],
  ])('--host %s is looked at by every command that takes it', async (host, count) => {
    const scope = ['--host', host, '--format', 'lines'];
    const kernel = await at([vcenter], ['kernel', 'iovDisableIR', ...scope]);
    expect(kernel.stdout.trimEnd().split('\n').length).toBe(count);
    expect((await at([vcenter], ['scan', ...RULE, ...scope])).stdout).toContain(`hosts=${count} `);
    const words = `--host ${host} is 2 hosts, and all of them are meant: DC1/Prod/esx-01, DC2/Prod/esx-01`;
    expect(kernel.stderr.includes(words)).toBe(host === 'esx-01');
  });

  test('--compute-resource names the one that is meant by its datacenter, or by its target', async () => {
    const hostsOf = async (place: string): Promise<string | undefined> => {
      const { stdout } = await at([vcenter], [...scanLines, '--compute-resource', place]);
      return /hosts=(\d+)/.exec(stdout)?.[1];
    };
    const target = `${vcenter.host}:${vcenter.port}`;
    expect(await Promise.all(['Prod', 'DC1/Prod', 'DC2/Prod', `${target}:DC2/Prod`].map(hostsOf))).toEqual([
      '3',
      '1',
      '2',
      '2',
    ]);
    const elsewhere = await at([vcenter], [...scanLines, '--compute-resource', 'vc99.example.com:DC1/Prod']);
    expect(elsewhere.stderr).toContain('SCOPE_MATCHES_NOTHING');
  });

  test.each([
    ['cluster: DC1/Prod', 2, 0],
    ['cluster: Prod, datacenter: DC1', 2, 0],
    ['cluster: DC2/Prod', 0, 2],
    ['host: esx-01, datacenter: DC2', 1, 1],
    ['host: DC2/Prod/esx-01', 1, 1],
    ['cluster: Prod, target: vc99.example.com', 2, 0],
    ['cluster: Prod', 0, 2],
  ])('a waiver of %s leaves %i failing and hides %i', async (scope, failing, waived) => {
    const { stdout, stderr } = await at([vcenter], scanLines, waiver(scope));
    expect(stdout).toContain(` fail=${failing} `);
    expect(stdout).toContain(` waived=${waived} `);
    expect(stderr.includes('cluster Prod is 2 clusters, and all of them are meant: DC1/Prod, DC2/Prod')).toBe(
      scope === 'cluster: Prod',
    );
  });

  test('a part of the config holds for the cluster of the datacenter that it names', async () => {
    const config = `clusters: { DC2/Prod: { rules: { hpe/gen8-interrupt-remapping: { enabled: false } } } }\n`;
    const { stdout, stderr } = await at([vcenter], ['scan', '--format', 'lines'], config);
    expect(stdout).not.toContain('fail critical hpe/gen8-interrupt-remapping');
    expect(stdout).toContain('pass critical hpe/gen8-interrupt-remapping compliant DC1/Prod/esx-01');
    expect(stderr).not.toContain('no cluster is called');
  });

  test('no report makes one of two', async () => {
    expect(await shown(vcenter, 'lines')).toContain(' DC2/Prod/esx-01 (4600944) ->');
    expect(await shown(vcenter, 'table')).toContain('DC2/Prod');
    expect(await shown(vcenter, 'markdown')).toContain('DC2/Prod');
    const page = await shown(vcenter, 'html');
    for (const cluster of ['DC1/Prod', 'DC2/Prod']) expect(page).toContain(`>${cluster}</option>`);
    const gauges = await shown(vcenter, 'prometheus');
    expect(gauges).toMatch(/esxcheck_hosts\{[^}]*datacenter="DC1",cluster="Prod"\} 1/);
    expect(gauges).toMatch(/esxcheck_hosts\{[^}]*datacenter="DC2",cluster="Prod"\} 2/);
    const suites = (await shown(vcenter, 'junit')).match(/<testsuite name="[^"]*"/g);
    expect(suites?.sort()).toEqual(
      ['DC1/Prod/esx-01', 'DC2/Prod/esx-01', 'DC2/Prod/esx-02'].map((name) => `<testsuite name="${name}"`),
    );
  });

  test('a trend by cluster keeps them apart, and a name alone means both', async () => {
    const history = ['--history', join(folder, 'prods.db')];
    await at([vcenter], ['scan', ...RULE, '--record', ...history]);
    const { stdout } = await runIn(['trend', '--cluster', 'prod', '--format', 'csv', ...history], { env: {} });
    expect(stdout).toContain('DC1/Prod');
    expect(stdout).toContain('DC2/Prod');
  });
});

const board = (name: string, said: string): Promise<Simulator> =>
  simulatedVcenter(`
kind: esxi
host: { name: ${name}, uuid: 30373237-3132-4d32-3235-303930305a4b, serial: To be filled by O.E.M., ${GEN8}, ${said} }
`);

describe('boards that have one hardware UUID', () => {
  test('are scanned, saved, compared and kept, each with its own verdict', async () => {
    await using good = await board('esx-a', GOOD);
    await using bad = await board('esx-b', BAD);
    const [saved, taken] = [join(folder, 'twins.json'), join(folder, 'twins.esxsnap')];
    const { stdout, exitCode } = await at([good, bad], [...scanLines, '--output', saved]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/pass critical hpe\/gen8-interrupt-remapping compliant esx-a /);
    expect(stdout).toMatch(/fail critical hpe\/gen8-interrupt-remapping non-compliant esx-b /);
    const diff = await runIn(['diff', saved, saved, '--format', 'json'], { env: {} });
    expect(JSON.parse(diff.stdout)).toMatchObject({ compared: 2 });
    expect((await at([good, bad], ['snapshot', '--output', taken, ...RULE])).exitCode).toBe(0);
    const judged = await runIn(['evaluate', taken, ...RULE, '--format', 'lines', '--no-config'], { env: {} });
    expect(judged.stdout).toMatch(/fail critical \S+ non-compliant esx-b /);
    expect(judged.exitCode).toBe(1);
  });

  test('one of them that is named twice is refused', async () => {
    await using esxi = await board('esx-a', GOOD);
    const again = { ...esxi, host: 'localhost', port: esxi.port };
    const { exitCode, stderr } = await at([esxi, again], scanLines);
    expect(stderr).toContain('SAME_TARGET_TWICE: ');
    expect(stderr).toContain('are one ESXi host');
    expect(exitCode).toBe(2);
  });
});

const estate = (serial: string, build: string, boot: string): string => `
instanceUuid: 11111111-2222-3333-4444-555555555555
datacenters:
  - name: DC
    clusters:
      - name: C
        hosts: [{ name: esx-01, vendor: HP, model: ProLiant BL460c Gen8, version: 6.0.0, ${serial}, build: '${build}', bootTime: '${boot}', ${GOOD} }]
`;

const scanned = async (name: string, serial: string, build: string, boot = '2026-11-01T00:00:00Z'): Promise<string> => {
  await using vcenter = await simulatedVcenter(estate(serial, build, boot));
  const file = join(folder, `${name}.json`);
  await at([vcenter], [...scanLines, '--output', file]);
  return file;
};

test('a host whose serial number was unread, or changes with a patch, is the same host', async () => {
  const unread = await scanned('unread', `serial: '', serviceTags: [], enclosureSerial: CHASSIS1`, '4600944');
  const chassis = await scanned('chassis', 'serial: CHASSIS1', '4600944');
  const blade = await scanned('blade', 'serial: BLADE7', '5050593', '2026-11-02T00:00:00Z');
  for (const before of [unread, chassis]) {
    const { stdout } = await runIn(['diff', before, blade, '--format', 'json'], { env: {} });
    expect(JSON.parse(stdout)).toMatchObject({ compared: 1, onlyBefore: [], onlyNow: [] });
    expect((await runIn(['diff', before, blade, '--format', 'lines'], { env: {} })).stdout).toMatch(/^patched /m);
  }
});

describe('a plan with two hosts of one name', () => {
  test('names them apart, and --only writes to the one that is meant or to none', async () => {
    const estate = TWO_PRODS.replace(GOOD, BAD);
    await using vcenter = await simulatedVcenter(estate);
    const plan = join(folder, 'plan.json');
    const { stdout } = await at([vcenter], ['plan', ...RULE, '--output', plan, '--format', 'table']);
    const moids = vcenter.hosts.filter(({ spec }) => spec.name === 'esx-01').map(({ moid }) => moid);
    for (const moid of moids) expect(stdout).toContain(`(${moid})`);
    const apply = (only: string) => at([vcenter], ['apply', plan, '--confirm', '--format', 'lines', '--only', only]);
    const refused = await apply('esx-01');
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('HOST_NOT_FOUND: --only "esx-01" is more than one host of the plan.');
    expect(vcenter.calls.writes).toEqual([]);
    const [moid = ''] = moids;
    expect((await apply(moid)).stdout).toContain('iovDisableIR = FALSE: done');
    const written = vcenter.hosts.map(({ kernel, moid: each }) => [each, kernel.get('iovDisableIR')?.configured]);
    expect(written.filter(([, configured]) => configured === 'FALSE')).toEqual([[moid, 'FALSE']]);
  });
});
