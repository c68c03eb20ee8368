import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { prepatchSchema } from '../../reports/schema/prepatch.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { runInProcess } from '../support/in-process.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';

const ESTATE = `
version: 8.0.3
defaults:
  ntpServers: [ntp.lab]
  cpuModel: Intel(R) Xeon(R) Gold 6330 CPU @ 2.00GHz
  options: { Syslog.global.logHost: 'udp://logs.lab:514' }
datacenters:
  - name: Lab
    clusters:
      - name: New
        lifecycleManaged: true
        hosts:
          - { name: ready }
          - { name: broadwell, cpuModel: Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz }
          - { name: newer, build: 25595708 }
          - { name: nameless-cpu, cpuModel: Genuine Intel(R) CPU 0000 @ 2.00GHz }
      - name: Gen8
        hosts:
          - { name: gen8-told, vendor: HPE, model: ProLiant DL380p Gen8, firmware: BIOS, cpuModel: Intel(R) Xeon(R) CPU E5-2650 v2 @ 2.60GHz }
          - { name: gen8-old, vendor: HPE, model: ProLiant DL380p Gen8, firmware: BIOS, version: 7.0.3, build: 24411414, cpuModel: Intel(R) Xeon(R) CPU E5-2650 v2 @ 2.60GHz }
          - { name: usb, bootDisk: { usb: true, sizeMiB: 15193 }, memoryGiB: 4 }
          - { name: cim, services: { sfcbd-watchdog: { running: true } } }
    hosts:
      - { name: westmere, cpuModel: Intel(R) Xeon(R) CPU X5650 @ 2.67GHz, xsave: false, version: 8.0.1, build: 21495797 }
`;

let vcenter: Simulator;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  vcenter = await simulatedVcenter(ESTATE);
});
afterAll(() => vcenter.close());
beforeEach(async () => {
  folder = await temporaryFolder();
  return () => folder[Symbol.asyncDispose]();
});

function run(words: readonly string[], offline = false) {
  const env = { ESXCHECK_PASSWORD: ACCOUNT.password, HOME: folder.path, XDG_CONFIG_HOME: join(folder.path, 'own') };
  const connection = ['--target', `${vcenter.host}:${vcenter.port}`, '--user', ACCOUNT.user];
  const all = offline ? words : [...words, ...connection, '--thumbprint', vcenter.certificate.sha256];
  return runInProcess(all, { cwd: folder.path, env });
}

interface Told {
  readonly rule: string;
  readonly message: string;
  readonly remarks?: readonly string[];
}

interface Document {
  readonly hosts: readonly {
    readonly name: string;
    readonly answer: string;
    readonly undertaking: string;
    readonly targetRelease: { readonly name: string } | null;
    readonly blockers: readonly Told[];
    readonly unread: readonly Told[];
    readonly notes: readonly Told[];
  }[];
  readonly notChecked: readonly { readonly what: string; readonly why: string }[];
}

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const isDocument = ajv.compile(prepatchSchema());

async function answered(words: readonly string[], offline = false) {
  const { exitCode, stdout, stderr } = await run(['prepatch', '--format', 'json', ...words], offline);
  if (stdout === '') throw new Error(stderr);
  const document = JSON.parse(stdout) as Document;
  expect(isDocument(document), JSON.stringify(isDocument.errors)).toBe(true);
  const of = (name: string) => {
    const host = document.hosts.find((each) => each.name === name);
    if (host === undefined) throw new Error(`no host ${name}`);
    return host;
  };
  const answers = Object.fromEntries(document.hosts.map(({ name, answer }) => [name, answer]));
  return { exitCode, document, of, answers };
}

const rules = (told: readonly Told[]) => told.map(({ rule }) => rule).filter((rule) => rule.startsWith('upgrade/'));

