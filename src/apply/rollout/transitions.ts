import {
  type Before,
  failed,
  type HostSeen,
  type HostState,
  indeterminate,
  type Input,
  isEnded,
  type Clock,
  type Next,
  notTried,
  type TaskSeen,
} from './state.ts';
import { afterComparison, afterLeaving, afterReturn, afterSettling, returning } from './transitions-after-reboot.ts';

/**
 * What becomes of a host when something happens. Pure; the whole life of a host in a rolling reboot (docs/internals/design.md 8).
 *
 * Its laws: `reboot` is commanded only while the host was last seen in maintenance mode, and again only after the server
 * plainly refused it. `leave maintenance` follows a proof of the reboot and a comparison that found nothing worse.
 */
export function next(state: HostState, input: Input, moment: Clock): Next {
  if (isEnded(state)) return { state, command: null };
  if (input.kind === 'abandon') return { state: abandoned(state), command: null };
  switch (state.phase) {
    case 'waiting':
      return afterWaiting(state, input, moment);
    case 'recording':
      return afterRecording(state, input, moment);
    case 'asking DRS':
      return afterDrs(state, input, moment);
    case 'entering maintenance':
      return afterEntering(state, input, moment);
    case 'rebooting':
      return afterReboot(state, input, moment);
    case 'returning':
      return afterReturn(state, input, moment);
    case 'comparing':
      return afterComparison(state, input, moment);
    case 'leaving maintenance':
      return afterLeaving(state, input, moment);
    case 'settling':
      return afterSettling(state, input, moment);
  }
}

function stay(state: HostState): Next {
  return { state, command: null };
}

type In<Phase extends HostState['phase']> = Extract<HostState, { phase: Phase }>;

function afterWaiting(state: In<'waiting'>, input: Input, moment: Clock): Next {
  if (input.kind === 'start') return { state: { phase: 'recording' }, command: 'record' };
  if (input.kind === 'interrupt') {
    return stay(notTried('interrupted', 'The run was interrupted before its turn came.'));
  }
  if (input.kind !== 'resume') return stay(state);
  return input.sentAt === null ? stay(entered(input.before, moment)) : returning(input.before, input.sentAt, moment);
}

/** An earlier run put the host into maintenance mode, and did not reboot it: the next look shows it there. */
function entered(before: Before, moment: Clock): HostState {
  return enter(before, moment).state;
}

function afterRecording(state: In<'recording'>, input: Input, moment: Clock): Next {
  if (input.kind === 'unfit') return stay(notTried(input.reason, input.detail));
  if (input.kind === 'interrupt') return stay(notTried('interrupted', 'The run was interrupted; nothing was changed.'));
  if (input.kind !== 'recorded') return stay(state);
  const { before } = input;
  if (moment.terms.cluster === null) return enter(before, moment);
  return { state: { phase: 'asking DRS', before }, command: 'ask DRS' };
}

function afterDrs(state: In<'asking DRS'>, input: Input, moment: Clock): Next {
  if (input.kind === 'accepted') return enter(state.before, moment);
  if (input.kind === 'unfit') return stay(failed(input.reason, input.detail, false));
  if (input.kind === 'refused' || input.kind === 'unanswered') {
    return stay(failed('unread', `DRS could not be asked: ${input.detail}.`, false));
  }
  if (input.kind !== 'interrupt') return stay(state);
  return stay(notTried('interrupted', 'The run was interrupted; nothing was changed.'));
}

/** Nothing is waited for any more. Before the first write that is harmless; later the host has to be looked at. */
function abandoned(state: HostState): HostState {
  if (state.phase === 'waiting' || state.phase === 'recording' || state.phase === 'asking DRS') {
    return notTried('interrupted', 'The run was interrupted; nothing was changed.');
  }
  const left = state.phase === 'entering maintenance' || state.phase === 'leaving maintenance' ? null : true;
  const inMaintenance = state.phase === 'settling' ? false : left;
  const detail = `The run was interrupted while ${state.phase}; run it again to follow it up, no host is rebooted twice.`;
  return indeterminate('interrupted', detail, inMaintenance);
}

