import { execFileSync } from 'node:child_process';
import { appendFile, chmod, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appliesSchema } from '../../reports/schema/applies.ts';
import {
  type JournalEntry,
  type JournalRecord,
  lineOf,
  nextRecord,
  parseJournal,
} from '../../src/apply/journal/format.ts';
import { type Bench, bench } from '../apply/command-support.ts';
import { KERNEL, RULESET, temporaryFolder } from '../apply/support.ts';
import { runIn } from './captured-io.ts';

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const isApplies = ajv.compile(appliesSchema());

/** What the JSON of `history --applies` is looked at for here. */
interface Told {
  readonly journals: readonly { readonly path: string; readonly state: string }[];
  readonly runs: readonly { readonly change: string | null; readonly changed: number; readonly closed: boolean }[];
}

let at: Bench;
beforeAll(async () => {
  at = await bench(2, [KERNEL, RULESET]);
  await at.run(['apply', at.planFile, '--confirm', '--change', 'CHG1', '--only', 'esx-01']);
  await at.run(['apply', at.planFile, '--confirm', '--change', 'CHG2']);
});
afterAll(() => at[Symbol.asyncDispose]());

const journal = () => `${at.planFile}.journal`;
const register = () => join(at.folder, 'esxcheck', 'journals');

function history(words: readonly string[], state = at.folder) {
  return runIn(['history', '--applies', ...words], { env: { XDG_STATE_HOME: state } });
}

async function told(words: readonly string[], state?: string): Promise<Told & { readonly exitCode: number }> {
  const { exitCode, stdout } = await history([...words, '--format', 'json'], state);
  const document = JSON.parse(stdout) as Told;
  expect(isApplies(document) ? [] : isApplies.errors).toEqual([]);
  return { ...document, exitCode };
}

describe('without the name of a journal', () => {
  test('the journals of all runs are found, each once, and the register belongs to its owner alone', async () => {
    const { journals, runs, exitCode } = await told([]);
    expect(journals).toMatchObject([{ path: journal(), state: 'intact' }]);
    expect(runs.map(({ change, changed, closed }) => [change, changed, closed])).toEqual([
      ['CHG2', 2, true],
      ['CHG1', 2, true],
    ]);
    expect(exitCode).toBe(0);
    expect((await stat(register())).mode & 0o777).toBe(0o600);
    expect(await readFile(register(), 'utf8')).toBe(`${JSON.stringify({ path: journal() })}\n`);
  });

  test('the table has the change number, the account, the target and the counts, and steps only when asked for', async () => {
    const { stdout, stderr } = await history([]);
    for (const part of ['CHG1', 'administrator@vsphere.local', at.vcenter.url, '2 done', 'closed', journal()]) {
      expect(stdout).toContain(part);
    }
    expect(stdout).toContain('2 runs in 1 journal: 1 intact\n');
    expect(stdout).not.toContain('->');
    expect(stderr).toBe('');
    expect((await history(['--details'])).stdout).toContain(
      'esx-02: iovDisableIR = TRUE -> iovDisableIR = FALSE: done',
    );
  });

  test('where no run was made yet, that is said, and is no failure', async () => {
    const { exitCode, stdout, stderr } = await history([], join(at.folder, 'nobody'));
    expect(stdout).toContain('0 runs in 0 journals\n');
    expect(stderr).toContain('No journal is listed in');
    expect(exitCode).toBe(0);
  });

  test('a register with garbage in it, and with a line that was cut short, still names its journals', async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, 'esxcheck'));
    const twice = `${JSON.stringify({ path: journal() })}\n`.repeat(2);
    await writeFile(join(folder.path, 'esxcheck', 'journals'), `nonsense\n7\n{"path":3}\n${twice}{"pa`);
    const { stderr, stdout } = await history([], folder.path);
    expect(stderr).toContain('4 lines name no journal');
    expect(stdout).toContain('2 runs in 1 journal: 1 intact\n');
    await using other = await bench(1, [KERNEL]);
    const env = { ESXCHECK_PASSWORD: 'demo', XDG_STATE_HOME: folder.path };
    expect((await other.run(['apply', other.planFile, '--confirm'], { env })).exitCode).toBe(0);
    expect((await history([], folder.path)).stdout).toContain('3 runs in 2 journals: 2 intact\n');
  });

  test('a journal that is reached by a link is the same journal', async () => {
    await symlink(at.folder, join(at.folder, 'link'));
    await at.run(['apply', join(at.folder, 'link', 'plan.json'), '--confirm']);
    expect((await told([])).journals).toHaveLength(1);
  });
});