describe('an upgrade to another line', () => {
  test('what was read as a blocker, what could not be read, and the others', async () => {
    const { exitCode, answers, of, document } = await answered(['--to', '9.0']);
    expect(exitCode).toBe(1);
    expect(answers).toEqual({
      broadwell: 'not-ready',
      cim: 'not-ready',
      'gen8-old': 'unknown',
      'gen8-told': 'not-ready',
      'nameless-cpu': 'unknown',
      newer: 'no-blocker-found',
      ready: 'no-blocker-found',
      usb: 'no-blocker-found',
      westmere: 'not-ready',
    });
    expect(rules(of('broadwell').blockers)).toEqual(['upgrade/cpu-not-discontinued']);
    expect(rules(of('cim').blockers)).toEqual(['upgrade/cim-not-in-use']);
    expect(rules(of('gen8-told').blockers)).toEqual(['upgrade/boots-by-uefi']);
    expect(rules(of('gen8-old').unread)).toEqual(['upgrade/boots-by-uefi']);
    expect(of('gen8-old').unread[0]?.remarks?.[0]).toContain('Of ProLiant Gen8 only the DL580 has UEFI');
    expect(rules(of('nameless-cpu').unread)).toContain('upgrade/cpu-not-discontinued');
    expect(rules(of('westmere').blockers)).toContain('upgrade/cpu-xsave');
    expect(rules(of('usb').notes)).toEqual(
      expect.arrayContaining(['upgrade/boot-device-no-usb', 'upgrade/boot-device-128-gb', 'upgrade/memory-8-gb']),
    );
    expect(new Set(document.hosts.map(({ targetRelease }) => targetRelease?.name))).toEqual(
      new Set(['ESX 9.0.2.0100']),
    );
  });

  test('the release itself: back in time is no way', async () => {
    const { of } = await answered(['--to', 'ESX 9.0.0.0', '--host', 'newer', '--host', 'ready']);
    expect(rules(of('newer').blockers)).toEqual(['upgrade/no-back-in-time']);
    expect(rules(of('ready').blockers)).toEqual([]);
  });

  test('a lower version is a way back and never ready, within a line too', async () => {
    for (const to of ['7.0U3w', '8.0U2f']) {
      const { of, exitCode } = await answered(['--to', to, '--host', 'ready', '--host', 'westmere']);
      expect([exitCode, of('ready').answer, of('ready').undertaking]).toEqual([1, 'not-ready', 'downgrade']);
      expect(rules(of('ready').blockers)).toEqual(['upgrade/no-back-in-time']);
    }
    const { stdout } = await run(['prepatch', '--to', '8.0U2f', '--host', 'ready']);
    expect(stdout).toContain('May these hosts be brought to ESXi 8.0 Update 2f?');
    expect(stdout).toContain('ready: a way back to ESXi 8.0 Update 2f, ');
    expect(stdout).toContain('its version is below the one that runs, which no patch and no upgrade leads to.');
  });

  test('what no rule looks at is named, each with why; for a patch nothing is', async () => {
    const { document } = await answered(['--to', '9.1', '--host', 'ready']);
    expect(document.notChecked.map(({ what }) => what).join()).toMatch(/KB 77304.*KB 88172.*KB 391170/);
    expect(document.notChecked.every(({ why }) => why !== '')).toBe(true);
    expect((await answered(['--to', '8.0U3k', '--host', 'ready'])).document.notChecked).toEqual([]);
    const { stdout } = await run(['prepatch', '--to', '9.0', '--host', 'ready']);
    expect(stdout).toContain('May these hosts be upgraded to ESX 9.0.2.0100?');
    expect(stdout).toContain('Not checked by any rule\n');
    expect(stdout).toContain('an upgrade to ESX 9.0.2.0100, ');
  });

  test('an image is what 9.x wants, and no warning there', async () => {
    const upgrade = (await answered(['--to', '9.0', '--host', 'ready', '--host', 'usb'])).of;
    expect(upgrade('ready').notes.map(({ rule }) => rule)).not.toContain('prepatch/no-image-owner');
    expect(rules(upgrade('usb').notes)).toContain('upgrade/cluster-image');
    const patch = (await answered(['--to', '8.0U3k', '--host', 'ready'])).of;
    expect(patch('ready').notes.map(({ rule }) => rule)).toContain('prepatch/no-image-owner');
  });

  test('--target-release is --to; the pack without a release is refused', async () => {
    expect((await answered(['--target-release', '9.0', '--host', 'ready'])).exitCode).toBe(0);
    const { exitCode, stderr } = await run(['prepatch', '--pack', 'upgrade']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Name it with --to, such as --to 9.0')]);
  });
});

const config = (clusters: unknown) => writeFile(join(folder.path, 'esxcheck.yaml'), JSON.stringify({ clusters }));

describe('releases of clusters', () => {
  test('each cluster is judged for its own; a flag wins; hosts elsewhere are not upgraded', async () => {
    await config({ 'Lab/New': { targetRelease: '9.0' }, 'Gen*': { targetRelease: '8.0U3k' } });
    const { of } = await answered([]);
    expect(['broadwell', 'gen8-told', 'westmere'].map((name) => of(name).targetRelease?.name ?? null)).toEqual([
      'ESX 9.0.2.0100',
      'ESXi 8.0 Update 3k (EP6)',
      null,
    ]);
    expect(['broadwell', 'gen8-told', 'westmere'].map((name) => of(name).undertaking)).toEqual([
      'upgrade',
      'patch',
      'patch',
    ]);
    expect([rules(of('broadwell').blockers), rules(of('gen8-told').blockers)]).toEqual([
      ['upgrade/cpu-not-discontinued'],
      [],
    ]);
    expect(['westmere'].map((name) => [of(name).answer, rules(of(name).unread), rules(of(name).blockers)])).toEqual([
      ['no-blocker-found', [], []],
    ]);
    const { stdout } = await run(['prepatch']);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'May these hosts be patched to the releases that the config names for clusters (ESX 9.0.2.0100, ESXi 8.0 Update 3k (EP6))?',
    );
    const flag = (await answered(['--to', '9.1'])).of;
    expect(rules(flag('gen8-told').blockers)).toEqual(['upgrade/boots-by-uefi']);
  });

  test('a release that there is not is a mistake in the config, with its place', async () => {
    await config({ New: { targetRelease: '9.7' } });
    const { exitCode, stderr } = await run(['prepatch']);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/CONFIG_INVALID: .*esxcheck\.yaml:1:\d+: No release/),
    ]);
    const checked = await run(['config', 'check'], true);
    expect([checked.exitCode, checked.stdout + checked.stderr]).toEqual([1, expect.stringContaining('No release')]);
  });
});

