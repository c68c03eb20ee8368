import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { type Outcome, runIn } from './captured-io.ts';

const GEN8 = 'vendor: HP, model: ProLiant DL380p Gen8, version: 6.0.0, build: 3620759';

function estate(hosts: readonly string[]): string {
  const rows = hosts.map((host) => `          - { ${host} }`).join('\n');
  return `
datacenters:
  - name: Lab
    clusters:
      - name: C1
        hosts:
${rows}
`;
}

/** Default FALSE today: one host follows it, one was set on purpose to the wrong value, one to nothing of the kind. */
const BEFORE = estate([
  `name: esx-01, ${GEN8}`,
  `name: esx-02, ${GEN8}, kernel: { iovDisableIR: { configured: 'TRUE', runtime: 'TRUE' } }`,
  `name: esx-03, ${GEN8}, kernel: { iovDisableIR: { default: 'TRUE', configured: 'FALSE' } }`,
  `name: esx-04, ${GEN8}, connection: disconnected`,
  `name: esx-05, vendor: HPE, model: ProLiant DL380 Gen10, version: 8.0.3, build: 24022510`,
  `name: esx-06, ${GEN8}, trouble: { esxcli: fault }`,
]);

const PATCHED = GEN8.replace('3620759', '4600944');

/** The same hosts after the patch: the first followed its default. */
const AFTER = estate([
  `name: esx-01, ${PATCHED}, bootTime: '2026-11-01T00:00:00Z'`,
  `name: esx-02, ${GEN8}, kernel: { iovDisableIR: { configured: 'TRUE', runtime: 'TRUE' } }`,
  `name: esx-03, ${PATCHED}, kernel: { iovDisableIR: 'FALSE' }, bootTime: '2026-11-01T01:00:00Z'`,
  `name: esx-04, ${GEN8}`,
  `name: esx-07, ${GEN8}`,
]);

let folder: string;
let vcenter: Simulator;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esxcheck-patching-'));
  vcenter = await simulatedVcenter(BEFORE);
});

afterAll(async () => {
  await vcenter.close();
  await rm(folder, { recursive: true });
});

function scan(words: readonly string[], { host, port, certificate }: Simulator = vcenter): Promise<Outcome> {
  const connection = ['--target', `${host}:${port}`, '--user', ACCOUNT.user, '--thumbprint', certificate.sha256];
  return runIn(['scan', ...connection, ...words], { env: { ESXCHECK_PASSWORD: ACCOUNT.password } });
}

interface Json {
  readonly targetRelease: unknown;
  readonly hosts: readonly { readonly id: string; readonly name: string }[];
  readonly findings: readonly {
    readonly host: string;
    readonly rule: string;
    readonly verdict: string;
    readonly state: string | null;
    readonly reason: string | null;
    readonly horizons: { readonly nextPatch: string | null };
  }[];
}

/** Verdict, state and next patch of the Gen8 rule, by host. */
function gen8In(stdout: string): Readonly<Record<string, string>> {
  const { hosts, findings } = JSON.parse(stdout) as Json;
  const names = new Map(hosts.map(({ id, name }) => [id, name]));
  return Object.fromEntries(
    findings
      .filter(({ rule }) => rule === 'hpe/gen8-interrupt-remapping')
      .map(({ host, verdict, state, horizons }) => [names.get(host), `${verdict} ${state} ${horizons.nextPatch}`]),
  );
}

