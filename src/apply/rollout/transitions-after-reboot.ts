import {
  type Before,
  done,
  type Doubt,
  failed,
  type HostSeen,
  type HostState,
  indeterminate,
  type Input,
  type Clock,
  type Next,
  type RebootVerification,
  type TaskSeen,
} from './state.ts';

type Returning = Extract<HostState, { phase: 'returning' }>;

const AWAY: Doubt = { reason: 'did-not-come-back', detail: 'it is not connected' };
const OLD_BOOT: Doubt = { reason: 'no-proof', detail: 'vCenter shows no newer boot time' };
/** An uptime may be this much longer than the time since the reboot was sent: clocks differ. */
const UPTIME_SLACK_MS = 120_000;
/** A run that follows up an earlier one gives the host at least this long. */
const SHORTEST_WAIT_MS = 60_000;

export function returning(before: Before, sentAt: number, { now, terms }: Clock): Next {
  const until = Math.max(sentAt + terms.returnMs, now + Math.min(SHORTEST_WAIT_MS, terms.returnMs));
  const fresh = { reconnected: false, reconnecting: null, asking: false, bootIsNewer: false, doubt: AWAY };
  return { state: { phase: 'returning', before, sentAt, until, ...fresh }, command: null };
}

export function afterReturn(state: Returning, input: Input, moment: Clock): Next {
  if (input.kind === 'seen') return lookWhileReturning(state, input, moment);
  if (input.kind === 'proof') return afterProof({ ...state, asking: false }, input.proof, moment);
  if (input.kind !== 'accepted' || input.of !== 'reconnect') return { state, command: null };
  return { state: { ...state, reconnecting: input.task }, command: null };
}

/**
 * Proof is an uptime that fits, esxcli answering, and Runtime as wanted (docs/rolling-reboot.md), beside a newer boot time or an
 * uptime that is shorter than it was before: a boot alone makes it so, whatever became of the host's clock.
 */
function afterProof(state: Returning, proof: RebootVerification, moment: Clock): Next {
  const doubt = doubtOf(state, proof, moment);
  if (doubt === null) return enterComparison(state.before, moment);
  if (doubt.reason === 'not-taking-effect') {
    return {
      state: failed(doubt.reason, `It booted, and ${doubt.detail}. Look at its boot.cfg.`, true),
      command: null,
    };
  }
  return { state: { ...state, doubt }, command: null };
}

function doubtOf(
  { sentAt, before, bootIsNewer }: Returning,
  { uptimeMs, notInEffect, problem }: RebootVerification,
  { now }: Clock,
): Doubt | null {
  if (uptimeMs === null || notInEffect === null) {
    return { reason: 'no-proof', detail: `esxcli does not answer: ${problem}` };
  }
  // A host that answers has been up for longer than nothing.
  if (uptimeMs <= 0 || uptimeMs > now - sentAt + UPTIME_SLACK_MS) {
    return { reason: 'no-proof', detail: 'its uptime says that it did not boot since' };
  }
  if (!bootIsNewer && (before.uptimeMs === null || uptimeMs >= before.uptimeMs)) return OLD_BOOT;
  if (notInEffect.length === 0) return null;
  return { reason: 'not-taking-effect', detail: `${notInEffect.join(', ')} did not take effect` };
}

function lookWhileReturning(state: Returning, { host, task }: Extract<Input, { kind: 'seen' }>, moment: Clock): Next {
  const refused = state.reconnecting !== null && task?.state === 'error' ? refusedReconnection(task) : null;
  if (refused !== null) return { state: refused, command: null };
  if (moment.now > state.until && !state.asking) return { state: timedOut(state), command: null };
  if (host === null) return { state, command: null };
  if (host.connection === 'connected') return afterConnection(state, host, moment);
  const away = { ...state, doubt: AWAY };
  if (host.connection !== 'disconnected' || state.reconnected) return { state: away, command: null };
  return { state: { ...away, reconnected: true }, command: 'reconnect' };
}

function afterConnection(state: Returning, { bootTime }: HostSeen, { terms }: Clock): Next {
  if (state.asking) return { state, command: null };
  // A boot time that is not told is no older one.
  if (bootTime === null) return { state: { ...state, doubt: OLD_BOOT }, command: null };
  const bootIsNewer = bootTime > state.before.bootTime + terms.bootToleranceMs;
  if (!bootIsNewer && state.before.uptimeMs === null) return { state: { ...state, doubt: OLD_BOOT }, command: null };
  return { state: { ...state, asking: true, bootIsNewer }, command: 'prove' };
}