describe('by a scan', () => {
  test('without a release nothing is judged for one, and the way out is named', async () => {
    const { exitCode, stdout } = await run(['scan', '--pack', 'upgrade', '--host', 'usb', '--format', 'json']);
    const { findings } = JSON.parse(stdout) as { findings: { rule: string; verdict: string; message: string }[] };
    const apart = findings.filter(({ rule }) => rule !== 'upgrade/source-not-withdrawn');
    const open = apart.filter(({ verdict }) => verdict !== 'not-applicable');
    expect(new Set(open.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']));
    expect(open.every(({ message }) => message.includes('--target-release'))).toBe(true);
    expect(exitCode).toBe(3);
  });

  test('answers come of a scan by both packs, and of none by the pack of patches alone', async () => {
    const file = join(folder.path, 'scan.json');
    await run(['scan', '--pack', 'prepatch', '--pack', 'upgrade', '--target-release', '9.0', '--output', file]);
    const { answers } = await answered(['--from', file], true);
    expect(answers).toMatchObject({ ready: 'no-blocker-found', broadwell: 'not-ready', 'gen8-old': 'unknown' });
    await run(['scan', '--pack', 'prepatch', '--target-release', '9.0.0.0', '--output', file]);
    const narrow = await run(['prepatch', '--from', file], true);
    expect([narrow.exitCode, narrow.stderr]).toEqual([2, expect.stringContaining('upgrade/boots-by-uefi')]);
  });
});