type Entering = Extract<HostState, { phase: 'entering maintenance' }>;

/** How long after its own time-out a task may take to end. */
const GRACE_MS = 120_000;

/** EnterMaintenanceMode with a time-out of its own (docs/internals/wire.md 6.1). */
function enter(before: Before, { now, terms }: Clock): Next {
  const until = now + terms.maintenanceMs;
  const state: Entering = { phase: 'entering maintenance', before, task: null, retryAt: null, until, cancelled: null };
  return { state, command: 'enter maintenance' };
}

function afterEntering(state: Entering, input: Input, moment: Clock): Next {
  if (input.kind === 'seen') return lookWhileEntering(state, input, moment);
  if (input.kind === 'interrupt') return cancel(state, 'interrupted');
  if (input.kind === 'accepted' && input.of === 'enter maintenance') {
    return { state: { ...state, task: input.task }, command: state.cancelled === null ? null : 'cancel task' };
  }
  if (input.kind === 'refused' && input.of === 'enter maintenance') return enteringRefused(state, input, moment);
  if (input.kind === 'unidentified' && input.of === 'enter maintenance') {
    return { state: notTried(input.reason, input.detail), command: null };
  }
  // A cancellation that comes too late is no trouble: what became of the task is seen.
  return { state, command: null };
}

function enteringRefused(state: Entering, input: Extract<Input, { kind: 'refused' }>, { now, terms }: Clock): Next {
  if (state.cancelled !== null)
    return { state: notTried('interrupted', 'Interrupted; nothing was changed.'), command: null };
  if (input.busy && now < state.until) return { state: { ...state, retryAt: now + terms.busyMs }, command: null };
  const detail = `Maintenance mode was refused: ${input.detail}.`;
  return { state: failed('maintenance-refused', detail, false), command: null };
}

/** A call that was not sent yet is not sent; a task is cancelled, and its end awaited. */
function cancel(state: Entering, why: 'interrupted' | 'timed out'): Next {
  // Cancelled already: from now on it is an interruption, after which nothing is rebooted.
  if (state.cancelled !== null) return { state: { ...state, cancelled: why }, command: null };
  if (state.retryAt !== null)
    return { state: notTried('interrupted', 'Interrupted; nothing was changed.'), command: null };
  return { state: { ...state, cancelled: why }, command: state.task === null ? null : 'cancel task' };
}

function lookWhileEntering(state: Entering, { host, task }: Extract<Input, { kind: 'seen' }>, moment: Clock): Next {
  const { now } = moment;
  if (state.retryAt !== null) return retryEntering(state, now);
  const ended = task === null || task.state !== 'running';
  if (host?.inMaintenance === true && ended) return inMaintenance(state, moment);
  if (task?.state === 'error') return { state: notEntered(state, task, host), command: null };
  if (now <= state.until) return { state, command: null };
  if (state.cancelled === null && state.task !== null) return cancel(state, 'timed out');
  return now <= state.until + GRACE_MS ? { state, command: null } : { state: unknown(host), command: null };
}

function retryEntering(state: Entering, now: number): Next {
  if (state.retryAt === null || now < state.retryAt) return { state, command: null };
  return { state: { ...state, retryAt: null }, command: 'enter maintenance' };
}

function inMaintenance(state: Entering, moment: Clock): Next {
  if (state.cancelled !== 'interrupted') return reboot(state.before, moment);
  const detail = 'It entered maintenance mode although that was cancelled; it was not rebooted. Take it out by hand.';
  return { state: failed('interrupted', detail, true), command: null };
}

function notEntered({ cancelled }: Entering, { fault, detail }: TaskSeen, host: HostSeen | null): HostState {
  const inMaintenance = host?.inMaintenance ?? null;
  if (cancelled === 'interrupted') {
    return failed('interrupted', 'Entering maintenance mode was cancelled. It was not rebooted.', inMaintenance);
  }
  const timedOut = fault === 'Timedout' || cancelled === 'timed out';
  const reason = timedOut ? 'maintenance-timed-out' : 'maintenance-refused';
  return failed(reason, `It did not enter maintenance mode: ${detail}. It was not rebooted.`, inMaintenance);
}

