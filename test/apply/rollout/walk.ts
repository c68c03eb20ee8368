import fc from 'fast-check';
import type { Command, HostSeen, Input, TaskSeen, Terms } from '../../../src/apply/rollout/input.ts';
import { next } from '../../../src/apply/rollout/next.ts';
import type { Before, HostState } from '../../../src/apply/rollout/state.ts';

export const TERMS: Terms = {
  maintenanceMs: 1000,
  rebootTaskMs: 1000,
  returnMs: 3000,
  compareMs: 1000,
  leaveMs: 1000,
  haMs: 1000,
  resyncMs: 1000,
  busyMs: 50,
  bootToleranceMs: 10,
  cluster: { ha: true, vsan: true },
};

export const BEFORE: Before = {
  bootTime: 1000,
  standing: { datastores: ['d'], paths: 2, uplinks: ['vmnic0'], addresses: ['vmk0 10.0.0.1'], redAlarms: [] },
};

const TASK = { type: 'Task', value: 'task-1' };
const COMMANDS: readonly Command[] = [
  'record',
  'ask DRS',
  'enter maintenance',
  'cancel task',
  'reboot',
  'reconnect',
  'prove',
  'compare',
  'leave maintenance',
  'ask resync',
];

const task: fc.Arbitrary<TaskSeen | null> = fc.option(
  fc.record({
    state: fc.constantFrom('running', 'success', 'error', 'gone'),
    fault: fc.constantFrom('', 'Timedout', 'RequestCanceled', 'SSLVerifyFault'),
    detail: fc.constant('detail'),
    progress: fc.constant(2),
  }),
  { nil: null, freq: 3 },
);

const host: fc.Arbitrary<HostSeen | null> = fc.option(
  fc.record({
    connection: fc.constantFrom('connected', 'connected', 'connected', 'notResponding', 'disconnected', null),
    inMaintenance: fc.constantFrom(true, true, false, null),
    bootTime: fc.constantFrom(1000, 1005, 500_000, 500_000, null),
    haState: fc.constantFrom('connectedToMaster', 'master', 'election', null),
  }),
  { nil: null, freq: 6 },
);

const of = fc.constantFrom(...COMMANDS);
const detail = fc.constant('why');

/** What may come of a command, good answers more often than bad ones. */
function answers(command: Command): fc.Arbitrary<Input> {
  const accepted = fc.constant<Input>({ kind: 'accepted', of: command, task: TASK });
  const refused = fc.boolean().map<Input>((busy) => ({ kind: 'refused', of: command, busy, fault: '', detail: 'why' }));
  const unanswered = fc.constant<Input>({ kind: 'unanswered', of: command, detail: 'why' });
  const unfit = fc.constant<Input>({ kind: 'unfit', reason: 'unread', detail: 'why' });
  switch (command) {
    case 'record':
      return fc.oneof({ weight: 9, arbitrary: fc.constant<Input>({ kind: 'recorded', before: BEFORE }) }, unfit);
    case 'ask DRS':
      return fc.oneof({ weight: 9, arbitrary: accepted }, refused, unanswered, unfit);
    case 'prove':
      return fc
        .record({
          uptimeMs: fc.constantFrom(0, 0, 0, 10, 9e9, -1, null),
          notInEffect: fc.constantFrom([], [], [], ['x'], null),
          problem: detail,
        })
        .map<Input>((proof) => ({ kind: 'proof', proof }));
    case 'compare':
      return fc.constantFrom([], [], ['worse'], null).map<Input>((worse) => ({ kind: 'compared', worse, problem: '' }));
    case 'ask resync':
      return fc.constantFrom(0, 0, 3, null).map<Input>((left) => ({ kind: 'resync', left, problem: '' }));
    default:
      return fc.oneof({ weight: 6, arbitrary: accepted }, { weight: 2, arbitrary: refused }, unanswered);
  }
}

/** Inputs that nothing asked for: late, doubled, from another time. */
const stray: fc.Arbitrary<Input> = fc.oneof(
  of.chain(answers),
  fc.constant<Input>({ kind: 'start' }),
  fc.constant<Input>({ kind: 'resume', before: BEFORE, sentAt: null }),
);

const seen: fc.Arbitrary<Input> = fc.record({ kind: fc.constant('seen'), host, task });

/** One thing that happens after so many milliseconds; `answer` is taken where a command waits for one. */
export interface Happening {
  readonly after: number;
  readonly what: 'answer' | 'seen' | 'stray' | 'interrupt' | 'abandon';
  readonly byCommand: Readonly<Record<Command, Input>>;
  readonly seen: Input;
  readonly stray: Input;
}

const byCommand = fc.record(
  Object.fromEntries(COMMANDS.map((command) => [command, answers(command)])) as Record<Command, fc.Arbitrary<Input>>,
);

function happening(what: fc.Arbitrary<Happening['what']>): fc.Arbitrary<Happening> {
  return fc.record({ after: fc.constantFrom(0, 1, 10, 60, 400), what, byCommand, seen, stray });
}

/** A life as vCenter could tell it, with lost answers, odd looks and impatient people. */
export const orderly: fc.Arbitrary<readonly Happening[]> = fc.array(
  happening(fc.constantFrom('answer', 'answer', 'answer', 'seen', 'seen', 'interrupt', 'answer', 'seen')),
  { maxLength: 60 },
);

/** The same with answers that nobody asked for. */
export const wild: fc.Arbitrary<readonly Happening[]> = fc.array(
  happening(fc.constantFrom('answer', 'answer', 'answer', 'seen', 'seen', 'stray', 'abandon', 'answer', 'seen')),
  { maxLength: 60 },
);

/** One step of a walk: what came in, what was asked for. */
export interface Trace {
  readonly input: Input;
  readonly before: HostState;
  readonly after: HostState;
  readonly command: Command | null;
  readonly now: number;
}

export function walk(happenings: readonly Happening[], terms = TERMS): readonly Trace[] {
  const trace: Trace[] = [];
  let state: HostState = { phase: 'waiting' };
  let pending: Command | null = null;
  let now = 100_000;
  const feed = (input: Input): void => {
    const result = next(state, input, { now, terms });
    trace.push({ input, before: state, after: result.state, command: result.command, now });
    ({ state } = result);
    pending = result.command ?? pending;
  };
  feed({ kind: 'start' });
  for (const each of happenings) {
    now += each.after;
    if (each.what === 'answer' && pending !== null) {
      const input: Input = each.byCommand[pending];
      pending = null;
      feed(input);
    } else if (each.what === 'stray') feed(each.stray);
    else if (each.what === 'interrupt' || each.what === 'abandon') feed({ kind: each.what });
    else feed(each.seen);
  }
  return trace;
}
