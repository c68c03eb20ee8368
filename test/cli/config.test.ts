import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { runInProcess } from '../support/in-process.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';

const GEN8 = 'hpe/gen8-interrupt-remapping';
const PORT = 'vic/outbound-2377';

/** One wrong host in each of two clusters, and a third host that cannot be asked. */
const ESTATE = `
datacenters:
  - name: DC
    clusters:
      - name: Lab
        hosts:
          - { name: lab-01, vendor: HP, model: ProLiant DL380p Gen8, kernel: { iovDisableIR: 'TRUE' } }
          - { name: lab-02, vendor: HP, model: ProLiant DL380p Gen8, connection: disconnected }
      - name: Production
        hosts:
          - { name: prod-01, vendor: HP, model: ProLiant DL380p Gen8, kernel: { iovDisableIR: 'TRUE' } }
`;

let vcenter: Simulator;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let cwd: string;

beforeAll(async () => {
  vcenter = await simulatedVcenter(ESTATE);
});
afterAll(() => vcenter.close());
beforeEach(async () => {
  folder = await temporaryFolder();
  cwd = join(folder.path, 'here');
  await mkdir(cwd);
  return () => folder[Symbol.asyncDispose]();
});

function waiver(parts: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    rule: 'hpe/*',
    cluster: 'Lab',
    reason: 'waits for new hardware',
    owner: 'jane@example.com',
    expires: '2999-12-31',
    ...parts,
  };
}

/** A config is JSON as well, which is YAML. */
async function config(sections: object, path = join(cwd, 'esxcheck.yaml')): Promise<string> {
  await writeFile(path, JSON.stringify(sections));
  return path;
}

function run(words: readonly string[]) {
  const connection = ['--target', `${vcenter.host}:${vcenter.port}`, '--user', ACCOUNT.user];
  const trust = ['--thumbprint', vcenter.certificate.sha256];
  return offline([...words, ...connection, ...trust]);
}

function offline(words: readonly string[]) {
  const env = { ESXCHECK_PASSWORD: ACCOUNT.password, HOME: folder.path, XDG_CONFIG_HOME: join(folder.path, 'own') };
  return runInProcess(words, { cwd, env });
}

interface Document {
  readonly hosts: readonly { readonly id: string; readonly name: string }[];
  readonly rules: readonly { readonly id: string; readonly hash: string }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly host: string;
    readonly verdict: string;
    readonly state: string | null;
    readonly message: string;
    readonly notes: readonly { readonly text: string }[];
    readonly waived?: { readonly verdict: string };
  }[];
  readonly waivers: readonly { readonly state: string; readonly matched: number }[];
}

/** What a scan as JSON says of a host and a rule. */
function findingIn(text: string, name: string, rule = GEN8) {
  const { hosts, findings } = JSON.parse(text) as Document;
  const host = hosts.find((each) => each.name === name)?.id;
  return findings.find((each) => each.host === host && each.rule === rule);
}

const SCAN = ['scan', '--format', 'json'];

