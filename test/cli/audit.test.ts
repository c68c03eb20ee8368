import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readSnapshot, writeSnapshot } from '../../src/cli/shared/snapshot-file.ts';
import { DOUBTS } from '../../src/model/erratum.ts';
import { ABSENT } from '../../src/model/reading.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { folderOfTest } from '../history/stored.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { type Outcome, runIn } from './captured-io.ts';

const GEN8 = 'vendor: HP, model: ProLiant DL380p Gen8, version: 6.0.0, build: 4600944';
const ESTATE = `
datacenters:
  - name: Lab
    hosts:
      - { name: esx-01, ${GEN8}, kernel: { iovDisableIR: 'TRUE' } }
      - { name: esx-02, ${GEN8}, kernel: { iovDisableIR: 'TRUE' } }
`;
const RULE = ['--rule', 'hpe/gen8-interrupt-remapping'];
const ERRATUM =
  /udged by esxcheck 1\.0\.0, which could call a setting that it had not read not applicable; 1 of its findings may be false; see docs\/security\.md#erratum/;

let folder: string;
let vcenter: Simulator;
beforeEach(async () => {
  folder = await folderOfTest();
  vcenter = await simulatedVcenter(ESTATE);
});
afterEach(() => vcenter.close());

function run(...words: readonly string[]): Promise<Outcome> {
  const env = { ESXCHECK_PASSWORD: ACCOUNT.password, XDG_STATE_HOME: folder, HOME: folder };
  return runIn(words, { env });
}

function atVcenter(...words: readonly string[]): Promise<Outcome> {
  const target = ['--target', `127.0.0.1:${vcenter.port}`, '--user', ACCOUNT.user];
  return run(...words, ...RULE, ...target, '--thumbprint', vcenter.certificate.sha256);
}

interface Document {
  readonly tool: object;
  readonly startedAt: string;
  readonly summary: { readonly findings: object };
  readonly hosts: readonly { readonly kernel: object }[];
  readonly findings: readonly object[];
}

/** What 1.0.0 made of a host whose kernel list failed, beside one that it had read; saved as a file. */
async function scanOf100(startedAt: string): Promise<string> {
  const { stdout } = await atVcenter('scan', '--format', 'json');
  const document = JSON.parse(stdout) as Document;
  const [host, ...hosts] = document.hosts;
  const [finding, ...findings] = document.findings;
  const nothing = { default: null, configured: null, runtime: null, source: null, type: null };
  const absent = { iovDisableIR: { ...nothing, reading: 'absent', problem: null } };
  const message = 'This release does not have the setting iovDisableIR.';
  const horizons = { now: null, nextBoot: null, nextPatch: null };
  const lie = { ...finding, verdict: 'not-applicable', state: null, horizons, observed: null, message, remedy: null };
  const counts = { ...document.summary.findings, fail: 1, 'not-applicable': 1 };
  const told = {
    ...document,
    tool: { name: 'esxcheck', version: '1.0.0' },
    startedAt,
    summary: { ...document.summary, findings: counts },
    hosts: [{ ...host, kernel: absent }, ...hosts],
    findings: [lie, ...findings],
  };
  const file = join(folder, `scan-${startedAt.slice(0, 10)}.json`);
  await writeFile(file, JSON.stringify(told));
  return file;
}

describe('history audit', () => {
  test('a history without scans of 1.0.0: nothing, 0', async () => {
    await atVcenter('scan', '--record');
    const { exitCode, stdout } = await run('history', 'audit');
    expect(stdout).toContain('No finding may have been reported wrongly');
    expect(exitCode).toBe(0);
  });

  test('what 1.0.0 told of an unread setting is listed once, with why and in how many scans: 1', async () => {
    const files = [await scanOf100('2026-11-27T06:00:00.000Z'), await scanOf100('2026-11-28T06:00:00.000Z')];
    await run('history', '--import', files[0] ?? '', '--import', files[1] ?? '');
    const { exitCode, stdout } = await run('history', 'audit', '--format', 'json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'esxcheck.audit/1',
      scansInDoubt: 2,
      findings: [
        {
          rule: 'hpe/gen8-interrupt-remapping',
          name: 'esx-01',
          verdict: 'not-applicable',
          doubt: 'kernel-setting-absent',
          why: DOUBTS[0]?.why,
          scans: 2,
          firstAt: '2026-11-27T06:00:00.000Z',
          lastAt: '2026-11-28T06:00:00.000Z',
          since: null,
        },
      ],
    });
    await atVcenter('scan', '--record');
    const again = await run('history', 'audit');
    expect(again.exitCode).toBe(1);
    expect(again.stdout).toContain('esx-01 (judged again: fail)');
    const csv = await run('history', 'audit', '--format', 'csv');
    expect(csv.stdout.split('\n')[1]).toMatch(/^hpe\/gen8-interrupt-remapping,esx-01,.*,2,2026-11-27.*,fail/);
  });

  test('saved scans are looked at without a history', async () => {
    const { exitCode, stdout } = await run('history', 'audit', await scanOf100('2026-11-27T06:00:00.000Z'));
    expect(exitCode).toBe(1);
    expect(stdout).toContain('What to do');
  });

  test('a history that 1.0.0 kept by itself is one in doubt, though it wrote no version down', async () => {
    await run('history', '--import', await scanOf100('2026-11-27T06:00:00.000Z'));
    const { openDatabase } = await import('../../src/history/store/database.ts');
    {
      using database = openDatabase(join(folder, 'esxcheck', 'history.db'));
      database.run(`UPDATE scan SET targets = '[{"url":"https://vc01/sdk","asked":true}]'`);
    }
    expect((await run('history')).stdout).toMatch(/Scan 1 may hold findings that were reported\s+wrongly/);
    expect((await run('history', 'audit')).exitCode).toBe(1);
  });

  test('a kept scan that cannot be read is told, and hides nothing', async () => {
    const files = [await scanOf100('2026-11-27T06:00:00.000Z'), await scanOf100('2026-11-28T06:00:00.000Z')];
    await run('history', '--import', files[0] ?? '', '--import', files[1] ?? '');
    const { openDatabase } = await import('../../src/history/store/database.ts');
    const damage = (sql: string): void => {
      using database = openDatabase(join(folder, 'esxcheck', 'history.db'));
      database.run(sql);
    };
    damage("UPDATE scan SET document = x'00' WHERE id = 1");
    const one = await run('history', 'audit');
    expect(one.exitCode).toBe(1);
    expect(one.stderr).toContain('scan 1 was not looked at');
    damage("UPDATE scan SET document = x'00'");
    expect(await run('history', 'audit')).toMatchObject({ exitCode: 2, stdout: '' });
  });
});

