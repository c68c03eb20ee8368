import { failed, indeterminate, notTried } from './ends.ts';
import type { HostSeen, Input, TaskSeen } from './input.ts';
import type { Moment, Next } from './turn.ts';
import type { Before, HostState } from './state.ts';
import { reboot } from './next-reboot.ts';

type Entering = Extract<HostState, { phase: 'entering maintenance' }>;

/** How long after its own time-out a task may take to end. */
const GRACE_MS = 120_000;

/** EnterMaintenanceMode with a time-out of its own (protocol.md 6.1). */
export function enter(before: Before, { now, terms }: Moment): Next {
  const until = now + terms.maintenanceMs;
  const state: Entering = { phase: 'entering maintenance', before, task: null, retryAt: null, until, cancelled: null };
  return { state, command: 'enter maintenance' };
}

export function afterEntering(state: Entering, input: Input, moment: Moment): Next {
  if (input.kind === 'seen') return afterLook(state, input, moment);
  if (input.kind === 'interrupt') return cancel(state, 'interrupted');
  if (input.kind === 'accepted' && input.of === 'enter maintenance') {
    return { state: { ...state, task: input.task }, command: state.cancelled === null ? null : 'cancel task' };
  }
  if (input.kind === 'refused' && input.of === 'enter maintenance') return afterRefusal(state, input, moment);
  if (input.kind === 'unidentified' && input.of === 'enter maintenance') {
    return { state: notTried(input.reason, input.detail), command: null };
  }
  // A cancellation that comes too late is no trouble: what became of the task is seen.
  return { state, command: null };
}

function afterRefusal(state: Entering, input: Extract<Input, { kind: 'refused' }>, { now, terms }: Moment): Next {
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

function afterLook(state: Entering, { host, task }: Extract<Input, { kind: 'seen' }>, moment: Moment): Next {
  const { now } = moment;
  if (state.retryAt !== null) return retry(state, now);
  const ended = task === null || task.state !== 'running';
  if (host?.inMaintenance === true && ended) return inMaintenance(state, moment);
  if (task?.state === 'error') return { state: notEntered(state, task, host), command: null };
  if (now <= state.until) return { state, command: null };
  if (state.cancelled === null && state.task !== null) return cancel(state, 'timed out');
  return now <= state.until + GRACE_MS ? { state, command: null } : { state: unknown(host), command: null };
}

function retry(state: Entering, now: number): Next {
  if (state.retryAt === null || now < state.retryAt) return { state, command: null };
  return { state: { ...state, retryAt: null }, command: 'enter maintenance' };
}

function inMaintenance(state: Entering, moment: Moment): Next {
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
