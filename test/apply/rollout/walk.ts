import { type Arbitrary, array, constantFrom, nat, oneof, record } from 'fast-check';
import type {
  Before,
  Command,
  HostSeen,
  HostState,
  Input,
  RebootVerification,
  TaskSeen,
  RolloutPolicy,
} from '../../../src/apply/rollout/state.ts';
import { next } from '../../../src/apply/rollout/transitions.ts';

export const TERMS: RolloutPolicy = {
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
  uptimeMs: 5000,
  identity: { uuid: 'u', serial: 's', version: '8.0.3', build: '1' },
  standing: { datastores: ['d'], paths: 2, uplinks: ['vmnic0'], addresses: ['vmk0 10.0.0.1'], redAlarms: [] },
};

const TASK = { type: 'Task', value: 'task-1' };
const GOOD_PROOF: RebootVerification = { uptimeMs: 0, notInEffect: [], problem: '' };
const HOST: HostSeen = { connection: 'connected', inMaintenance: true, bootTime: 1000, haState: null };

function taskIn(state: TaskSeen['state'], fault = ''): TaskSeen {
  return { state, fault, detail: fault, progress: null };
}

/** What may come of a command; the first is the good answer. */
function answersTo(of: Command): readonly Input[] {
  const task: readonly Input[] = [
    { kind: 'accepted', of, task: TASK },
    { kind: 'refused', of, busy: true, fault: 'TaskInProgress', detail: 'busy' },
    { kind: 'refused', of, busy: false, fault: 'InvalidState', detail: 'no' },
    { kind: 'refused', of, busy: false, fault: 'NoPermission', detail: 'no' },
    { kind: 'unanswered', of, detail: 'lost' },
  ];
  if (of === 'record') return [{ kind: 'recorded', before: BEFORE }, UNFIT];
  if (of === 'ask DRS') return [...task, UNFIT];
  if (of === 'enter maintenance' || of === 'reboot') {
    const doubts = (['unread', 'host-differs'] as const).map((reason) => ({ of, reason, detail: 'why' }));
    return [...task, ...doubts.map((each) => ({ kind: 'unidentified' as const, ...each }))];
  }
  if (of === 'prove') return PROOFS.map((proof) => ({ kind: 'proof', proof }));
  if (of === 'compare') return COMPARISONS.map((worse) => ({ kind: 'compared', worse, problem: '', after: null }));
  if (of === 'ask resync') return [0, 3, null].map((left) => ({ kind: 'resync', left, problem: '' }));
  return task;
}

const UNFIT: Input = { kind: 'unfit', reason: 'unread', detail: 'why' };
const COMPARISONS: readonly (readonly string[] | null)[] = [[], ['worse'], null];
const PROOFS: readonly RebootVerification[] = [
  GOOD_PROOF,
  { ...GOOD_PROOF, uptimeMs: 6000 },
  { ...GOOD_PROOF, uptimeMs: 9e9 },
  { ...GOOD_PROOF, uptimeMs: -1 },
  { ...GOOD_PROOF, uptimeMs: null },
  { ...GOOD_PROOF, notInEffect: ['x'] },
  { ...GOOD_PROOF, notInEffect: null },
];

function seen(host: Partial<HostSeen>, task: TaskSeen | null): Input {
  return { kind: 'seen', host: { ...HOST, ...host }, task };
}

/** The look that brings a host further in its phase. */
function goodLook({ phase }: HostState): Input {
  if (phase === 'returning') return seen({ bootTime: 500_000 }, null);
  if (phase === 'leaving maintenance') return seen({ inMaintenance: false }, taskIn('success'));
  if (phase === 'settling') return seen({ inMaintenance: false, haState: 'connectedToMaster' }, null);
  return seen({}, taskIn('success'));
}

const HOSTS: readonly (HostSeen | null)[] = [
  null,
  ...['connected', 'notResponding', 'disconnected', null].flatMap((connection) =>
    [true, false, null].flatMap((inMaintenance) =>
      [1000, 1005, 500_000, null].flatMap((bootTime) =>
        ['master', 'election', null].map((haState) => ({ connection, inMaintenance, bootTime, haState })),
      ),
    ),
  ),
];
const TASKS: readonly (TaskSeen | null)[] = [
  null,
  taskIn('running'),
  taskIn('success'),
  taskIn('gone'),
  ...['Timedout', 'RequestCanceled', 'SSLVerifyFault', 'SystemError'].map((fault) => taskIn('error', fault)),
];

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
/** Inputs that nothing asked for: late, doubled, from another time. */
const STRAY: readonly Input[] = [
  ...COMMANDS.flatMap(answersTo),
  { kind: 'start' },
  { kind: 'resume', before: BEFORE, sentAt: null },
];

/** One thing that happens after so many milliseconds; `choice` picks among the possible ones. */
export interface Happening {
  readonly after: number;
  readonly what: 'good answer' | 'answer' | 'good look' | 'look' | 'stray' | 'interrupt' | 'abandon';
  readonly choice: number;
}

const GOOD: readonly Happening['what'][] = ['good answer', 'good look'];

function lives(...unusual: readonly Happening['what'][]): Arbitrary<readonly Happening[]> {
  const what = constantFrom(...Array.from({ length: 6 }, () => GOOD).flat(), 'answer', 'look', ...unusual);
  const happening = record({ after: constantFrom(0, 1, 1, 10, 10, 60, 60, 400, 2000), what, choice: nat(9999) });
  return oneof(array(happening, { maxLength: 15 }), array(happening, { minLength: 30, maxLength: 60 }));
}

/** A life as vCenter could tell it, with lost answers, odd looks and impatient people. */
export const orderly = lives('interrupt');
/** The same with answers that nobody asked for. */
export const wild = lives('stray', 'stray', 'abandon');

/** One step of a walk: what came in, what was asked for. */
export interface Trace {
  readonly input: Input;
  readonly before: HostState;
  readonly after: HostState;
  readonly command: Command | null;
  readonly now: number;
}

function pick<T>(list: readonly T[], choice: number): T {
  return list[choice % list.length] as T;
}

function inputOf({ what, choice }: Happening, state: HostState, pending: Command | null): Input {
  if (what === 'interrupt' || what === 'abandon') return { kind: what };
  if (what === 'stray') return pick(STRAY, choice);
  if (pending !== null && what === 'good answer') return pick(answersTo(pending), 0);
  if (pending !== null && what === 'answer') return pick(answersTo(pending), choice);
  if (what === 'look') return { kind: 'seen', host: pick(HOSTS, choice), task: pick(TASKS, choice) };
  return goodLook(state);
}

/** Leads a host through what happens; a command that was asked for is answered at most once. */
export function walk(happenings: readonly Happening[], terms = TERMS): readonly Trace[] {
  const trace: Trace[] = [];
  let state: HostState = { phase: 'waiting' };
  const pending: Command[] = [];
  let now = 100_000;
  const feed = (input: Input): void => {
    const result = next(state, input, { now, terms });
    trace.push({ input, before: state, after: result.state, command: result.command, now });
    ({ state } = result);
    if (result.command !== null) pending.push(result.command);
  };
  feed({ kind: 'start' });
  for (const each of happenings) {
    now += each.after;
    feed(inputOf(each, state, (each.what.endsWith('answer') ? pending.shift() : undefined) ?? null));
  }
  return trace;
}