describe('scan --target-release', () => {
  test('a default that turns is a risk for the host that may follow it, and for no other', async () => {
    const { exitCode, stdout } = await scan(['--pack', 'hpe', '--target-release', '6.0-P04', '--format', 'json']);
    expect(gen8In(stdout)).toEqual({
      'esx-01': 'warn may-regress-on-patch risk',
      'esx-02': 'fail non-compliant fail',
      'esx-03': 'pass compliant pass',
      'esx-04': 'unknown unknown unknown',
      'esx-05': 'not-applicable null null',
      // Its stored option is FALSE, and what its default is nobody could read: it may follow.
      'esx-06': 'unknown unknown risk',
    });
    expect((JSON.parse(stdout) as Json).targetRelease).toEqual({
      name: 'ESXi 6.0 Patch 4',
      version: '6.0.0',
      build: '4600944',
      released: '2016-11-22',
      measured: false,
    });
    expect(exitCode).toBe(1);
  });

  test('a release by its build that was never measured predicts nothing', async () => {
    const { stdout } = await scan(['--pack', 'hpe', '--target-release', '4558694', '--format', 'json']);
    expect(gen8In(stdout)['esx-01']).toBe('warn unknown unknown');
    expect(gen8In(stdout)['esx-03']).toBe('pass compliant pass');
    const { findings } = JSON.parse(stdout) as Json;
    expect(findings.map(({ reason }) => reason)).toContain('target-not-measured');
  });

  test('a path that was never certified, an older release and the same build are said', async () => {
    const newer = await scan(['--host', 'esx-03', '--pack', 'hpe', '--target-release', '8.0U3']);
    expect(newer.stdout).toContain('may not stay compliant');
    expect(newer.stdout.replaceAll(/[\s│]+/g, ' ')).toContain('certified up to ESXi 6.5 Update 3');
    const older = await scan(['--host', 'esx-03', '--pack', 'hpe', '--target-release', '5.5 P10']);
    expect(older.stdout.replaceAll(/[\s│]+/g, ' ')).toContain('ESXi 5.5 Patch 10 is older than what the host runs');
    const same = await scan(['--host', 'esx-03', '--pack', 'hpe', '--target-release', '6.0U2']);
    expect(same.stdout).toContain('The host runs ESXi 6.0 Update 2 already.');
    expect([newer.exitCode, older.exitCode, same.exitCode]).toEqual([0, 0, 0]);
  });

  test('a warning counts where it is asked to', async () => {
    const words = ['--host', 'esx-01', '--pack', 'hpe', '--target-release', '6.0-P04'];
    expect((await scan(words)).exitCode).toBe(0);
    expect((await scan([...words, '--fail-on', 'warn'])).exitCode).toBe(1);
  });

  test('without it nothing is asked of the next patch', async () => {
    const { stdout } = await scan(['--pack', 'hpe', '--format', 'json']);
    expect(gen8In(stdout)['esx-01']).toBe('pass compliant null');
    expect(JSON.parse(stdout)).toMatchObject({ targetRelease: null, since: null, changes: null });
  });

  test('a wrong name costs no connection', async () => {
    const { exitCode, stderr } = await runIn(['scan', '--target', '127.0.0.1:1', '--target-release', '8.0 EP1']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^RELEASE_AMBIGUOUS: /);
  });
});

