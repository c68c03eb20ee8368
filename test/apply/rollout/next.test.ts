import { assert, boolean, property, sample } from 'fast-check';
import { expect, test } from 'vitest';
import { type Input, isEnded } from '../../../src/apply/rollout/state.ts';
import { next } from '../../../src/apply/rollout/transitions.ts';
import { BEFORE, type Happening, orderly, TERMS, type Trace, walk, wild } from './walk.ts';
import { runs } from '../../support/sample.ts';

const RUNS = { numRuns: runs(2000) };

type Lives = readonly ['orderly' | 'wild', typeof orderly];
const LIVES: readonly Lives[] = [
  ['orderly', orderly],
  ['wild', wild],
];

function check(lives: typeof orderly, holds: (trace: readonly Trace[]) => void): void {
  const law = property(lives, boolean(), (happenings, inCluster) => {
    holds(walk(happenings, inCluster ? TERMS : { ...TERMS, cluster: null }));
  });
  assert(law, RUNS);
}

type Seen = Extract<Input, { kind: 'seen' }>;

/** Whether nothing was sent for that command, or nothing was carried out, and it may be asked for again. */
function frees(input: Input, command: string): boolean {
  if (input.kind === 'unidentified') return input.of === command && input.reason === 'unread';
  return input.kind === 'refused' && input.of === command && input.busy;
}

test.each(LIVES)('in %s lives a call that starts a task is sent again only after a refusal as busy', (_, lives) => {
  check(lives, (trace) => {
    for (const command of ['enter maintenance', 'reboot', 'leave maintenance'] as const) {
      let free = true;
      for (const { input, command: asked } of trace) {
        if (frees(input, command)) free = true;
        if (asked !== command) continue;
        expect(free).toBe(true);
        free = false;
      }
    }
  });
});

test.each(LIVES)(
  'in %s lives a host is rebooted only where the last look showed it in maintenance mode',
  (_, lives) => {
    check(lives, (trace) => {
      for (const { input } of trace.filter(({ command }) => command === 'reboot')) {
        expect(input).toMatchObject({ kind: 'seen', host: { inMaintenance: true } });
      }
    });
  },
);

test.each(LIVES)(
  'in %s lives maintenance mode is left only after a proof and a comparison without loss',
  (_, lives) => {
    check(lives, (trace) => {
      for (const [i, step] of trace.entries()) {
        if (step.command !== 'leave maintenance' || step.before.phase === 'leaving maintenance') continue;
        expect(step.input).toMatchObject({ kind: 'compared', worse: [] });
        const earlier = trace.slice(0, i);
        const proven = earlier.findLast(
          ({ before, after }) => before.phase === 'returning' && after.phase === 'comparing',
        );
        expect(proven?.input).toMatchObject({ kind: 'proof', proof: { notInEffect: [] } });
        expect(earlier.some(({ command }) => command === 'reboot')).toBe(true);
      }
    });
  },
);

test.each(LIVES)('in %s lives an end is an end', (_, lives) => {
  check(lives, (trace) => {
    const ended = trace.findIndex(({ after }) => isEnded(after));
    for (const step of ended < 0 ? [] : trace.slice(ended + 1)) {
      expect(step.after).toBe(trace[ended]?.after);
      expect(step.command).toBeNull();
    }
  });
});

test.each(LIVES)('in %s lives a host is done only out of maintenance mode, with HA and vSAN well', (_, lives) => {
  check(lives, (trace) => {
    const end = trace.find(({ after }) => after.phase === 'done');
    if (end === undefined) return;
    expect(end.input).toMatchObject({ kind: 'seen', host: { inMaintenance: false } });
    if (end.before.phase !== 'settling') return;
    expect(end.before.left).toBe(0);
    expect(['master', 'connectedToMaster']).toContain((end.input as Seen).host?.haState);
  });
});

