import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { decodeSnapshot } from '../../src/snapshot/decode.ts';
import { snapshotLines } from '../../src/snapshot/encode.ts';
import { refusalOf } from '../target/surroundings.ts';
import { snapshots } from './arbitrary.ts';
import { linesOf, SAMPLE } from './samples.ts';
import { runs } from '../support/sample.ts';

/** What a line holds, or a part of it, as JSON has it. */
// oxlint-disable-next-line typescript/no-explicit-any
type Json = any;

/** The lines with one of them changed, under a new seal: what only a look at the values can refuse. */
function resealed(line: number, change: (record: Json) => unknown): string[] {
  const lines = linesOf(SAMPLE).slice(0, -1);
  const record: Json = JSON.parse(lines[line] ?? '');
  lines[line] = JSON.stringify(change(record) ?? record);
  return sealed(lines);
}

function sealed(lines: readonly string[]): string[] {
  const sha256 = createHash('sha256')
    .update(lines.map((each) => `${each}\n`).join(''))
    .digest('hex');
  return [...lines, JSON.stringify({ end: { hosts: lines.length - 1, sha256 } })];
}

async function refusal(lines: readonly string[]): Promise<string> {
  const { code, text } = await refusalOf(() => decodeSnapshot(lines));
  expect(code).toBe('SNAPSHOT_INVALID');
  expect(text).toContain('\nTake it again: esxcheck snapshot --target');
  return text.split('\n')[1] ?? '';
}

test('any snapshot comes back as it was, whatever hosts call things', async () => {
  await fc.assert(
    fc.asyncProperty(snapshots, async (snapshot) => {
      const back = await decodeSnapshot(linesOf(snapshot));
      expect(isDeepStrictEqual(back, snapshot)).toBe(true);
      expect([...snapshotLines(back)]).toEqual([...snapshotLines(snapshot)]);
    }),
    { numRuns: runs(300) },
  );
});

test('what is alike on two hosts is one object', async () => {
  const [facts] = SAMPLE.facts;
  if (facts === undefined) throw new Error('the sample has no host');
  const other = { ...facts, host: { ...facts.host, id: 'vc/host-2' } };
  const { facts: back } = await decodeSnapshot(linesOf({ ...SAMPLE, facts: [facts, other] }));
  const [one, two] = back.map(({ vibs, firewall, kernel }) => [
    vibs?.kind === 'read' ? vibs.value[0] : null,
    firewall?.kind === 'read' ? firewall.value.rulesets[0] : null,
    kernel.get('iovDisableIR'),
  ]);
  expect(one?.every((each, index) => each !== null && each === two?.[index])).toBe(true);
});

test('one character that is otherwise is refused, wherever it is', async () => {
  const original = linesOf(SAMPLE);
  const text = original.join('\n');
  await fc.assert(
    fc.asyncProperty(
      fc.nat(text.length - 1),
      fc.constantFrom('0', 'a', '"', ' ', '\n', '}', '\u0000'),
      async (at, by) => {
        const lines = `${text.slice(0, at)}${by}${text.slice(at + 1)}`.split('\n');
        const back = await decodeSnapshot(lines).catch((error: unknown) => refusalOf(() => Promise.reject(error)));
        if ('code' in back) expect(back.code).toBe('SNAPSHOT_INVALID');
        else expect(isDeepStrictEqual(back, SAMPLE)).toBe(true);
      },
    ),
    { numRuns: runs(2000) },
  );
});

describe('lines that are missing, added or moved', () => {
  const [head = '', host = '', end = ''] = linesOf(SAMPLE);

  test.each([
    [[], 'The snapshot cannot be used: it is empty.'],
    [[head], 'The snapshot cannot be used: it breaks off: its end is missing.'],
    [[head, host], 'The snapshot cannot be used: it breaks off: its end is missing.'],
    [[head, end], 'Line 2 of the snapshot cannot be used: 1 hosts were written, and 0 are there.'],
    [[host, end], 'Line 1 of the snapshot cannot be used: it begins no snapshot of esxcheck.'],
    [[head, host, host, end], 'Line 3 of the snapshot cannot be used: this host stands twice.'],
    [[head, host, end, host], 'Line 4 of the snapshot cannot be used: it follows the end.'],
    [[head, host, end, end], 'Line 4 of the snapshot cannot be used: it follows the end.'],
    [[head, '', host, end], 'Line 2 of the snapshot cannot be used: it is not JSON.'],
    [[head, host, '[]'], 'Line 3 of the snapshot cannot be used: an object was expected.'],
    [[head, host, 'null'], 'Line 3 of the snapshot cannot be used: an object was expected.'],
    [
      [head, host.replace('ProLiant', 'proLiant'), end],
      'Line 3 of the snapshot cannot be used: the lines before it were changed after they were written.',
    ],
  ])('%#', async (lines, sentence) => {
    expect(await refusal(lines)).toBe(sentence);
  });
});

function host(change: (record: Json) => unknown): string[] {
  return resealed(1, change);
}

function header(change: (record: Json) => unknown): string[] {
  return resealed(0, change);
}

