import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chooseRules } from '../../src/api/rules.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { type Outcome, runIn } from './captured-io.ts';

/** ESXi 6.5 Update 3, which was never measured. */
const TARGET = '13932383';
const GEN8 =
  'vendor: HP, model: ProLiant DL380p Gen8, version: 6.0.0, build: 4600944, imageVendor: Hewlett Packard Enterprise';
const PATCHED = GEN8.replace('6.0.0, build: 4600944', `6.5.0, build: ${TARGET}`);
const RISEN = "kernel: { iovDisableIR: { default: 'TRUE', configured: 'TRUE', runtime: 'TRUE' } }";
const FOLLOWS = "kernel: { iovDisableIR: { default: 'FALSE', configured: 'FALSE', runtime: 'FALSE' } }";

function estate(...hosts: readonly string[]): string {
  return `datacenters: [{ name: Lab, hosts: [${hosts.map((host) => `{ ${host} }`).join(', ')}] }]`;
}

let folder: string;
/** The fleet, before its patch. */
let fleet: Simulator;
/** Canaries, after theirs. */
let canaries: Simulator;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esxcheck-learn-'));
  fleet = await simulatedVcenter(
    estate(
      `name: esx-11, ${GEN8}, ${FOLLOWS}`,
      `name: esx-12, ${GEN8.replace('DL380p', 'BL460c')}, ${FOLLOWS}`,
      `name: esx-13, ${GEN8.replace('Hewlett Packard Enterprise', "'VMware, Inc.'")}, ${FOLLOWS}`,
    ),
  );
  canaries = await simulatedVcenter(
    estate(
      `name: esx-01, ${PATCHED}`,
      `name: esx-02, ${PATCHED}, ${RISEN}`,
      `name: esx-03, ${PATCHED}, trouble: { esxcli: fault }`,
      `name: esx-04, ${PATCHED.replace('6.5.0', '6.7.0')}`,
    ),
  );
  for (const [name, host] of [
    ['canary', 'esx-01'],
    ['risen', 'esx-02'],
    ['unread', 'esx-03'],
    ['strange', 'esx-04'],
  ]) {
    await run(
      'snapshot',
      ...connectedTo(canaries),
      '--all-settings',
      '--host',
      host ?? '',
      '--output',
      at(`${name}.esxsnap`),
    );
  }
  await run('snapshot', ...connectedTo(canaries), '--all-settings', '--output', at('all.esxsnap'));
});

afterAll(async () => {
  await Promise.all([fleet.close(), canaries.close()]);
  await rm(folder, { recursive: true });
});