test('a register that cannot be written is a warning, and the plan is carried out', async () => {
  await using folder = await temporaryFolder();
  await using other = await bench(1, [KERNEL]);
  await mkdir(join(folder.path, 'esxcheck', 'journals'), { recursive: true });
  const env = { ESXCHECK_PASSWORD: 'demo', XDG_STATE_HOME: folder.path };
  const { exitCode, stderr } = await other.run(['apply', other.planFile, '--confirm'], { env });
  expect(stderr).toMatch(/^warning: "esxcheck history" will not find .*plan\.json\.journal by itself/m);
  expect(exitCode).toBe(0);
  expect(other.vcenter.hosts[0]?.kernel.get('iovDisableIR')?.configured).toBe('FALSE');
});

test('a dry run opens no journal, and lists none', async () => {
  await using other = await bench(1, [KERNEL]);
  await other.run(['apply', other.planFile]);
  await expect(stat(join(other.folder, 'esxcheck', 'journals'))).rejects.toThrow('ENOENT');
});

describe('with journals that were named', () => {
  test('one shows its steps, several do not, and a change number or a host chooses', async () => {
    expect((await history([journal()])).stdout).toContain(' -> ');
    expect((await history([journal(), '--no-details'])).stdout).not.toContain(' -> ');
    const copy = join(at.folder, 'copy');
    await writeFile(copy, await readFile(journal()));
    expect((await history([journal(), copy, copy])).stdout).toMatch(/ in 2 journals: 2 intact\n$/);
    const lines = (await history([journal(), '--change', 'chg1', '--format', 'lines'])).stdout.split('\n');
    expect(lines.filter((line) => line.includes(' -> '))).toHaveLength(2);
    expect((await told([journal(), '--host', 'ESX-02'])).runs).toMatchObject([{ change: 'CHG2' }]);
    expect((await told([journal(), '--since', '2999-01-01'])).runs).toEqual([]);
  });

  test.each([['2026-02-30'], ['yesterday'], ['2026-11-23T06:00'], ['11']])('--since %s is no day', async (since) => {
    const { exitCode, stderr } = await history(['--since', since]);
    expect(stderr).toMatch(/^USAGE: The option --since takes a day/);
    expect(exitCode).toBe(2);
  });

  test('a file gets the format of its ending', async () => {
    const file = join(at.folder, 'applies.csv');
    expect((await history([journal(), '--output', file])).stdout).toBe('');
    const rows = (await readFile(file, 'utf8')).split('\n').filter((line) => line.startsWith('step,'));
    expect(rows).toHaveLength(4);
  });
});

function text(records: readonly JournalRecord[]): string {
  return records.map(lineOf).join('');
}

/** So deep that it cannot be written again. */
const NESTED = `${'['.repeat(100_000)}${']'.repeat(100_000)}\n`;

/** Chained anew, so that only what is in it can give it away. */
function forged(entries: readonly unknown[], when = '2026-01-01T00:00:00.000Z'): string {
  const records: JournalRecord[] = [];
  for (const entry of entries) records.push(nextRecord(records.at(-1) ?? null, when, entry as JournalEntry));
  return text(records);
}

function opened(records: readonly JournalRecord[]) {
  return records[0]?.entry;
}