test.each(LIVES)(
  'in %s lives a boot is proven by its uptime, beside a newer boot time or an uptime that fell',
  (_, lives) => {
    check(lives, (trace) => {
      for (const { input, before, after, now, command } of trace) {
        if (command === 'prove' && after.phase === 'returning') {
          const shown = (input as Seen).host?.bootTime ?? 0;
          expect(after.bootIsNewer).toBe(shown > BEFORE.bootTime + TERMS.bootToleranceMs);
        }
        if (before.phase !== 'returning' || after.phase !== 'comparing' || input.kind !== 'proof') continue;
        if (!before.bootIsNewer) expect(input.proof.uptimeMs).toBeLessThan(BEFORE.uptimeMs ?? 0);
        expect(input.proof.uptimeMs).toBeLessThanOrEqual(now - before.sentAt + 120_000);
        expect(input.proof.uptimeMs).toBeGreaterThanOrEqual(0);
      }
    });
  },
);

test('after an interruption nothing is begun', () => {
  check(orderly, (trace) => {
    const at = trace.findIndex(({ input }) => input.kind === 'interrupt');
    if (at < 0) return;
    const later = trace.slice(at + 1).map(({ command }) => command);
    expect(later).not.toContain('enter maintenance');
    const wasBegun = trace.slice(0, at + 1).some(({ command }) => command === 'reboot');
    if (!wasBegun) expect(later).not.toContain('reboot');
  });
});

test('a host that is left after a write is never called untouched, save when the server refused it', () => {
  check(orderly, (trace) => {
    const end = trace.find(({ after }) => after.phase === 'not tried');
    if (end === undefined || !trace.some(({ command }) => command === 'enter maintenance')) return;
    expect(trace.some(({ input }) => isNoEntry(input))).toBe(true);
  });
});

function isNoEntry(input: Input): boolean {
  if (input.kind !== 'refused' && input.kind !== 'unidentified') return false;
  return input.of === 'enter maintenance';
}

test('every host comes to an end when time goes by and calls are answered', () => {
  const law = property(orderly, ([first = FIRST, ...rest]) => {
    const patient = [first, ...rest].filter(({ what }) => what !== 'interrupt');
    const later = Array.from({ length: 600 }, (_, i): Happening => {
      const what = i % 2 === 0 ? 'answer' : 'look';
      return { what, after: 1000, choice: what === 'look' ? 0 : first.choice };
    });
    const last = walk([...patient, ...later]).at(-1)?.after;
    expect(last !== undefined && isEnded(last)).toBe(true);
  });
  assert(law, { numRuns: runs(500) });
});

const FIRST: Happening = { after: 0, what: 'good answer', choice: 0 };

test('the laws are not empty: many lives end in each way', () => {
  const ends = new Map<string, number>();
  for (const happenings of sample(orderly, { numRuns: 2000, seed: 7 })) {
    const phase = walk(happenings).at(-1)?.after.phase ?? '';
    ends.set(phase, (ends.get(phase) ?? 0) + 1);
  }
  for (const phase of ['done', 'failed', 'indeterminate', 'not tried']) {
    expect(ends.get(phase) ?? 0, phase).toBeGreaterThan(10);
  }
});

test('a boot time that is not newer proves nothing where nobody knows how long the host had been up', () => {
  const before = { ...BEFORE, uptimeMs: null };
  const host = { connection: 'connected', inMaintenance: true, bootTime: 10, haState: null };
  const moment = { now: 5000, terms: TERMS };
  const { state } = next({ phase: 'waiting' }, { kind: 'resume', before, sentAt: 4000 }, moment);
  expect(next(state, { kind: 'seen', host, task: null }, moment).command).toBeNull();
  const known = next({ phase: 'waiting' }, { kind: 'resume', before: BEFORE, sentAt: 4000 }, moment);
  expect(next(known.state, { kind: 'seen', host, task: null }, moment).command).toBe('prove');
});