beforeEach(() => rm(at('.local'), { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);

function run(...words: readonly string[]): Promise<Outcome> {
  return runIn(words, { env: { ESXCHECK_PASSWORD: ACCOUNT.password }, homeDir: folder, platform: 'linux' });
}

function connectedTo({ host, port, certificate }: Simulator): readonly string[] {
  return ['--target', `${host}:${port}`, '--user', ACCOUNT.user, '--thumbprint', certificate.sha256];
}

interface Json {
  readonly hosts: readonly { readonly id: string; readonly name: string }[];
  readonly findings: readonly {
    readonly host: string;
    readonly rule: string;
    readonly verdict: string;
    readonly message: string;
    readonly horizons: { readonly nextPatch: string | null };
  }[];
}

/** Verdict, next patch and sentence of the Gen8 rule, by host. */
async function predicted(
  simulator = fleet,
  ...words: readonly string[]
): Promise<Readonly<Record<string, { readonly outlook: string; readonly message: string }>>> {
  const judged = ['--pack', 'hpe', '--target-release', TARGET, '--format', 'json', ...words];
  const { stdout } = await run('scan', ...connectedTo(simulator), ...judged);
  const { hosts, findings } = JSON.parse(stdout) as Json;
  const names = new Map(hosts.map(({ id, name }) => [id, name]));
  return Object.fromEntries(
    findings
      .filter(({ rule }) => rule === 'hpe/gen8-interrupt-remapping')
      .map(({ host, verdict, horizons, message }) => [
        names.get(host),
        { outlook: `${verdict} ${horizons.nextPatch}`, message },
      ]),
  );
}

const learn = (...words: readonly string[]): Promise<Outcome> => run('catalog', 'learn', ...words);

describe('a canary', () => {
  test('is learnt, named by the predictions for hosts like it, and forgotten again', async () => {
    const before = await predicted();
    expect(before['esx-11']).toMatchObject({ outlook: 'warn unknown' });
    expect(before['esx-11']?.message).toContain('was not measured');

    const { exitCode, stdout, stderr } = await learn(at('canary.esxsnap'));
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringMatching(
        /^Learnt 23 defaults of ESXi 6\.5 Update 3 \(build 13932383\) on esx-01, HP ProLiant DL380p Gen8, \d{4}-\d\d-\d\d\.\n$/,
      ),
    ]);
    expect(stderr).toContain(`Catalog: ${at('.local/state/esxcheck/catalog.jsonl')}`);

    const after = await predicted();
    expect(after['esx-11']?.outlook).toBe('pass pass');
    expect(after['esx-11']?.message).toMatch(
      /is FALSE \(measured on esx-01, \d{4}-\d\d-\d\d\), which is right as well/,
    );
    expect(after['esx-12']?.outlook).toBe('warn unknown');
    expect(after['esx-12']?.message).toContain('measured on another model: HP ProLiant DL380p Gen8, esx-01, ');
    expect(after['esx-13']?.outlook).toBe('warn unknown');
    expect(after['esx-13']?.message).toContain(
      'measured on another image: that of Hewlett Packard Enterprise, esx-01, ',
    );

    const forgotten = await run('catalog', 'forget', '--build', '6.5U3');
    expect([forgotten.exitCode, forgotten.stdout]).toEqual([0, expect.stringContaining('on esx-01, ')]);
    expect(await predicted()).toEqual(before);
    expect((await run('catalog', 'forget', '--host', 'esx-01')).exitCode).toBe(1);
  });

  test('whose default turned makes a risk of what follows it', async () => {
    await learn(at('risen.esxsnap'));
    const after = await predicted();
    expect(Object.values(after).map(({ outlook }) => outlook)).toEqual(['warn risk', 'warn risk', 'warn risk']);
    expect(after['esx-11']?.message).toContain('is TRUE (measured on esx-02, ');
  });

  test('that differs from another one makes the setting depend on the machine, in either order', async () => {
    const first = await learn(at('canary.esxsnap'), at('risen.esxsnap'));
    expect(first.stderr).toContain('Depends on the machine, since hosts do not agree: iovDisableIR');
    const after = await predicted();
    expect(after['esx-11']?.outlook).toBe('warn unknown');
    expect(after['esx-11']?.message).toContain('depends on the machine: ');
    await rm(at('.local'), { recursive: true });
    await learn(at('risen.esxsnap'), at('canary.esxsnap'));
    expect(await predicted()).toEqual(after);
  });

  test('is learnt once, and listed with where it comes from', async () => {
    await learn(at('canary.esxsnap'));
    expect((await learn(at('canary.esxsnap'))).stdout).toMatch(/^Known already: /);
    const { stdout } = await run('catalog', 'learned', '--format', 'json');
    const { schema, measurements } = JSON.parse(stdout) as { schema: string; measurements: Record<string, unknown>[] };
    expect([schema, measurements.length]).toEqual(['esxcheck.learnt/1', 1]);
    expect(measurements[0]).toMatchObject({
      build: TARGET,
      version: '6.5.0',
      release: 'ESXi 6.5 Update 3',
      host: 'esx-01',
      model: 'ProLiant DL380p Gen8',
      imageVendor: 'Hewlett Packard Enterprise',
      image: `ESXi-6.5.0-${TARGET}-standard`,
    });
    expect((await run('catalog', 'learned')).stdout).toContain('1 measurement in ');
  });

  test('tells every setting of the fleet, and a new one', async () => {
    await learn(at('canary.esxsnap'));
    const words = ['--target-release', '6.5U3', '--all-settings', '--host', 'esx-11'];
    expect((await run('scan', ...connectedTo(fleet), ...words)).stdout).toContain('what hosts of yours showed');
    const { stdout } = await run('scan', ...connectedTo(fleet), ...words, '--format', 'csv');
    const rows = stdout.trimEnd().split('\n');
    expect(rows.filter((row) => row.includes('measured on esx-01'))).toHaveLength(23);
    expect(stdout).toMatch(/,hyperthreading,same,TRUE,TRUE,site,"measured on esx-01, /);
    expect(stdout).toMatch(/,disableHwrng,new,,FALSE,site,/);
    const other = await run('scan', ...connectedTo(fleet), ...words.with(-1, 'esx-12'), '--format', 'csv');
    expect(other.stdout).toMatch(/,hyperthreading,not-measured,TRUE,TRUE,site,.*,other-model/);
  });
});

describe('what is no measurement', () => {
  test('a host that was half read is refused, and the others of its snapshot are learnt', async () => {
    const alone = await learn(at('unread.esxsnap'));
    expect(alone).toMatchObject({ exitCode: 3, stdout: '' });
    expect(alone.stderr).toMatch(/^CATALOG_HALF_READ: The kernel settings of esx-03 could not be read/);
    expect((await run('catalog', 'learned', '--format', 'lines')).stdout).toBe('summary measurements=0\n');
    const all = await learn(at('all.esxsnap'));
    expect(all.exitCode).toBe(1);
    expect(all.stdout.match(/^Learnt /gm)).toHaveLength(2);
    expect((await predicted())['esx-11']?.message).toContain('depends on the machine: ');
    expect((await learn(at('all.esxsnap'), '--host', 'esx-01', '--host', 'esx-02')).exitCode).toBe(0);
  });

  test('a build that the catalog has in another version is refused', async () => {
    const { exitCode, stderr } = await learn(at('strange.esxsnap'));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^CATALOG_BUILD_CONTRADICTED: esx-04 says that it runs build 13932383 as 6\.7\.0, .* in 6\.5\.0\./,
    );
  });

  test('a snapshot that was cut, doubled or garbled teaches nothing', async () => {
    const text = gunzipSync(await readFile(at('canary.esxsnap'))).toString('utf8');
    const lines = text.trimEnd().split('\n');
    for (const broken of [
      text.slice(0, -20),
      [lines[0], lines[1], lines[1], lines[2]].map((line) => `${line}\n`).join(''),
      text.replace('"FALSE"', '"TRUE"'),
      `${text}${text}`,
    ]) {
      await writeFile(at('broken.esxsnap'), gzipSync(broken));
      const { exitCode, stderr } = await learn(at('canary.esxsnap'), at('broken.esxsnap'));
      expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/^SNAPSHOT_INVALID: /)]);
    }
    await writeFile(at('broken.esxsnap'), 'no snapshot');
    expect((await learn(at('broken.esxsnap'))).stderr).toMatch(/^SNAPSHOT_INVALID: /);
    expect((await learn(at('nothing.esxsnap'))).stderr).toMatch(/^FILE_NOT_READ: /);
    expect((await run('catalog', 'learned', '--format', 'lines')).stdout).toBe('summary measurements=0\n');
  });

  test('flags that mean nothing are one clear sentence', async () => {
    expect((await learn(at('canary.esxsnap'), '--host', 'nobody')).stderr).toMatch(/^CATALOG_HOST_UNKNOWN: /);
    expect((await run('catalog', 'forget')).stderr).toMatch(/^USAGE: Say what to forget/);
    expect((await run('catalog', 'learn')).exitCode).toBe(2);
  });
});