/** A copy of the journal, changed; the state that it is told in. */
async function changed(change: (records: JournalRecord[]) => string | Buffer): Promise<string> {
  const path = join(at.folder, 'changed');
  await writeFile(path, change([...parseJournal(await readFile(journal()), journal()).records]));
  const { journals, runs, exitCode } = await told([path, journal()]);
  expect(exitCode).toBe(journals[0]?.state === 'intact' ? 0 : 1);
  // The other one is shown all the same.
  expect(journals[1]?.state).toBe('intact');
  expect(runs.length).toBeGreaterThanOrEqual(2);
  return journals[0]?.state ?? '';
}
describe('a journal that does not hold', () => {
  test('was changed in a line, or lost one in the middle', async () => {
    expect(await changed((records) => text(records).replace('CHG1', 'CHG9'))).toBe('tampered');
    expect(await changed((records) => text(records.toSpliced(2, 1)))).toBe('tampered');
    expect(await changed((records) => `${NESTED}${text(records)}`)).toBe('tampered');
    expect((await history([join(at.folder, 'changed')])).stdout).toContain('JOURNAL_TAMPERED: The journal ');
  });

  test.each([
    ['a text', 'hello\n'],
    ['a text without an end', 'hello'],
    ['a document', '{\n  "schema": "esxcheck.plan/1"\n}\n'],
    ['bytes', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['brackets', NESTED],
  ])('is none at all, which is not called a change: %s', async (_what, content) => {
    expect(await changed(() => content)).toBe('foreign');
    const { stdout } = await history([join(at.folder, 'changed')]);
    expect(stdout).toContain('NO_JOURNAL: The file ');
    expect(stdout).not.toContain('TAMPERED');
  });

  test('was made up, with a chain that fits', async () => {
    expect(await changed((records) => forged([opened(records)]))).toBe('intact');
    expect(await changed((records) => forged([opened(records)], 'yesterday'))).toBe('invalid');
    expect(await changed((records) => forged([opened(records), { kind: 'intent', step: 7 }]))).toBe('invalid');
    expect(await changed((records) => forged([opened(records), []]))).toBe('invalid');
    expect(await changed(() => forged([{ kind: 'closed', direction: 'apply', counts: {} }]))).toBe('invalid');
    expect(await changed((records) => forged([{ ...(opened(records) as object), account: 5 }]))).toBe('invalid');
    expect(await changed((records) => forged([opened(records), { kind: '__proto__' }]))).toBe('intact');
    const { stdout } = await history([join(at.folder, 'changed')]);
    expect(stdout).toContain('1 record of a kind that a newer version wrote');
  });

  test('was cut short by a crash: it holds, and the run is not closed', async () => {
    expect(await changed((records) => `${text(records.slice(0, 3))}{"number":4,"at":"20`)).toBe('intact');
    const { stdout } = await history([join(at.folder, 'changed')]);
    expect(stdout).toContain('not closed');
    expect(stdout).toContain('a last line was cut short (20 bytes)');
  });

  test('is missing, is a folder or is a pipe: told, and not waited for', async () => {
    const pipe = join(at.folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const { journals, exitCode } = await told([join(at.folder, 'gone'), at.folder, pipe, journal()]);
    expect(journals.map(({ state }) => state)).toEqual(['missing', 'unreadable', 'unreadable', 'intact']);
    expect(exitCode).toBe(1);
  });

  test('and was listed in the register: told, too', async () => {
    await appendFile(register(), `${JSON.stringify({ path: join(at.folder, 'gone') })}\n`);
    const { journals, exitCode } = await told([]);
    expect(journals.map(({ state }) => state)).toEqual(['intact', 'missing']);
    expect(exitCode).toBe(1);
  });

  test.skipIf(process.getuid?.() === 0)('may not be read', async () => {
    const locked = join(at.folder, 'locked');
    await writeFile(locked, '');
    await chmod(locked, 0o000);
    expect((await told([locked])).journals[0]?.state).toBe('unreadable');
    await rm(locked);
  });
});

test('a journal without --applies is told how it is read', async () => {
  const { exitCode, stdout, stderr } = await runIn(['history', 'plan.json.journal']);
  expect(stderr).toBe('USAGE: A journal is read with --applies.\n  esxcheck history --applies plan.json.journal\n');
  expect([exitCode, stdout]).toEqual([2, '']);
});
