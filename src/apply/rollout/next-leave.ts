import { done, failed, indeterminate } from './ends.ts';
import type { HostSeen, Input } from './input.ts';
import type { Moment, Next } from './turn.ts';
import type { HostState } from './state.ts';

type Leaving = Extract<HostState, { phase: 'leaving maintenance' }>;
type Settling = Extract<HostState, { phase: 'settling' }>;

/** Only after a comparison that found nothing worse. */
export function leave({ now, terms }: Moment): Next {
  const state: Leaving = { phase: 'leaving maintenance', task: null, retryAt: null, until: now + terms.leaveMs };
  return { state, command: 'leave maintenance' };
}

export function afterLeaving(state: Leaving, input: Input, moment: Moment): Next {
  if (input.kind === 'seen') return lookedWhileLeaving(state, input, moment);
  if (!('of' in input) || input.of !== 'leave maintenance') return { state, command: null };
  if (input.kind === 'accepted') return { state: { ...state, task: input.task }, command: null };
  return input.kind === 'refused' ? afterRefusal(state, input, moment) : { state, command: null };
}

/** InvalidState: it is not in maintenance mode any more, which the next look tells. */
function afterRefusal(state: Leaving, input: Extract<Input, { kind: 'refused' }>, { now, terms }: Moment): Next {
  if (input.busy && now < state.until) return { state: { ...state, retryAt: now + terms.busyMs }, command: null };
  if (input.fault === 'InvalidState') return { state, command: null };
  const detail = `Leaving maintenance mode was refused: ${input.detail}. It is healthy; take it out by hand.`;
  return { state: failed('exit-failed', detail, true), command: null };
}

function lookedWhileLeaving(state: Leaving, { host, task }: Extract<Input, { kind: 'seen' }>, moment: Moment): Next {
  if (host?.inMaintenance === false) return settle(moment);
  if (task?.state === 'error') {
    const detail = `It did not leave maintenance mode: ${task.detail}. It is healthy; take it out by hand.`;
    return { state: failed('exit-failed', detail, true), command: null };
  }
  if (state.retryAt !== null) {
    if (moment.now < state.retryAt) return { state, command: null };
    return { state: { ...state, retryAt: null }, command: 'leave maintenance' };
  }
  if (moment.now <= state.until) return { state, command: null };
  const detail = 'It is not seen to leave maintenance mode. It is healthy; take it out by hand.';
  return { state: indeterminate('exit-unknown', detail, host?.inMaintenance ?? null), command: null };
}

/** The next host of the cluster waits for HA, and for vSAN to be up to date again. */
function settle({ now, terms }: Moment): Next {
  if (terms.cluster === null) return { state: CAME_THROUGH, command: null };
  const { ha, vsan } = terms.cluster;
  if (!ha && !vsan) return { state: CAME_THROUGH, command: null };
  const until = now + Math.max(ha ? terms.haMs : 0, vsan ? terms.resyncMs : 0);
  return { state: { phase: 'settling', until, asking: vsan, left: null }, command: vsan ? 'ask resync' : null };
}

const CAME_THROUGH = done('It was rebooted, the settings are in effect, and nothing is worse.');

export function afterSettling(state: Settling, input: Input, moment: Moment): Next {
  if (input.kind === 'resync') return { state: { ...state, asking: false, left: input.left }, command: null };
  if (input.kind !== 'seen') return { state, command: null };
  return afterLook(state, input.host, moment);
}

const CONNECTED = new Set(['master', 'connectedToMaster']);

/** Whether HA protects what runs on a host in this state (ClusterDasFdmAvailabilityState). */
export function isHaConnected(state: string | null): boolean {
  return state !== null && CONNECTED.has(state);
}

function afterLook(state: Settling, host: HostSeen | null, { now, terms }: Moment): Next {
  const ha = terms.cluster?.ha !== true || isHaConnected(host?.haState ?? null);
  const synced = terms.cluster?.vsan !== true || state.left === 0;
  if (ha && synced && host?.inMaintenance === false) return { state: CAME_THROUGH, command: null };
  if (now > state.until) return { state: unsettled(ha), command: null };
  if (synced || state.asking) return { state, command: null };
  return { state: { ...state, asking: true }, command: 'ask resync' };
}

function unsettled(ha: boolean): HostState {
  if (!ha)
    return failed('ha-not-connected', 'It is in service again, and HA does not connect. Reconfigure HA on it.', false);
  return failed('resync-not-done', 'It is in service again, and vSAN is not up to date in time.', false);
}