/** Other errors pass: the host may simply not be up yet. */
function refusedReconnection({ fault, detail }: TaskSeen): HostState | null {
  if (fault !== 'SSLVerifyFault' && fault !== 'InvalidLogin') return null;
  const text = `vCenter does not reconnect it: ${detail}. Find out why, then reconnect it by hand.`;
  return failed('certificate-changed', text, true);
}

function timedOut({ doubt }: Returning): HostState {
  if (doubt.reason === 'did-not-come-back') {
    return failed('did-not-come-back', `It did not come back in time: ${doubt.detail}. Look at its console.`, null);
  }
  const detail = `Nothing proves that it booted: ${doubt.detail}. It is left in maintenance mode and not rebooted again.`;
  return indeterminate('no-proof', detail, true);
}

type Comparing = Extract<HostState, { phase: 'comparing' }>;

function enterComparison(before: Before, { now, terms }: Clock): Next {
  return { state: { phase: 'comparing', before, until: now + terms.compareMs, asking: true }, command: 'compare' };
}

/** Paths, links and alarms may take a while to recover: compared again and again until the time is up. */
export function afterComparison(state: Comparing, input: Input, moment: Clock): Next {
  if (input.kind === 'seen') return lookWhileComparing(state, input, moment);
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

function lookWhileComparing(state: Comparing, { host }: Extract<Input, { kind: 'seen' }>, moment: Clock): Next {
  if (state.asking) return { state, command: null };
  if (host?.connection === 'connected') return { state: { ...state, asking: true }, command: 'compare' };
  if (moment.now <= state.until) return { state, command: null };
  return {
    state: failed('did-not-come-back', 'It went away again after its reboot. Look at it.', null),
    command: null,
  };
}

type Leaving = Extract<HostState, { phase: 'leaving maintenance' }>;
type Settling = Extract<HostState, { phase: 'settling' }>;

/** Only after a comparison that found nothing worse. */
function leave({ now, terms }: Clock): Next {
  const state: Leaving = { phase: 'leaving maintenance', task: null, retryAt: null, until: now + terms.leaveMs };
  return { state, command: 'leave maintenance' };
}

export function afterLeaving(state: Leaving, input: Input, moment: Clock): Next {
  if (input.kind === 'seen') return lookedWhileLeaving(state, input, moment);
  if (!('of' in input) || input.of !== 'leave maintenance') return { state, command: null };
  if (input.kind === 'accepted') return { state: { ...state, task: input.task }, command: null };
  return input.kind === 'refused' ? leavingRefused(state, input, moment) : { state, command: null };
}

/** InvalidState: it is not in maintenance mode any more, which the next look tells. */
function leavingRefused(state: Leaving, input: Extract<Input, { kind: 'refused' }>, { now, terms }: Clock): Next {
  if (input.busy && now < state.until) return { state: { ...state, retryAt: now + terms.busyMs }, command: null };
  if (input.fault === 'InvalidState') return { state, command: null };
  const detail = `Leaving maintenance mode was refused: ${input.detail}. It is healthy; take it out by hand.`;
  return { state: failed('exit-failed', detail, true), command: null };
}

function lookedWhileLeaving(state: Leaving, { host, task }: Extract<Input, { kind: 'seen' }>, moment: Clock): Next {
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
function settle({ now, terms }: Clock): Next {
  if (terms.cluster === null) return { state: CAME_THROUGH, command: null };
  const { ha, vsan } = terms.cluster;
  if (!ha && !vsan) return { state: CAME_THROUGH, command: null };
  const until = now + Math.max(ha ? terms.haMs : 0, vsan ? terms.resyncMs : 0);
  return { state: { phase: 'settling', until, asking: vsan, left: null }, command: vsan ? 'ask resync' : null };
}

const CAME_THROUGH = done('It was rebooted, the settings are in effect, and nothing is worse.');

export function afterSettling(state: Settling, input: Input, moment: Clock): Next {
  if (input.kind === 'resync') return { state: { ...state, asking: false, left: input.left }, command: null };
  if (input.kind !== 'seen') return { state, command: null };
  return lookWhileSettling(state, input.host, moment);
}

const CONNECTED = new Set(['master', 'connectedToMaster']);

/** Whether HA protects what runs on a host in this state (ClusterDasFdmAvailabilityState). */
export function isHaConnected(state: string | null): boolean {
  return state !== null && CONNECTED.has(state);
}

function lookWhileSettling(state: Settling, host: HostSeen | null, { now, terms }: Clock): Next {
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
