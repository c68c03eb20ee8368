import { afterComparison } from './next-compare.ts';
import { afterLeaving, afterSettling } from './next-leave.ts';
import { afterEntering, enter } from './next-maintenance.ts';
import { afterReboot } from './next-reboot.ts';
import { afterReturn, returning } from './next-return.ts';
import type { Input } from './input.ts';
import type { Moment, Next } from './turn.ts';
import { type Before, type HostState, isEnded } from './state.ts';
import { failed, indeterminate, notTried } from './ends.ts';

/**
 * What becomes of a host when something happens. Pure; the whole life of a host in a rolling reboot (design.md 8).
 *
 * Its laws: `reboot` is commanded only while the host was last seen in maintenance mode, and again only after the server
 * plainly refused it. `leave maintenance` follows a proof of the reboot and a comparison that found nothing worse.
 */
export function next(state: HostState, input: Input, moment: Moment): Next {
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

function afterWaiting(state: In<'waiting'>, input: Input, moment: Moment): Next {
  if (input.kind === 'start') return { state: { phase: 'recording' }, command: 'record' };
  if (input.kind === 'interrupt') {
    return stay(notTried('interrupted', 'The run was interrupted before its turn came.'));
  }
  if (input.kind !== 'resume') return stay(state);
  return input.sentAt === null ? stay(entered(input.before, moment)) : returning(input.before, input.sentAt, moment);
}

/** An earlier run put the host into maintenance mode, and did not reboot it: the next look shows it there. */
function entered(before: Before, moment: Moment): HostState {
  return enter(before, moment).state;
}

function afterRecording(state: In<'recording'>, input: Input, moment: Moment): Next {
  if (input.kind === 'unfit') return stay(notTried(input.reason, input.detail));
  if (input.kind === 'interrupt') return stay(notTried('interrupted', 'The run was interrupted; nothing was changed.'));
  if (input.kind !== 'recorded') return stay(state);
  const { before } = input;
  if (moment.terms.cluster === null) return enter(before, moment);
  return { state: { phase: 'asking DRS', before }, command: 'ask DRS' };
}

function afterDrs(state: In<'asking DRS'>, input: Input, moment: Moment): Next {
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