function unknown(host: HostSeen | null): HostState {
  const detail = 'Nothing tells what became of its entering maintenance mode. It was not rebooted; look at its tasks.';
  return indeterminate('maintenance-unknown', detail, host?.inMaintenance ?? null);
}

type Rebooting = Extract<HostState, { phase: 'rebooting' }>;

/** RebootHost without force. The driver puts the intent on disk before it sends this. */
function reboot(before: Before, { now, terms }: Clock): Next {
  const until = now + terms.rebootTaskMs;
  const state = { phase: 'rebooting', before, task: null, retryAt: null, until, sentAt: now, blind: null } as const;
  return { state, command: 'reboot' };
}

function afterReboot(state: Rebooting, input: Input, moment: Clock): Next {
  if (input.kind === 'seen') return lookWhileRebooting(state, input, moment);
  if (input.kind === 'interrupt') return interrupted(state);
  if (!('of' in input) || input.of !== 'reboot') return { state, command: null };
  if (input.kind === 'accepted') return { state: { ...state, task: input.task }, command: null };
  if (input.kind === 'refused') return rebootRefused(state, input, moment);
  if (input.kind === 'unidentified') return afterDoubt(state, input, moment);
  // No answer: it may have been carried out. Only the host can tell, and it is never sent again.
  return returning(state.before, state.sentAt, moment);
}

function rebootRefused(state: Rebooting, input: Extract<Input, { kind: 'refused' }>, { now, terms }: Clock): Next {
  if (input.busy && now < state.until) return { state: { ...state, retryAt: now + terms.busyMs }, command: null };
  const detail = `The reboot was refused: ${input.detail}. It is left in maintenance mode.`;
  return { state: failed('reboot-refused', detail, true), command: null };
}

/** Nothing was sent. What could not be read may be read later; another host than the one that is meant stays another. */
function afterDoubt(state: Rebooting, input: Extract<Input, { kind: 'unidentified' }>, { now, terms }: Clock): Next {
  if (input.reason === 'host-differs') return { state: unidentified(input.reason, input.detail), command: null };
  const waiting = { ...state, retryAt: now + terms.busyMs, blind: input.detail };
  return { state: now < state.until ? waiting : unidentified(input.reason, input.detail), command: null };
}

function unidentified(reason: 'host-differs' | 'unread', detail: string): HostState {
  return failed(reason, `${detail} It was not rebooted, and is left in maintenance mode; look at it.`, true);
}

/** Between two tries nothing is under way, and the host is left where people find it. */
function interrupted(state: Rebooting): Next {
  if (state.retryAt === null) return { state, command: null };
  const detail = 'Interrupted before it was rebooted. It is left in maintenance mode.';
  return { state: failed('interrupted', detail, true), command: null };
}

/** Sent again only when a look still shows the host in maintenance mode. */
function retryReboot(state: Rebooting, host: HostSeen | null, now: number): Next {
  if (now > state.until && state.blind !== null && host?.inMaintenance !== false) {
    return { state: unidentified('unread', state.blind), command: null };
  }
  if (now > state.until || host?.inMaintenance === false) {
    const detail =
      'Another task held it, or it left maintenance mode, before it could be rebooted. It was not rebooted.';
    return { state: failed('reboot-refused', detail, host?.inMaintenance ?? null), command: null };
  }
  if (now < (state.retryAt ?? 0) || host?.inMaintenance !== true) return { state, command: null };
  return { state: { ...state, retryAt: null, sentAt: now, blind: null }, command: 'reboot' };
}

function lookWhileRebooting(state: Rebooting, { host, task }: Extract<Input, { kind: 'seen' }>, moment: Clock): Next {
  const { now } = moment;
  if (state.retryAt !== null) return retryReboot(state, host, now);
  if (task?.state === 'error') {
    const detail = `The reboot ended in an error: ${task.detail}. It is left in maintenance mode; look at it.`;
    return { state: failed('reboot-failed', detail, true), command: null };
  }
  const ended = task !== null && task.state !== 'running';
  return ended || now > state.until ? returning(state.before, state.sentAt, moment) : { state, command: null };
}