describe('scan --all-settings', () => {
  test('lists what the patch turns and for whom, with one call more than the executer', async () => {
    const calls = vcenter.calls.count('ExecuteSoap');
    const { exitCode, stdout } = await scan(['--target-release', '6.0U3', '--all-settings', '--format', 'lines']);
    expect(stdout).toContain('default iovDisableIR: FALSE -> TRUE may-follow=1 explicit=1 [measured]');
    expect(stdout).toMatch(/^unread esx-04 \(3620759\) -> disconnected/m);
    expect(stdout).toMatch(/^unread esx-06 \(3620759\) -> fault/m);
    expect(stdout).toMatch(/^older esx-05 \(24022510\) -> ESXi 6\.0 Update 3 is older/m);
    expect(exitCode).toBe(3);
    // Five hosts that are connected, one list each.
    expect(vcenter.calls.count('ExecuteSoap') - calls).toBe(5);
  });

  test('a whole answer ends with 0, in each format', async () => {
    const words = [
      '--host',
      'esx-01',
      '--host',
      'esx-02',
      '--host',
      'esx-03',
      '--target-release',
      '6.0U3',
      '--all-settings',
    ];
    const table = await scan(words);
    expect(table.exitCode).toBe(0);
    expect(table.stdout.replaceAll(/[\s│]+/g, ' ')).toContain(
      'iovDisableIR FALSE TRUE measured 1 host may follow it, 1 is explicit: TRUE on esx-02',
    );
    expect(table.stdout).toContain('iovDisableIR FALSE on esx-03 (default TRUE)');
    const { settings } = JSON.parse((await scan([...words, '--format', 'json'])).stdout) as {
      readonly settings: readonly { readonly setting: string; readonly change: string }[];
    };
    expect(settings.filter(({ setting }) => setting === 'iovDisableIR').map(({ change }) => change)).toEqual([
      'default',
      'same',
    ]);
    expect((await scan([...words, '--format', 'csv'])).stdout).toMatch(
      /^ESXi 6\.0 Update 3,5050593,iovDisableIR,default,FALSE,TRUE,/m,
    );
  });

  test.each([
    [['--all-settings'], /needs --target-release/],
    [['--all-settings', '--target-release', '8.0U3', '--pack', 'hpe'], /judges by no rule/],
    [['--all-settings', '--target-release', '8.0U3', '--since', 'x.json'], /--since compares findings/],
  ])('%j is refused', async (words, said) => {
    const { exitCode, stderr } = await scan(words);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(said);
  });
});

describe('scan --since', () => {
  test('says what really changed after the patch', async () => {
    const saved = join(folder, 'before.json');
    await scan(['--pack', 'hpe', '--target-release', '6.0-P04', '--output', saved]);
    await using patched = await simulatedVcenter(AFTER);
    const table = await scan(['--pack', 'hpe', '--since', saved], patched);
    const text = table.stdout.replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'esx-01: ESXi 6.0 Update 2 (3620759) -> ESXi 6.0 Patch 4 (4600944); rebooted; iovDisableIR default FALSE -> TRUE;',
    );
    expect(text).toContain('hpe/gen8-interrupt-remapping warn may-regress-on-patch -> fail non-compliant');
    expect(text).toContain('Only in the saved scan - 2 hosts: esx-05, esx-06');
    expect(text).toContain('Only in this scan - 1 host: esx-07');
    const { since, changes } = JSON.parse(
      (await scan(['--pack', 'hpe', '--since', saved, '--format', 'json'], patched)).stdout,
    ) as {
      readonly since: { readonly compared: number; readonly changed: number };
      readonly changes: readonly unknown[];
    };
    // esx-02 is as it was; esx-04 came back, which its verdict tells.
    expect(since).toMatchObject({ compared: 4, changed: 3 });
    expect(changes).toHaveLength(3);
  });

  test('a file that is no scan is refused before anybody is asked', async () => {
    const path = join(folder, 'hostile.json');
    await writeFile(path, `{"schema":"esxcheck.scan/1","hosts":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
    const calls = vcenter.calls.count('Login');
    expect((await scan(['--since', path])).stderr).toMatch(/^SCAN_INVALID: /);
    expect((await scan(['--since', join(folder, 'none.json')])).stderr).toMatch(/^FILE_NOT_READ: /);
    expect(vcenter.calls.count('Login')).toBe(calls);
  });

  test('names of a hostile scan reach no terminal', async () => {
    const saved = join(folder, 'clean.json');
    await scan(['--pack', 'hpe', '--output', saved]);
    const text = (await readFile(saved, 'utf8')).replaceAll('"name":"esx-05"', String.raw`"name":"\u001b[31mesx-05"`);
    await writeFile(saved, text.replaceAll('/host-', '/other-').replaceAll('"uuid":"', '"uuid":"x'));
    const { stdout } = await scan(['--pack', 'hpe', '--since', saved]);
    expect(stdout).not.toContain('\u001b[31m');
    expect(stdout).toContain(String.raw`\u001b[31mesx-05`);
  });
});
