import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Input } from '../../../src/apply/rollout/input.ts';
import { isEnded } from '../../../src/apply/rollout/state.ts';
import { BEFORE, orderly, TERMS, type Trace, walk, wild } from './walk.ts';

const RUNS = { numRuns: 3000 };

function law(name: string, lives: typeof orderly, holds: (trace: readonly Trace[]) => void): void {
  test(name, () => {
    fc.assert(
      fc.property(lives, fc.boolean(), (happenings, inCluster) => {
        holds(walk(happenings, inCluster ? TERMS : { ...TERMS, cluster: null }));
      }),
      RUNS,
    );
  });
}

const refusedBusy = ({ input }: Trace, of: string): boolean =>
  input.kind === 'refused' && input.of === of && input.busy;

for (const [kind, lives] of [
  ['orderly', orderly],
  ['wild', wild],
] as const) {
  law(`in ${kind} lives a call that starts a task is sent again only after it was refused as busy`, lives, (trace) => {
    for (const command of ['enter maintenance', 'reboot', 'leave maintenance'] as const) {
      let free = true;
      for (const step of trace) {
        if (refusedBusy(step, command)) free = true;
        if (step.command !== command) continue;
        expect(free).toBe(true);
        free = false;
      }
    }
  });

  law(`in ${kind} lives a host is rebooted only where the last look showed it in maintenance mode`, lives, (trace) => {
    for (const step of trace.filter(({ command }) => command === 'reboot')) {
      expect(step.input).toMatchObject({ kind: 'seen', host: { inMaintenance: true } });
    }
  });

  law(`in ${kind} lives maintenance mode is left only after a proof and a comparison without loss`, lives, (trace) => {
    for (const [i, step] of trace.entries()) {
      if (step.command !== 'leave maintenance' || step.before.phase === 'leaving maintenance') continue;
      expect(step.input).toMatchObject({ kind: 'compared', worse: [] });
      const proofs = trace
        .slice(0, i)
        .filter(({ before, after }) => before.phase === 'returning' && after.phase === 'comparing');
      const proof = proofs.at(-1)?.input;
      expect(proof).toMatchObject({ kind: 'proof', proof: { notInEffect: [] } });
      expect(trace.slice(0, i).some(({ command }) => command === 'reboot')).toBe(true);
    }
  });

  law(`in ${kind} lives an end is an end`, lives, (trace) => {
    const ended = trace.findIndex(({ after }) => isEnded(after));
    if (ended < 0) return;
    for (const step of trace.slice(ended + 1)) {
      expect(step.after).toBe(trace[ended]?.after);
      expect(step.command).toBeNull();
    }
  });

  law(`in ${kind} lives a host is done only out of maintenance mode, with HA and vSAN well`, lives, (trace) => {
    const end = trace.find(({ after }) => after.phase === 'done');
    if (end === undefined) return;
    expect(end.input).toMatchObject({ kind: 'seen', host: { inMaintenance: false } });
    if (end.before.phase !== 'settling') return;
    expect(end.before.left).toBe(0);
    expect(['master', 'connectedToMaster']).toContain((end.input as Extract<Input, { kind: 'seen' }>).host?.haState);
  });

  law(
    `in ${kind} lives what is proven is a newer boot, by the clock of vCenter and by that of the host`,
    lives,
    (trace) => {
      for (const { input, before, after, now } of trace) {
        if (before.phase !== 'returning' || after.phase !== 'comparing' || input.kind !== 'proof') continue;
        expect(input.proof.uptimeMs).toBeLessThanOrEqual(now - before.sentAt + 120_000);
      }
      for (const { command, input } of trace.filter(({ command }) => command === 'prove')) {
        expect(command).toBe('prove');
        const { host } = input as Extract<Input, { kind: 'seen' }>;
        expect(host?.bootTime).toBeGreaterThan(BEFORE.bootTime + TERMS.bootToleranceMs);
      }
    },
  );
}

law('a life that began to write never ends as not tried, save when the call was refused', orderly, (trace) => {
  const end = trace.find(({ after }) => after.phase === 'not tried');
  const wrote = trace.some(({ command }) => command === 'enter maintenance');
  if (end !== undefined && wrote) {
    expect(trace.some((step) => step.input.kind === 'refused' && step.input.of === 'enter maintenance')).toBe(true);
  }
});

law('after an interruption no maintenance mode is entered and no reboot is begun by a look', orderly, (trace) => {
  const at = trace.findIndex(({ input }) => input.kind === 'interrupt');
  if (at < 0 || trace[at]?.before.phase === 'rebooting') return;
  const later = trace.slice(at + 1).map(({ command }) => command);
  const begun = trace.slice(0, at).some(({ command }) => command === 'reboot');
  expect(later).not.toContain('enter maintenance');
  if (!begun) expect(later).not.toContain('reboot');
});

test('the laws are not empty: many lives come through, and many do not', () => {
  const ends = new Map<string, number>();
  for (const happenings of fc.sample(orderly, { numRuns: 4000, seed: 7 })) {
    const phase = walk(happenings.filter(({ what }) => what !== 'interrupt')).at(-1)?.after.phase ?? '';
    ends.set(phase, (ends.get(phase) ?? 0) + 1);
  }
  for (const phase of ['done', 'failed', 'indeterminate', 'not tried']) expect(ends.get(phase) ?? 0).toBeGreaterThan(5);
});

test('every host that is waited for comes to an end, whatever is seen, when time goes by', () => {
  fc.assert(
    fc.property(orderly, (happenings) => {
      const patient = happenings.filter(({ what }) => what === 'answer' || what === 'seen');
      // Every command is answered, and then one look a second shows a host that is away.
      const trace = walk(patient);
      let { state, pending } = { state: trace.at(-1)?.after, pending: trace.at(-1)?.command ?? null };
      expect(state).toBeDefined();
      pending ??= null;
      const looks = Array.from({ length: 400 }, (_, i) => ({
        ...(happenings[0] ?? fallback()),
        what: i % 2 === 0 ? ('answer' as const) : ('seen' as const),
        after: 1000,
      }));
      const long = walk([...patient, ...looks]);
      state = long.at(-1)?.after;
      expect(state !== undefined && isEnded(state)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

function fallback(): Parameters<typeof walk>[0][number] {
  const [one] = fc.sample(orderly, { numRuns: 200, seed: 3 }).flat();
  if (one === undefined) throw new Error('no sample');
  return one;
}
