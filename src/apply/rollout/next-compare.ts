import { failed, indeterminate } from './ends.ts';
import type { Input } from './input.ts';
import type { Moment, Next } from './turn.ts';
import { leave } from './next-leave.ts';
import type { Before, HostState } from './state.ts';

type Comparing = Extract<HostState, { phase: 'comparing' }>;

export function enterComparison(before: Before, { now, terms }: Moment): Next {
  return { state: { phase: 'comparing', before, until: now + terms.compareMs, asking: true }, command: 'compare' };
}

/** Paths, links and alarms may take a while to recover: compared again and again until the time is up. */
export function afterComparison(state: Comparing, input: Input, moment: Moment): Next {
  if (input.kind === 'seen') return afterLook(state, input, moment);
  if (input.kind !== 'compared') return { state, command: null };
  const waiting: Comparing = { ...state, asking: false };
  if (input.worse?.length === 0) return leave(moment);
  if (moment.now <= state.until) return { state: waiting, command: null };
  return { state: ended(input), command: null };
}

function ended({ worse, problem }: Extract<Input, { kind: 'compared' }>): HostState {
  if (worse === null) {
    const detail = `What it has now cannot be compared with what it had: ${problem}. It is left in maintenance mode.`;
    return indeterminate('cannot-compare', detail, true);
  }
  return failed('worse', `It came back worse: ${worse.join('; ')}. It is left in maintenance mode.`, true);
}

function afterLook(state: Comparing, { host }: Extract<Input, { kind: 'seen' }>, moment: Moment): Next {
  if (state.asking) return { state, command: null };
  if (host?.connection === 'connected') return { state: { ...state, asking: true }, command: 'compare' };
  if (moment.now <= state.until) return { state, command: null };
  return {
    state: failed('did-not-come-back', 'It went away again after its reboot. Look at it.', null),
    command: null,
  };
}