describe('the file', () => {
  test('lies where the config says, beside it, and a config of strangers is not followed', async () => {
    const config = at('esxcheck.yaml');
    await writeFile(config, 'catalog: site/learnt.jsonl\n', { mode: 0o600 });
    expect((await learn(at('canary.esxsnap'), '--config', config)).exitCode).toBe(0);
    expect(await readFile(at('site/learnt.jsonl'), 'utf8')).toContain('"kind":"learnt"');
    expect((await predicted(fleet, '--config', config))['esx-11']?.outlook).toBe('pass pass');
    expect((await predicted())['esx-11']?.outlook).toBe('warn unknown');
    await chmod(config, 0o666);
    expect((await run('catalog', 'learned', '--config', config)).exitCode).toBe(0);
    await rm(config);
  });

  test('that was changed by hand predicts nothing and is not written over', async () => {
    const file = at('.local/state/esxcheck/catalog.jsonl');
    await learn(at('risen.esxsnap'));
    await writeFile(file, (await readFile(file, 'utf8')).replace('"TRUE"', '"FALSE"'));
    const scan = await run('scan', ...connectedTo(fleet), '--target-release', TARGET);
    expect([scan.exitCode, scan.stderr]).toEqual([2, expect.stringMatching(/^CATALOG_CHANGED: Line 2 /)]);
    expect((await learn(at('canary.esxsnap'))).stderr).toMatch(/^CATALOG_CHANGED: /);
    expect((await run('scan', ...connectedTo(fleet), '--pack', 'hpe')).exitCode).toBe(0);
  });
});

