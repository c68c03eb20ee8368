import { describe, expect, test } from 'vitest';
import { APPLY_REPORTERS } from '../../reports/apply.ts';
import { type ApplyReport, type Outcome, OUTCOMES } from '../../src/model/outcome.ts';
import type { Step } from '../../src/model/plan.ts';
import { type Reboot, REBOOT_OUTCOMES } from '../../src/model/rollout.ts';
import { PIPE } from '../reports/rendered.ts';
import { faultsOf } from './apply-schema.ts';
import { ALL_KINDS } from './support.ts';

const HOSTILE = 'esx\u001b[31m\u202e\n=cmd|"<b>\u2028';

function stepOf(index: number): Step {
  const [action, before] = ALL_KINDS[index % ALL_KINDS.length] ?? ALL_KINDS[0] ?? [];
  if (action === undefined || before === undefined) throw new Error('no action');
  return {
    id: String(index),
    host: { id: `vc/host-${index}`, moid: `host-${index}`, name: HOSTILE, uuid: null, serial: null, cluster: HOSTILE },
    action: action.kind === 'kernelSetting' ? { ...action, value: HOSTILE } : action,
    before,
    inverse: before,
    inverseLeaves: HOSTILE,
    why: { rule: 'r', title: HOSTILE, message: HOSTILE, references: [] },
    needsReboot: true,
    exposure: null,
  };
}

const outcomes = OUTCOMES.map((kind, index): Outcome => {
  const step = stepOf(index);
  return { step, kind, reason: 'stale', detail: HOSTILE, observed: index % 2 === 0 ? null : step.before };
});

const reboots = REBOOT_OUTCOMES.map((kind, index): Reboot => {
  const turn = kind === 'would-reboot' ? { lane: HOSTILE, order: 1 } : null;
  const inMaintenance = [true, false, null][index % 3] ?? null;
  return { host: stepOf(index).host, kind, reason: 'worse', detail: HOSTILE, inMaintenance, turn };
});

const REPORT: ApplyReport = {
  tool: { name: 'esxcheck', version: '0' },
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:01:00.000Z',
  direction: 'rollback',
  dryRun: false,
  planHash: 'a'.repeat(64),
  target: { url: HOSTILE, identity: 'vc' },
  change: HOSTILE,
  journal: HOSTILE,
  outcomes,
  reboots,
  error: { code: 'JOURNAL_NOT_WRITTEN', message: HOSTILE },
};

describe.each(APPLY_REPORTERS)('as $name', ({ render, name }) => {
  const text = (report: ApplyReport, width: number | null = 100) =>
    [...render(report, { width, colour: false })].join('');

  test('hostile texts come out harmless, and the text ends in a newline', () => {
    for (const width of [null, 24, 80, 200]) {
      const shown = text(REPORT, width);
      expect(shown).toMatch(/\n$/);
      // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
      expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\u2028]/);
    }
  });

  test('every outcome is accounted for', () => {
    const shown = text(REPORT);
    for (const kind of [...OUTCOMES, ...REBOOT_OUTCOMES]) {
      expect(shown).toContain(name === 'table' ? kind.replaceAll('-', ' ') : kind);
    }
  });

  test('nothing to do is told as well', () => {
    const shown = text({ ...REPORT, outcomes: [] });
    expect(shown).toMatch(name === 'json' ? /"steps": \[\]/ : /0 steps on 0 hosts/);
  });

  test('many steps take no time worth speaking of', () => {
    const many = Array.from({ length: 5000 }, (_, index): Outcome => ({
      ...(outcomes[6] as Outcome),
      step: stepOf(index),
    }));
    const rebooted = many.map(({ step }): Reboot => ({ ...(reboots[1] as Reboot), host: step.host }));
    const startedAt = performance.now();
    expect(text({ ...REPORT, outcomes: many, reboots: rebooted }).length).toBeGreaterThan(5000);
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});

const rendered = (name: string, report: ApplyReport): string =>
  [...(APPLY_REPORTERS.find((reporter) => reporter.name === name)?.render(report, PIPE) ?? [])].join('');

test('as json it holds to its published schema, whatever the texts in it, and the schema is no rubber stamp', () => {
  expect(faultsOf(rendered('json', REPORT))).toEqual([]);
  expect(faultsOf(rendered('json', { ...REPORT, reboots: null, error: null, journal: null, change: null }))).toEqual(
    [],
  );
  const text = rendered('json', REPORT);
  for (const key of ['outcome', 'inMaintenance', 'rebootSummary', 'observed', 'error']) {
    expect(faultsOf(text.replace(`"${key}":`, '"other":'))).not.toEqual([]);
  }
  expect(faultsOf(text.replace('"outcome":"indeterminate"', '"outcome":"fine"'))).not.toEqual([]);
});

test('as json every reboot is there with where it stands, and counted', () => {
  const { rebootSummary, reboots: listed } = JSON.parse(rendered('json', REPORT)) as {
    readonly rebootSummary: Readonly<Record<string, number>>;
    readonly reboots: readonly object[];
  };
  expect(rebootSummary).toEqual(Object.fromEntries(REBOOT_OUTCOMES.map((kind) => [kind, 1])));
  expect(listed).toHaveLength(REBOOT_OUTCOMES.length);
  expect(listed[0]).toMatchObject({ outcome: 'indeterminate', hostName: HOSTILE, inMaintenance: true, lane: null });
  expect(listed[REBOOT_OUTCOMES.indexOf('would-reboot')]).toMatchObject({ lane: HOSTILE, order: 1 });
});