describe('where the config is looked for', () => {
  test('here, then in the user’s own folder; it says which, and --no-config takes none', async () => {
    await mkdir(join(folder.path, 'own', 'esxcheck'), { recursive: true });
    const own = await config({ packs: ['vic'] }, join(folder.path, 'own', 'esxcheck', 'esxcheck.yaml'));
    const theirs = await offline(['rules', 'waivers']);
    expect(theirs.stderr).toBe(`Config: ${own}\n`);
    await config({ waivers: [waiver()] });
    const here = await offline(['rules', 'waivers', '--format', 'lines']);
    expect(here.stderr).toBe('Config: esxcheck.yaml\n');
    expect(here.stdout).toMatch(/^active 2999-12-31 hpe\/\* \(cluster Lab\)/);
    expect(await offline(['rules', 'waivers', '--no-config', '--format', 'lines'])).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('nothing else in the folder is looked at, and nothing in it is run', async () => {
    for (const name of ['esxcheck.config.js', '.esxcheckrc', '.esxcheckrc.cjs', 'esxcheck.yml', 'package.json']) {
      await writeFile(join(cwd, name), `require('fs').writeFileSync('pwned', '')`);
    }
    expect(await offline(['rules', 'waivers'])).toMatchObject({ exitCode: 0, stderr: '' });
    await expect(readFile(join(cwd, 'pwned'))).rejects.toThrow('ENOENT');
  });

  test('a config that was named and is not there, or is wrong, ends the run before anybody is contacted', async () => {
    const { logins } = vcenter;
    const missing = await run([...SCAN, '--config', 'nowhere.yaml']);
    expect(missing).toMatchObject({ exitCode: 2, stdout: '' });
    expect(missing.stderr).toMatch(/^FILE_NOT_READ: /);
    await config({ wavers: [] });
    const wrong = await run(SCAN);
    expect(wrong.stderr).toMatch(
      /^CONFIG_INVALID: esxcheck\.yaml:1:2: unknown key "wavers": did you mean "waivers"\?$/m,
    );
    expect(wrong.exitCode).toBe(2);
    expect(vcenter.logins).toBe(logins);
  });
});

describe('waivers', () => {
  test('make a fail and an unknown `waived`, with the exit code of what is left', async () => {
    expect((await run([...SCAN, '--pack', 'hpe'])).exitCode).toBe(1);
    await config({ packs: ['hpe'], waivers: [waiver()] });
    const lab = await run([...SCAN, '--compute-resource', 'Lab']);
    expect(lab.exitCode).toBe(0);
    expect(findingIn(lab.stdout, 'lab-01')).toMatchObject({
      verdict: 'waived',
      state: null,
      horizons: { now: 'fail', nextBoot: 'fail' },
      waived: { verdict: 'fail', state: 'non-compliant' },
      remedy: null,
    });
    expect(findingIn(lab.stdout, 'lab-02')).toMatchObject({ verdict: 'waived', waived: { verdict: 'unknown' } });
    const all = await run(SCAN);
    expect(all.exitCode).toBe(1);
    expect(findingIn(all.stdout, 'prod-01')?.verdict).toBe('fail');
  });

  test('that expired count as what they hid, and the finding and stderr say so', async () => {
    await config({ packs: ['hpe'], waivers: [waiver({ expires: '2020-01-31' })] });
    const { exitCode, stdout, stderr } = await run(SCAN);
    expect(exitCode).toBe(1);
    const finding = findingIn(stdout, 'lab-01');
    expect(finding?.verdict).toBe('fail');
    expect(finding?.notes.at(-1)?.text).toBe(
      'The waiver by jane@example.com expired on 2020-01-31: waits for new hardware.',
    );
    expect(stderr).toContain('warning: esxcheck.yaml:1: the waiver of hpe/* by jane@example.com expired on 2020-01-31');
    expect((JSON.parse(stdout) as Document).waivers).toMatchObject([{ state: 'expired', matched: 5 }]);
  });

  test('that matched nothing are told of where the whole estate was seen, and only there', async () => {
    await config({ packs: ['hpe'], waivers: [waiver({ cluster: 'Labb' })] });
    const whole = await run(SCAN);
    expect(whole.stderr).toContain('matches nothing that needs waiving');
    expect((JSON.parse(whole.stdout) as Document).waivers).toMatchObject([{ matched: 0 }]);
    expect((await run([...SCAN, '--host', 'lab-*'])).stderr).not.toContain('matches nothing');
  });

  test('that expire soon are told of, with the days that are left', async () => {
    const expires = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    await config({ packs: ['hpe'], waivers: [waiver({ expires })] });
    expect((await run(SCAN)).stderr).toMatch(new RegExp(`expires on ${expires}, in (?:9|10) days`));
  });

  test('keep a plan from writing, from a scan and from a file, and open a gate that says so', async () => {
    await config({ packs: ['hpe'] });
    const wrong = await run(['scan', '--output', 'scan.json']);
    expect(wrong.exitCode).toBe(1);
    await config({ packs: ['hpe'], waivers: [waiver()] });
    for (const words of [['plan'], ['plan', '--from', 'scan.json']]) {
      const { stdout } = await (words.length > 1 ? offline : run)([...words, '--format', 'json']);
      const plan = JSON.parse(stdout) as { steps: { host: { name: string } }[]; leftOut: { reason: string }[] };
      expect(plan.steps.map(({ host }) => host.name)).toEqual(['prod-01']);
      expect(plan.leftOut.map(({ reason }) => reason)).toEqual(['waived', 'waived']);
    }
    const gate = await run(['gate', 'lab-01']);
    expect(gate).toMatchObject({ exitCode: 0 });
    expect(gate.stderr).toContain('lab-01: its rules pass now, but for 2 that are waived.');
    expect((await run(['gate', 'lab-01', '--no-config', '--pack', 'hpe'])).exitCode).toBe(1);
  });

  test('hold for a verify, too', async () => {
    await config({ packs: ['hpe'] });
    expect((await run(['plan', '--compute-resource', 'Lab', '--output', 'plan.json'])).exitCode).toBe(3);
    expect((await run(['verify', 'plan.json'])).exitCode).toBe(1);
    await config({ packs: ['hpe'], waivers: [waiver()] });
    const waived = await run(['verify', 'plan.json']);
    expect(waived.exitCode).toBe(0);
    expect(waived.stderr).not.toContain('has changed since');
    await config({ rules: { [GEN8]: { severity: 'low' } } });
    expect((await run(['verify', 'plan.json'])).stderr).toContain(`the rule ${GEN8} has changed since`);
  });

  test('come out harmless whatever is written in them', async () => {
    const evil = '\u001b[31m\u202e=1+1\n<script>';
    await config({ packs: ['hpe'], waivers: [waiver({ reason: evil, owner: evil, expires: '2020-01-31' })] });
    for (const format of ['table', 'lines', 'csv', 'json']) {
      for (const { stdout, stderr } of [
        await run(['scan', '--format', format]),
        await offline(['rules', 'waivers', '--format', format]),
      ]) {
        expect(stdout + stderr).not.toMatch(/[^\P{C}\n]/u);
      }
    }
  });

  test.each([
    ['2999-12-31', 0],
    ['2020-01-31', 1],
  ])('rules waivers with one until %s ends with %d', async (expires, exitCode) => {
    await config({ waivers: [waiver({ expires })] });
    expect((await offline(['rules', 'waivers'])).exitCode).toBe(exitCode);
  });
});

describe('packs and rules', () => {
  test('each cluster is judged by its own packs; --pack wins; every host has a finding of every rule', async () => {
    await config({ packs: ['hpe'], clusters: { Prod: { packs: ['hpe'] }, 'Prod*': { packs: ['vic'] } } });
    const { stdout, stderr } = await run(SCAN);
    expect(findingIn(stdout, 'prod-01')?.verdict).toBe('not-applicable');
    expect(findingIn(stdout, 'prod-01', PORT)?.verdict).not.toBe('not-applicable');
    expect(findingIn(stdout, 'lab-01', PORT)?.verdict).toBe('not-applicable');
    const { rules, hosts, findings } = JSON.parse(stdout) as Document;
    expect(findings).toHaveLength(rules.length * hosts.length);
    expect(stderr).toContain('warning: esxcheck.yaml: no cluster is called "Prod"');
    const named = await run([...SCAN, '--pack', 'hpe']);
    expect(findingIn(named.stdout, 'prod-01')?.verdict).toBe('fail');
    expect(findingIn(named.stdout, 'prod-01', PORT)).toBeUndefined();
  });

  test('a rule that is switched off is not judged; named all the same, it is an error', async () => {
    const off = { enabled: false };
    const rules = { [PORT]: off, 'vic/vic-engine-limited': off, 'vic/vspc-limited': off };
    await config({ rules });
    expect(findingIn((await run(SCAN)).stdout, 'lab-01', PORT)).toBeUndefined();
    for (const words of [
      ['--rule', PORT],
      ['--pack', 'vic'],
    ]) {
      const { exitCode, stderr } = await run([...SCAN, ...words]);
      expect(stderr).toMatch(/^RULE_DISABLED: /m);
      expect(exitCode).toBe(2);
    }
    await config({ packs: ['vic'], rules });
    expect((await run(SCAN)).stderr).toMatch(/^NO_RULE_CHOSEN: /m);
  });

  test('another expectation turns the verdict, and a plan follows it', async () => {
    await config({ packs: ['hpe'], rules: { [GEN8]: { equals: 'TRUE', severity: 'low' } } });
    const { stdout, stderr, exitCode } = await run([...SCAN, '--host', 'lab-01']);
    expect(findingIn(stdout, 'lab-01')).toMatchObject({ verdict: 'pass', severity: 'low', expected: 'TRUE' });
    expect(exitCode).toBe(0);
    expect(stderr).toContain('is judged without its remedy');
    const plan = await run(['plan', '--host', 'lab-01', '--format', 'json']);
    expect((JSON.parse(plan.stdout) as { steps: unknown[] }).steps).toEqual([]);
  });

  test('a plan takes the remedy of the rule as it holds in the cluster', async () => {
    const clusters = { Lab: { rules: { [GEN8]: { equals: 'FALSE' } } } };
    await config({ packs: ['hpe'], rules: { [GEN8]: { equals: 'TRUE' } }, clusters });
    const { stdout } = await run(['plan', '--format', 'json']);
    const { steps } = JSON.parse(stdout) as { steps: { host: { name: string }; action: { value: string } }[] };
    expect(steps.map(({ host, action }) => [host.name, action.value])).toEqual([['lab-01', 'FALSE']]);
  });

  test('a plan is made for the clusters whose packs have the rule', async () => {
    await config({ packs: ['hpe'], clusters: { Production: { packs: ['vic'] } } });
    const { stdout } = await run(['plan', '--format', 'json']);
    const { steps } = JSON.parse(stdout) as { steps: { host: { name: string } }[] };
    expect(steps.map(({ host }) => host.name)).toEqual(['lab-01']);
    await config({ packs: ['vic'] });
    expect((await run(['plan'])).stderr).toMatch(/^USAGE: The config chooses no rule of hpe/m);
  });
});

describe('config check', () => {
  test('ends with 0, 1 and 2, and names every mistake with its place', async () => {
    expect(await offline(['config', 'check'])).toMatchObject({ exitCode: 2, stdout: '' });
    expect((await offline(['config', 'check', 'nowhere.yaml'])).exitCode).toBe(2);
    expect((await offline(['config', 'check', '.'])).exitCode).toBe(2);
    await writeFile(
      join(cwd, 'esxcheck.yaml'),
      `packs: [hpe]\nrules:\n  hpe/gen: { severity: low }\nclusters:\n  A: { packs: [x] }\n`,
    );
    const wrong = await offline(['config', 'check']);
    expect(wrong.exitCode).toBe(1);
    expect(wrong.stdout).toMatch(
      /^esxcheck\.yaml:3:3: there is no rule "hpe\/gen".*\nesxcheck\.yaml:5:16: there is no pack "x"/,
    );
    await config({ packs: ['hpe'], waivers: [waiver()] });
    const right = await offline(['config', 'check', 'esxcheck.yaml', '--format', 'json']);
    expect(right.exitCode).toBe(0);
    expect(JSON.parse(right.stdout)).toMatchObject({ valid: true, mistakes: [] });
  });

  test('a bomb is one line, and soon', async () => {
    await writeFile(
      join(cwd, 'esxcheck.yaml'),
      `a: &a [x,x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*a,*a]`).join('\n')}`,
    );
    const { exitCode, stdout } = await offline(['config', 'check']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('anchors are not used in configs');
  });

  test('config schema prints the published JSON Schema', async () => {
    const { exitCode, stdout } = await offline(['config', 'schema']);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(await readFile('docs/schema/config-1.schema.json', 'utf8'));
  });
});