describe('reports of a scan that 1.0.0 judged say so', () => {
  test.each(['table', 'lines', 'markdown', 'html', 'junit', 'json'])('%s', async (format) => {
    const { stdout } = await run('report', await scanOf100('2026-11-27T06:00:00.000Z'), '--format', format);
    expect(stdout.replaceAll(/\s+/g, ' ').replaceAll('&#35;', '#').replaceAll('&#8203;', '')).toMatch(ERRATUM);
  });

  test('csv and prometheus mark what is in doubt', async () => {
    const file = await scanOf100('2026-11-27T06:00:00.000Z');
    expect((await run('report', file, '--format', 'csv')).stdout).toContain(DOUBTS[0]?.why);
    expect((await run('report', file, '--format', 'prometheus')).stdout).toMatch(/^esxcheck_findings_in_doubt 1$/m);
  });

  test('diff and scan --since', async () => {
    const file = await scanOf100('2026-11-27T06:00:00.000Z');
    const later = join(folder, 'later.json');
    const since = await atVcenter('scan', '--since', file, '--output', later);
    expect(since.stderr).toMatch(ERRATUM);
    expect((await run('diff', file, later, '--format', 'lines')).stdout).toMatch(
      /^remark Of the earlier scan: Judged by/,
    );
    expect((await run('report', later, '--format', 'table')).stdout).not.toContain('erratum');
  });
});

test('a plan from such a scan counts what may be false as unknown: the host is left out, 3', async () => {
  const file = await scanOf100('2026-11-27T06:00:00.000Z');
  const { exitCode, stdout, stderr } = await run('plan', '--from', file, ...RULE, '--format', 'json');
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(ERRATUM);
  expect(JSON.parse(stdout)).toMatchObject({
    steps: [{ host: { name: 'esx-02' } }],
    leftOut: [{ host: { name: 'esx-01' }, reason: 'unknown' }],
  });
});

test('a snapshot that 1.0.0 took: a setting that it calls absent is unread, and the report says who read it', async () => {
  const file = join(folder, 'facts.snapshot');
  await atVcenter('snapshot', '--output', file);
  const snapshot = await readSnapshot(file);
  const facts = snapshot.facts.map((host) => ({ ...host, kernel: new Map([['iovDisableIR', ABSENT] as const]) }));
  await writeSnapshot(file, { ...snapshot, facts });
  const own = await run('evaluate', file, ...RULE, '--format', 'json');
  expect(own.exitCode).toBe(0);
  await writeSnapshot(file, { ...snapshot, facts, tool: { name: 'esxcheck', version: '1.0.0' } });
  const old = await run('evaluate', file, ...RULE, '--output', join(folder, 'old.json'));
  expect(old.exitCode).toBe(3);
  expect(old.stderr).toContain('The facts were read by esxcheck 1.0.0');
  const saved = JSON.parse(await readFile(join(folder, 'old.json'), 'utf8')) as Document & {
    readonly remarks: readonly string[];
  };
  expect(saved.remarks).toEqual([expect.stringContaining('The facts were read by esxcheck 1.0.0')]);
  expect(saved.findings).toMatchObject([{ verdict: 'unknown' }, { verdict: 'unknown' }]);
  const table = await run('report', join(folder, 'old.json'));
  expect(table.stdout).toContain('Note: The facts were read by esxcheck 1.0.0');
});