describe('values that esxcheck does not write, under a seal that fits', () => {
  const cases: readonly (readonly [string, string[], string])[] = [
    ['a number as a name', host((h) => void (h.host.name = 7)), 'host.name: a text was expected'],
    ['no id', host((h) => void (h.host.id = '')), 'host.id: a text that is not empty was expected'],
    ['a fact that is missing', host((h) => void delete h.vibs), 'vibs: an object was expected'],
    ['a state', host((h) => void (h.host.connectionState = 'well')), 'host.connectionState: connected or disconnected'],
    ['what is inherited', host((h) => ({ ...h, kernel: [['toString', {}]] })), 'kernel.0.kind: read, absent or unread'],
    ['no value', host((h) => void (h.kernel[0][1] = { kind: 'read' })), 'kernel.0.value: an object was expected'],
    ['a name twice', host((h) => void h.kernel.push(h.kernel[0])), 'kernel.1: a new name and its value was expected'],
    ['three of two', host((h) => void h.kernel[0].push(1)), 'kernel.0: a new name and its value was expected'],
    ['a map', host((h) => void (h.options = { a: 1 })), 'options: a list was expected'],
    ['half a port', host((h) => void (rule(h).port = 1.5)), 'firewall.value.rulesets.0.rules.0.port: a whole number'],
    ['a text for truth', host((h) => void (ruleset(h).enabled = 'true')), 'rulesets.0.enabled: true or false'],
    ['a code', host((h) => void (h.properties[1][1].problem.code = '<b>')), 'properties.1.problem.code: a code was'],
    ['a field twice', host((h) => twice(h.esxcli[0][1].value.rows[0])), 'esxcli.0.value.rows.0.2: a new name'],
    ['a stray target', host((h) => void (h.host.target = 'x')), 'the target of this host is not in the header'],
    ['no time', header((h) => void (h.startedAt = 'today')), 'startedAt: a time in UTC was expected'],
    ['a day that is none', header((h) => void (h.startedAt = '2026-99-01T00:00:00.000Z')), 'startedAt: a time in UTC'],
    ['a plan', header((h) => void (h.schema = 'esxcheck.plan/1')), 'it holds esxcheck.plan/1, which is no snapshot'],
    [
      'a later form',
      header((h) => void (h.schema = 'esxcheck.snapshot/2')),
      'it is of the form esxcheck.snapshot/2, and this release reads esxcheck.snapshot/1.',
    ],
  ];

  test.each(cases)('%s', async (_what, lines, sentence) => {
    expect(await refusal(lines)).toContain(sentence);
  });

  test('a port beyond all numbers', async () => {
    const lines = linesOf(SAMPLE).slice(0, -1);
    const changed = lines.map((line) => line.replace('"port":0', '"port":1e999'));
    expect(changed).not.toEqual(lines);
    expect(await refusal(sealed(changed))).toContain('rules.0.port: a whole number was expected');
  });

  test('a word of the file in a refusal is harmless and short', async () => {
    const lines = header((h) => void (h.schema = `\u001b[31m${'x'.repeat(5000)}`));
    const sentence = await refusal(lines);
    expect(sentence).toBe('Line 1 of the snapshot cannot be used: it begins no snapshot of esxcheck.');
  });
});

test('keys that a later release adds are not looked at, and a reason that it adds stays unread', async () => {
  const added = resealed(1, (record) => {
    record.properties[1][1].problem.code = 'asleep';
    record['__proto__'] = { vibs: null };
    return { ...record, later: [[[{}]]], host: { ...record.host, later: 1 } };
  });
  const { facts } = await decodeSnapshot(added);
  expect(facts[0]?.properties.get('host.secureBoot')).toEqual({
    kind: 'unread',
    problem: { code: 'not-reported', detail: 'it took too long' },
  });
  expect(isDeepStrictEqual(facts[0]?.host, SAMPLE.facts[0]?.host)).toBe(true);
});

test('a line of two million mistakes is refused at the first, and a deep one too', async () => {
  const [head = ''] = linesOf(SAMPLE);
  const before = Date.now();
  for (const filling of ['1,'.repeat(2_000_000).slice(0, -1), `${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}`]) {
    const line = resealed(1, () => undefined)[1]?.replace('"kernel":[', `"kernel":[${filling},`) ?? '';
    expect(await refusal([head, line])).toMatch(/kernel\.0.*a (?:list|new name and its value) was expected/);
  }
  expect(Date.now() - before).toBeLessThan(10_000);
});

test('nothing is written that could not be read back', () => {
  const small = { line: 100, total: 1000, hosts: 1 };
  const large =
    (limits: typeof small): (() => Snapshot[]) =>
    () =>
      [...snapshotLines(SAMPLE, limits)] as never;
  expect(large(small)).toThrow('The facts are more than one snapshot may hold.');
  expect(large({ ...small, line: 10_000 })).toThrow('The facts are more than one snapshot may hold.');
});

function ruleset(host: Json): Json {
  return host.firewall.value.rulesets[0];
}

function rule(host: Json): Json {
  return ruleset(host).rules[0];
}

function twice(row: Json[]): void {
  row.push(row[0]);
}

test('hosts of two targets that 1.0.1 gave one id, since they show one hardware UUID, are two hosts', async () => {
  const [head = '', host = ''] = linesOf(SAMPLE);
  const header: Json = JSON.parse(head);
  const twin: Json = JSON.parse(host);
  const [target] = header.targets;
  const lines = sealed([
    JSON.stringify({ ...header, targets: [target, { ...target, url: 'https://esx-b.lab/sdk' }] }),
    host,
    JSON.stringify({ ...twin, host: { ...twin.host, target: 'https://esx-b.lab/sdk' } }),
  ]);
  const { facts } = await decodeSnapshot(lines);
  expect(facts.map((one) => one.host.id)).toEqual([
    expect.stringContaining(`${twin.host.id}@`),
    `${twin.host.id}@esx-b.lab`,
  ]);
});
