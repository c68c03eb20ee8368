import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { runInProcess } from '../support/in-process.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { temporaryFolder } from '../target/surroundings.ts';

let vcenter: Simulator;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  vcenter = await simulatedVcenter(`
datacenters:
  - name: Lab
    clusters:
      - name: C1
        hosts:
          - { name: eight, build: 24022510, version: 8.0.3, options: { UserVars.DcuiTimeOut: 900 } }
          - { name: seven, build: 18644231, version: 7.0.3, options: { UserVars.DcuiTimeOut: 600 } }
          - { name: gone, build: 24022510, version: 8.0.3, connection: disconnected }
`);
});
afterAll(() => vcenter.close());
beforeEach(async () => {
  folder = await temporaryFolder();
  return () => folder[Symbol.asyncDispose]();
});

function run(...words: readonly string[]) {
  const env = { ESXCHECK_PASSWORD: ACCOUNT.password, HOME: folder.path, XDG_CONFIG_HOME: join(folder.path, 'own') };
  const connection = ['--target', `${vcenter.host}:${vcenter.port}`, '--user', ACCOUNT.user];
  const trust = ['--thumbprint', vcenter.certificate.sha256];
  return runInProcess([...words, ...connection, ...trust], { cwd: folder.path, env });
}

interface Document {
  readonly rules: readonly { readonly id: string }[];
  readonly hosts: readonly { readonly id: string; readonly name: string }[];
  readonly frameworks?: readonly { readonly name: string; readonly controls: readonly object[] }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly host: string;
    readonly verdict: string;
    readonly evidence?: { readonly framework: string | null; readonly controls: readonly string[] };
  }[];
}

async function scanned(...words: readonly string[]): Promise<Document> {
  const { stdout, stderr } = await run('scan', '--format', 'json', ...words);
  expect(stderr).not.toContain('USAGE');
  return JSON.parse(stdout) as Document;
}

const DCUI = 'hardening/dcui-timeout';

function ofDcui({ findings, hosts }: Document): Readonly<Record<string, readonly unknown[]>> {
  const names = new Map(hosts.map(({ id, name }) => [id, name]));
  return Object.fromEntries(
    findings
      .filter(({ rule }) => rule === DCUI)
      .map(({ host, verdict, evidence }) => [names.get(host), [verdict, evidence?.framework, evidence?.controls]]),
  );
}

describe('a scan by frameworks', () => {
  test('judges each host by the STIG of its release, and one that is gone by none for sure', async () => {
    expect(ofDcui(await scanned('--framework', 'stig'))).toEqual({
      eight: ['fail', 'stig-esxi-8', ['ESXI-80-000196']],
      seven: ['fail', 'stig-esxi-7', ['ESXI-70-000043']],
      gone: ['unknown', 'stig-esxi-8', ['ESXI-80-000196']],
    });
    const eightAlone = ofDcui(await scanned('--framework', 'stig-esxi-8'));
    expect(eightAlone['seven']).toEqual(['not-applicable', null, []]);
  });

  test('takes exactly the rules of the framework; a pack comes beside it, and a rule that is in both is judged once', async () => {
    const alone = await scanned('--framework', 'stig-esxi-8');
    expect(new Set(alone.rules.map(({ id }) => id.split('/')[0]))).toEqual(new Set(['hardening', 'lifecycle']));
    expect(alone.frameworks?.map(({ name, controls }) => [name, controls.length])).toEqual([['stig-esxi-8', 76]]);
    const both = await scanned('--framework', 'stig-esxi-8', '--pack', 'hpe', '--rule', DCUI);
    expect(both.rules.filter(({ id }) => id === DCUI)).toHaveLength(1);
    expect(both.rules.some(({ id }) => id.startsWith('hpe/'))).toBe(true);
    expect(ofDcui(both)['eight']).toEqual(['fail', 'stig-esxi-8', ['ESXI-80-000196']]);
  });

  test('by a config, whose expectations do not loosen it, and whose disabled rule is missed aloud', async () => {
    const config = join(folder.path, 'site.yaml');
    await writeFile(config, `frameworks: [stig]\nrules:\n  ${DCUI}: { atMost: 3600 }\n`);
    expect(ofDcui(await scanned('--config', config))['eight']?.[0]).toBe('fail');
    await writeFile(config, `frameworks: [stig]\nrules:\n  ${DCUI}: { enabled: false }\n`);
    const { stdout, stderr } = await run('scan', '--format', 'json', '--config', config);
    expect(stderr).toContain(`takes ${DCUI} away: its controls are not judged`);
    expect(ofDcui(JSON.parse(stdout) as Document)).toEqual({});
  });

  test('tells a mistyped name, in a flag and in a config, before anybody is asked', async () => {
    const before = vcenter.calls.count();
    const { exitCode, stderr } = await run('scan', '--framework', 'stig-esx-8');
    expect([exitCode, stderr]).toEqual([
      2,
      'UNKNOWN_FRAMEWORK: There is no framework "stig-esx-8": did you mean "stig-esxi-8"?\n  To see all of them, run: esxcheck rules frameworks\n',
    ]);
    await writeFile(join(folder.path, 'site.yaml'), 'frameworks: [scg-9]\n');
    const checked = await runInProcess(['config', 'check', 'site.yaml'], { cwd: folder.path });
    expect(checked.stdout + checked.stderr).toContain('site.yaml:1:14: there is no framework "scg-9"');
    expect(vcenter.calls.count()).toBe(before);
  });

  test('of two kinds: a waiver names the rule for both, and a folder of checklists says whom it cannot hold', async () => {
    const config = join(folder.path, 'site.yaml');
    const waiver = `{ rule: hardening/account-lockout, everywhere: true, reason: later, owner: me, expires: 2999-01-01 }`;
    await writeFile(config, `frameworks: [stig-esxi-8, scg-8]\nwaivers:\n  - ${waiver}\n`);
    const { stdout, stderr } = await run(
      'scan',
      '--config',
      config,
      '--format',
      'json',
      '--output',
      `${folder.path}/lists/`,
    );
    const { findings } = JSON.parse(stdout) as Document;
    const waived = findings.filter(
      ({ rule, verdict }) => rule.startsWith('hardening/account-lockout@') && verdict !== 'not-applicable',
    );
    expect(new Set(waived.filter(({ verdict }) => verdict !== 'pass').map(({ verdict }) => verdict))).toEqual(
      new Set(['waived']),
    );
    expect(stderr).toContain('scg-8: not in these checklists');
  });

  test('names the controls in every report', async () => {
    const { stdout } = await run('scan', '--framework', 'stig', '--details');
    expect(stdout).toMatch(/stig-esxi-8 +76 controls: \d+ by rules/);
    expect(stdout).toContain('controls: ESXI-70-000043, ESXI-80-000196');
    for (const format of ['csv', 'junit', 'markdown', 'html']) {
      expect((await run('scan', '--framework', 'stig', '--format', format)).stdout).toContain('ESXI-80-000196');
    }
  });
});