test('the package takes the file, and uses none where none is named', async () => {
  await learn(at('canary.esxsnap'));
  const siteCatalog = at('.local/state/esxcheck/catalog.jsonl');
  const [named, not] = [{ targetRelease: TARGET, siteCatalog }, { targetRelease: TARGET }].map(chooseRules);
  expect((await named)?.targetRelease?.site?.get('hyperthreading')).toMatchObject([{ value: 'TRUE', host: 'esx-01' }]);
  expect((await not)?.targetRelease?.site).toBeUndefined();
});

describe('hosts of the same scan that run the target already', () => {
  const mixed = (...hosts: readonly string[]): Promise<Simulator> =>
    simulatedVcenter(estate(`name: esx-11, ${GEN8}, ${FOLLOWS}`, ...hosts));

  test.each([
    [
      'one that agrees',
      [`name: esx-02, ${PATCHED}`],
      'pass pass',
      'read on esx-02 of this scan, which runs it already',
    ],
    ['one that turned', [`name: esx-02, ${PATCHED}, ${RISEN}`], 'warn risk', 'is TRUE (read on esx-02 of this scan'],
    [
      'two that differ',
      [`name: esx-02, ${PATCHED}`, `name: esx-03, ${PATCHED}, ${RISEN}`],
      'warn unknown',
      'depends on the machine',
    ],
    [
      'another model',
      [`name: esx-02, ${PATCHED.replace('DL380p', 'BL460c')}`],
      'warn unknown',
      'measured on another model',
    ],
    [
      'one that was not read',
      [`name: esx-02, ${PATCHED}, trouble: { esxcli: fault }`],
      'warn unknown',
      'was not measured',
    ],
    [
      'one of another build',
      [`name: esx-02, ${PATCHED.replace(TARGET, '8294253')}`],
      'warn unknown',
      'was not measured',
    ],
  ])('%s', async (_what, hosts, outlook, words) => {
    const simulator = await mixed(...hosts);
    try {
      const found = (await predicted(simulator))['esx-11'];
      expect(found?.outlook).toBe(outlook);
      expect(found?.message).toContain(words);
      const listing = ['--target-release', TARGET, '--all-settings', '--format', 'json'];
      const { stdout } = await run('scan', ...connectedTo(simulator), ...listing);
      expect(stdout.includes('read on esx-02 of this scan')).toBe(
        outlook === 'pass pass' || outlook === 'warn risk' || words.includes('depends'),
      );
    } finally {
      await simulator.close();
    }
  });
});

test('a release between two measured ones is inferred, and never relied on', async () => {
  const host = `name: esx-21, vendor: HPE, model: ProLiant DL380 Gen10, version: 8.0.1, build: 21495797`;
  const simulator = await simulatedVcenter(estate(host));
  try {
    const words = ['--target-release', '8.0U1a', '--all-settings'];
    const { stdout } = await run('scan', ...connectedTo(simulator), ...words, '--format', 'csv');
    expect(stdout).toMatch(
      /,hyperthreading,not-measured,TRUE,TRUE,inferred,ESXi 8\.0 Update 1 and ESXi 8\.0 Update 1d,.*,between-measured/,
    );
    const table = await run('scan', ...connectedTo(simulator), ...words);
    expect(table.stdout).toContain('the same before and after (inferred)');
  } finally {
    await simulator.close();
  }
});