const named = (name: string, kind: Reboot['kind'], inMaintenance: boolean | null): Reboot => ({
  host: { ...stepOf(0).host, id: `vc/${name}`, name },
  kind,
  reason: null,
  detail: '',
  inMaintenance,
  turn: null,
});

test.each(['table', 'lines'])('as %s the hosts that are left in maintenance mode are named, and no others', (name) => {
  const some = [named('esx-1', 'done', true), named('esx-2', 'failed', true), named('esx-3', 'indeterminate', null)];
  const shown = rendered(name, { ...REPORT, reboots: [...some, named('esx-4', 'not-tried', true)] });
  expect(shown).toMatch(/^left in maintenance mode: esx-2, esx-4$/im);
  expect(rendered(name, { ...REPORT, reboots: some.slice(0, 1) })).not.toMatch(/left in/i);
});

test('a table begins its reboots with what needs looking at', () => {
  const some = [
    named('esx-1', 'done', false),
    named('esx-2', 'not-tried', null),
    named('esx-3', 'indeterminate', null),
  ];
  const shown = rendered('table', { ...REPORT, outcomes: [], reboots: some });
  const places = ['esx-3', 'esx-2', 'esx-1'].map((host) => shown.indexOf(host));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(shown).toContain('rolling reboot (experimental): 3 hosts: 1 indeterminate, 1 not tried, 1 done');
});

test('a table tells that a reboot is due only of hosts that none was sent to', () => {
  const done = { ...(outcomes[6] as Outcome), kind: 'done', reason: null } as const;
  const some = (['done', 'failed', 'not-tried'] as const).map((kind) => named(`esx-${kind}`, kind, null));
  const report = { ...REPORT, outcomes: some.map(({ host }) => ({ ...done, step: { ...done.step, host } })) };
  expect(rendered('table', { ...report, reboots: some })).toContain('1 host: takes effect with the next reboot');
  expect(rendered('table', { ...report, reboots: null })).toContain('3 hosts: takes effect with the next reboot');
});

test('as json it parses, and the summary counts every step', () => {
  const json = APPLY_REPORTERS.find(({ name }) => name === 'json');
  const document = JSON.parse([...(json?.render(REPORT, { width: null, colour: false }) ?? [])].join('')) as {
    readonly summary: Readonly<Record<string, number>>;
    readonly steps: readonly { readonly hostName: string }[];
  };
  expect(Object.values(document.summary).reduce((sum, count) => sum + count, 0)).toBe(document.steps.length);
  expect(document.steps[0]?.hostName).toBe(HOSTILE);
});

test('a table of a rollback tells what stays behind', () => {
  const table = APPLY_REPORTERS.find(({ name }) => name === 'table');
  const report = {
    ...REPORT,
    outcomes: outcomes.map((outcome) => ({ ...outcome, step: { ...outcome.step, inverseLeaves: 'it stays set' } })),
  };
  expect([...(table?.render(report, { width: null, colour: false }) ?? [])].join('')).toContain('it stays set');
});

test('a table has the same outcome of the same change in one row, before and after beside it, and a third value in words', () => {
  const [first] = outcomes;
  if (first === undefined) throw new Error('no outcome');
  const step = { ...first.step, action: { kind: 'kernelSetting', name: 'iovDisableIR', value: 'FALSE' } } as const;
  const before = { kind: 'kernelSetting', name: 'iovDisableIR', value: 'TRUE' } as const;
  const on = (name: string, parts: Partial<Outcome>): Outcome => ({
    step: { ...step, before, host: { ...step.host, id: `vc/${name}`, name } },
    kind: 'done',
    reason: null,
    detail: '',
    observed: step.action,
    ...parts,
  });
  const some = [
    on('esx-1', {}),
    on('esx-2', {}),
    on('esx-3', { kind: 'refused', reason: 'stale', detail: 'Changed since.', observed: { ...before, value: '7' } }),
  ];
  const shown = rendered('table', { ...REPORT, outcomes: some, reboots: null });
  expect(shown).toMatch(/│ esx-1, esx-2 +│ kernel setting iovDisableIR +│ TRUE +│ FALSE +│ needed +│ done /);
  expect(shown).toMatch(/│ esx-3 .*│ refused +│ Changed since\. Now: 7\. /);
  expect(shown).toContain('3 steps on 3 hosts: 1 refused, 2 done');
});

test('a table says once that the rest was not tried because the server is unreachable', () => {
  const lost = outcomes.map((outcome): Outcome => ({
    ...outcome,
    kind: 'not-tried',
    reason: 'connection-lost',
    detail: 'Lost.',
  }));
  const shown = rendered('table', {
    ...REPORT,
    target: { url: 'https://vc01/sdk', identity: 'vc' },
    outcomes: lost,
    reboots: null,
  });
  expect(shown.match(/Not tried, https:\/\/vc01\/sdk is unreachable: 8 steps on 8 hosts\. Lost\./g)).toHaveLength(1);
  expect(shown).not.toContain('│');
});