describe('a plan by a framework', () => {
  interface Plan {
    readonly parameters: Readonly<Record<string, string>>;
    readonly steps: readonly {
      readonly action: { readonly value?: string };
      readonly why: { readonly rule: string };
    }[];
  }

  test('sets its values, says so, and is verified by them', async () => {
    const file = join(folder.path, 'plan.json');
    const words = ['--framework', 'stig', '--rule', DCUI];
    const { exitCode, stdout } = await run('plan', ...words, '--format', 'json', '--output', file);
    expect(exitCode).not.toBe(2);
    const { parameters, steps } = JSON.parse(stdout) as Plan;
    expect(parameters['framework']).toBe('stig-esxi-7, stig-esxi-8, readiness-esx-9');
    expect(
      steps
        .map(({ action, why }) => `${why.rule} ${action.value ?? ''}`)
        .toSorted((one, other) => (one < other ? -1 : 1)),
    ).toEqual([`${DCUI} 120`, `${DCUI} 600`]);
    const verified = JSON.parse((await run('verify', file, '--format', 'json')).stdout) as Document;
    expect(ofDcui(verified)['seven']).toEqual(['fail', 'stig-esxi-7', ['ESXI-70-000043']]);
  });

  test('leaves hosts alone whose cluster the config takes out, and the scan says so', async () => {
    const config = join(folder.path, 'site.yaml');
    await writeFile(config, `clusters:\n  'C*':\n    rules: { ${DCUI}: { enabled: false } }\n`);
    const words = ['--config', config, '--framework', 'stig', '--format', 'json'];
    const { steps } = JSON.parse((await run('plan', ...words)).stdout) as Plan;
    expect(steps.map(({ why }) => why.rule)).not.toContain(DCUI);
    const { stdout, stderr } = await run('scan', ...words);
    expect(stderr).toContain(`takes ${DCUI} away from C*: its controls are not judged`);
    expect(ofDcui(JSON.parse(stdout) as Document)['eight']?.[0]).toBe('not-applicable');
  });

  test('and a profile beside it is refused: it would say nothing', async () => {
    const { exitCode, stderr } = await run('plan', '--framework', 'scg-8', '--profile', 'stig');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--profile says nothing beside --framework')]);
  });

  test('of two kinds is refused', async () => {
    const { exitCode, stderr } = await run('plan', '--framework', 'stig-esxi-8', '--framework', 'scg-8');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('A plan sets one value of each setting')]);
  });
});

test('the frameworks that ship are listed, and each of their controls', async () => {
  const { stdout } = await runInProcess(['rules', 'frameworks', '--format', 'json']);
  const { frameworks } = JSON.parse(stdout) as { frameworks: { name: string; controls: object[]; coverage: object }[] };
  expect(frameworks.map(({ name, controls }) => [name, controls.length])).toEqual([
    ['stig-esxi-7', 75],
    ['stig-esxi-8', 76],
    ['readiness-esx-9', 69],
    ['scg-8', 75],
    ['scg-9.0', 78],
    ['scg-9.1', 82],
  ]);
  const one = await runInProcess(['rules', 'frameworks', 'stig-esxi-8']);
  expect(one.stdout).toContain('ESXI-80-000196');
  const rows = await runInProcess(['rules', 'frameworks', '--format', 'csv']);
  expect(rows.stdout.trimEnd().split('\n')).toHaveLength(1 + 75 + 76 + 69 + 75 + 78 + 82);
});
