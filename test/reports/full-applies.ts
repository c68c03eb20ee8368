import type { Applies, JournaledReboot, JournaledRun, JournaledStep } from '../../src/model/applies.ts';
import { OUTCOMES } from '../../src/model/outcome.ts';
import { ALL_KINDS } from '../apply/changes.ts';

const IDENTITY = '7f1c2d3e-0000-4000-8000-000000000c01';

function at(seconds: number): string {
  return new Date(Date.UTC(2026, 10, 23, 6, 0, seconds)).toISOString();
}

function hostOf(index: number) {
  return { id: `${IDENTITY}/host-${index}`, name: `esx-0${index}.lab.example` };
}

/** A step of every outcome and every kind of action. */
const STEPS = OUTCOMES.map((outcome, index): JournaledStep => {
  const [action, before] = ALL_KINDS[index % ALL_KINDS.length] ?? ALL_KINDS[0] ?? [];
  const sent = outcome === 'refused' || outcome === 'already-so' ? null : at(index);
  return {
    step: String(index + 1),
    host: hostOf(index + 1),
    action: action ?? null,
    before: sent === null ? null : (before ?? null),
    sentAt: sent,
    endedAt: at(index + 1),
    outcome,
    reason: outcome === 'done' ? null : 'stale',
    detail: `What the host said of step ${index + 1}.`,
    observed: before ?? null,
    settled: outcome === 'indeterminate' ? { at: at(3600), outcome: 'done' } : null,
  };
});

/** Sent, and the run ended before anything came back; and one that the journal hardly knows. */
const OPEN: readonly JournaledStep[] = STEPS.slice(0, 1).flatMap((step) => [
  { ...step, step: '20', outcome: null, reason: null, detail: '', endedAt: null, observed: null, settled: null },
  {
    ...step,
    step: '21',
    action: null,
    before: null,
    sentAt: null,
    settled: null,
    host: { id: `${IDENTITY}/host-9`, name: null },
  },
]);

const REBOOTED: JournaledReboot = {
  host: hostOf(1),
  maintenanceAt: at(100),
  sentAt: at(200),
  endedAt: at(900),
  outcome: 'done',
  reason: null,
  detail: 'It was rebooted.',
  inMaintenance: false,
  settled: null,
};

const REBOOTS: readonly JournaledReboot[] = [
  REBOOTED,
  {
    ...REBOOTED,
    host: hostOf(2),
    outcome: 'failed',
    reason: 'worse',
    detail: 'A datastore is gone.',
    inMaintenance: true,
  },
  {
    ...REBOOTED,
    host: hostOf(3),
    sentAt: null,
    outcome: 'failed',
    reason: 'drs-refuses',
    detail: 'It cannot be emptied.',
  },
  { ...REBOOTED, host: hostOf(4), outcome: null, endedAt: null, settled: { at: at(4000), outcome: 'done' } },
];

const RUN: JournaledRun = {
  journal: '/srv/plans/plan.json.journal',
  number: 1,
  startedAt: at(0),
  endedAt: at(1000),
  isClosed: true,
  direction: 'apply',
  planHash: '0123456789abcdef'.repeat(4),
  target: { url: 'https://vc01.lab.example/sdk', identity: IDENTITY },
  tool: { name: 'esxcheck', version: '0.1.0' },
  account: 'admin@vsphere.local',
  change: 'CHG123',
  closing: { done: 5, 'not-tried': 1 },
  counts: Object.fromEntries(OUTCOMES.map((kind) => [kind, 1])) as JournaledRun['counts'],
  changed: 2,
  open: 0,
  hosts: [hostOf(1), hostOf(2)],
  steps: STEPS,
  reboots: REBOOTS,
};

function problem(code: string) {
  return { code, message: `What ${code} means.` };
}

/** Runs and journals in every state. */
export function fullApplies(): Applies {
  const none = Object.fromEntries(OUTCOMES.map((kind) => [kind, 0])) as JournaledRun['counts'];
  const crashed = {
    ...RUN,
    number: 2,
    isClosed: false,
    closing: null,
    change: null,
    counts: none,
    changed: 0,
    open: 1,
  };
  const nothing = { ...crashed, number: 3, isClosed: true, direction: 'rollback', open: 0, hosts: [] } as const;
  const sound = { problem: null, tornBytes: 0, unknownRecords: 0 };
  const broken = { runs: 0, tornBytes: 0, unknownRecords: 0 };
  return {
    tool: { name: 'esxcheck', version: '0.1.0' },
    readAt: at(5000),
    choice: { change: 'CHG123', hosts: ['esx-*'], since: at(0) },
    details: true,
    journals: [
      { path: RUN.journal, state: 'intact', runs: 3, ...sound },
      { path: '/srv/plans/newer.journal', state: 'intact', runs: 0, ...sound, tornBytes: 12, unknownRecords: 2 },
      { path: '/srv/plans/edited.journal', state: 'tampered', problem: problem('JOURNAL_TAMPERED'), ...broken },
      { path: '/srv/plans/forged.journal', state: 'invalid', problem: problem('JOURNAL_INVALID'), ...broken },
      { path: '/srv/plans/gone.journal', state: 'missing', problem: problem('JOURNAL_MISSING'), ...broken },
      { path: '/srv/plans/locked.journal', state: 'unreadable', problem: problem('JOURNAL_NOT_READ'), ...broken },
    ],
    runs: [{ ...nothing, steps: [], reboots: [] }, { ...crashed, steps: OPEN, reboots: [] }, RUN],
  };
}
