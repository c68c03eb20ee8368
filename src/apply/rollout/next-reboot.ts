import { failed } from './ends.ts';
import type { HostSeen, Input } from './input.ts';
import type { Moment, Next } from './turn.ts';
import { returning } from './next-return.ts';
import type { Before, HostState } from './state.ts';

type Rebooting = Extract<HostState, { phase: 'rebooting' }>;

/** RebootHost without force. The driver puts the intent on disk before it sends this. */
export function reboot(before: Before, { now, terms }: Moment): Next {
  const until = now + terms.rebootTaskMs;
  const state = { phase: 'rebooting', before, task: null, retryAt: null, until, sentAt: now, blind: null } as const;
  return { state, command: 'reboot' };
}

export function afterReboot(state: Rebooting, input: Input, moment: Moment): Next {
  if (input.kind === 'seen') return afterLook(state, input, moment);
  if (input.kind === 'interrupt') return interrupted(state);
  if (!('of' in input) || input.of !== 'reboot') return { state, command: null };
  if (input.kind === 'accepted') return { state: { ...state, task: input.task }, command: null };
  if (input.kind === 'refused') return afterRefusal(state, input, moment);
  if (input.kind === 'unidentified') return afterDoubt(state, input, moment);
  // No answer: it may have been carried out. Only the host can tell, and it is never sent again.
  return returning(state.before, state.sentAt, moment);
}

function afterRefusal(state: Rebooting, input: Extract<Input, { kind: 'refused' }>, { now, terms }: Moment): Next {
  if (input.busy && now < state.until) return { state: { ...state, retryAt: now + terms.busyMs }, command: null };
  const detail = `The reboot was refused: ${input.detail}. It is left in maintenance mode.`;
  return { state: failed('reboot-refused', detail, true), command: null };
}

/** Nothing was sent. What could not be read may be read later; another host than the one that is meant stays another. */
function afterDoubt(state: Rebooting, input: Extract<Input, { kind: 'unidentified' }>, { now, terms }: Moment): Next {
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
function retry(state: Rebooting, host: HostSeen | null, now: number): Next {
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

function afterLook(state: Rebooting, { host, task }: Extract<Input, { kind: 'seen' }>, moment: Moment): Next {
  const { now } = moment;
  if (state.retryAt !== null) return retry(state, host, now);
  if (task?.state === 'error') {
    const detail = `The reboot ended in an error: ${task.detail}. It is left in maintenance mode; look at it.`;
    return { state: failed('reboot-failed', detail, true), command: null };
  }
  const ended = task !== null && task.state !== 'running';
  return ended || now > state.until ? returning(state.before, state.sentAt, moment) : { state, command: null };
}
