import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { exitCodeOfAnswer, exitCodeOfApply, exitCodeOfKernel, exitCodeOfScan } from '../../src/cli/exit-code.ts';
import type { KernelSetting } from '../../src/model/kernel-setting.ts';
import type { ApplyReport } from '../../src/model/outcome.ts';
import { ABSENT, read, type Reading, unread } from '../../src/model/reading.ts';
import type { Reboot } from '../../src/model/rollout.ts';
import type { Scan, ScannedHost, TargetReport } from '../../src/model/scan.ts';

const reached = { error: null } as TargetReport;
const lost = { error: { code: 'TIMEOUT', message: 'slow' } } as TargetReport;
const JUDGEMENT = { maxUnknown: 0, failOn: 'fail' } as const;

function scan(counts: Partial<Scan['summary']['findings']>, targets = [reached], hosts = 1) {
  const findings = { pass: 1, fail: 0, warn: 0, unknown: 0, 'not-applicable': 0, waived: 0, ...counts };
  return { targets, summary: { hosts, unreachable: 0, findings, states: {} as Scan['summary']['states'] } };
}

test.each([
  [{}, [reached], 0],
  [{ warn: 1, waived: 1, 'not-applicable': 9 }, [reached], 0],
  [{ fail: 1 }, [reached], 1],
  [{ fail: 1, unknown: 5 }, [reached, lost], 1],
  [{ unknown: 1 }, [reached], 3],
  [{}, [reached, lost], 3],
  [{ fail: 1 }, [lost, lost], 2],
  [{}, [], 2],
])('findings %j ends with %s %i', (counts, targets, exitCode) => {
  expect(exitCodeOfScan(scan(counts, targets), JUDGEMENT)).toBe(exitCode);
});

test('a scan that saw no host did not run', () => {
  expect(exitCodeOfScan(scan({ pass: 0 }, [reached], 0), JUDGEMENT)).toBe(2);
});

test('--fail-on warn makes a warning a violation; --max-unknown allows as many as it says', () => {
  expect(exitCodeOfScan(scan({ warn: 1 }), { maxUnknown: 0, failOn: 'warn' })).toBe(1);
  expect(exitCodeOfScan(scan({ unknown: 2 }), { maxUnknown: 2, failOn: 'fail' })).toBe(0);
  expect(exitCodeOfScan(scan({ unknown: 3 }), { maxUnknown: 2, failOn: 'fail' })).toBe(3);
});

test('success means that nothing failed and nothing more is unknown than was allowed', () => {
  const count = fc.nat({ max: 3 });
  fc.assert(
    fc.property(
      fc.record({ fail: count, warn: count, unknown: count }),
      fc.boolean(),
      count,
      (counts, isLost, maxUnknown) => {
        const targets = isLost ? [reached, lost] : [reached];
        const isClean = counts.fail === 0 && counts.unknown <= maxUnknown && !isLost;
        expect(exitCodeOfScan(scan(counts, targets), { maxUnknown, failOn: 'fail' }) === 0).toBe(isClean);
      },
    ),
  );
});

const problem = { code: 'timeout', detail: 'slow' } as const;
const setting: KernelSetting = {
  type: 'Bool',
  default: 'TRUE',
  configured: 'FALSE',
  runtime: 'FALSE',
  source: 'esxcli',
  problem: null,
};

function listing(readings: readonly (Reading<KernelSetting> | undefined)[], targets = [reached]) {
  const hosts = readings.map((reading) => {
    const kernel = new Map(reading === undefined ? [] : [['iovDisableIR', reading]]);
    return { kernel } as unknown as ScannedHost;
  });
  return { setting: 'iovDisableIR', targets, hosts };
}

test.each([
  ['all were read', [read(setting), ABSENT], [reached], 0],
  ['one was not read', [read(setting), unread(problem)], [reached], 3],
  ['one was not even asked', [read(setting), undefined], [reached], 3],
  ['one told a part', [read({ ...setting, runtime: null, problem })], [reached], 3],
  ['a target is lost', [read(setting)], [reached, lost], 3],
  ['all targets are lost', [], [lost], 2],
  ['no host is visible', [], [reached], 2],
] as const)('kernel: %s', (_what, readings, targets, exitCode) => {
  expect(exitCodeOfKernel(listing(readings, [...targets]))).toBe(exitCode);
});

test('an answer of no is a violation', () => {
  expect([exitCodeOfAnswer(true), exitCodeOfAnswer(false)]).toEqual([0, 1]);
});

test.each([
  [null, 0],
  [[{ kind: 'done', reason: null }], 0],
  [[{ kind: 'not-tried', reason: 'already-so' }], 0],
  [[{ kind: 'not-tried', reason: 'awaits-word' }], 0],
  [[{ kind: 'not-tried', reason: 'standalone' }], 1],
  [[{ kind: 'not-tried', reason: 'host-out-of-service' }], 1],
  [
    [
      { kind: 'done', reason: null },
      { kind: 'failed', reason: 'worse' },
    ],
    1,
  ],
  [[{ kind: 'indeterminate', reason: 'no-proof' }], 1],
])('an apply whose steps are done ends by its reboots %j with %i, a dry run with 0', (told, exitCode) => {
  const report = {
    direction: 'apply',
    outcomes: [] as ApplyReport['outcomes'],
    reboots: told as readonly Reboot[] | null,
  } as const;
  expect(exitCodeOfApply({ ...report, dryRun: false }, [])).toBe(exitCode);
  expect(exitCodeOfApply({ ...report, dryRun: true }, [])).toBe(0);
});
