import { failed, indeterminate } from './ends.ts';
import type { HostSeen, Input, Proof, TaskSeen } from './input.ts';
import type { Moment, Next } from './turn.ts';
import { enterComparison } from './next-compare.ts';
import type { Before, Doubt, HostState } from './state.ts';

type Returning = Extract<HostState, { phase: 'returning' }>;

const AWAY: Doubt = { reason: 'did-not-come-back', detail: 'it is not connected' };
const OLD_BOOT: Doubt = { reason: 'no-proof', detail: 'vCenter shows no newer boot time' };
/** An uptime may be this much longer than the time since the reboot was sent: clocks differ. */
const UPTIME_SLACK_MS = 120_000;
/** A run that follows up an earlier one gives the host at least this long. */
const SHORTEST_WAIT_MS = 60_000;

export function returning(before: Before, sentAt: number, { now, terms }: Moment): Next {
  const until = Math.max(sentAt + terms.returnMs, now + Math.min(SHORTEST_WAIT_MS, terms.returnMs));
  const fresh = { reconnected: false, reconnecting: null, asking: false, bootIsNewer: false, doubt: AWAY };
  return { state: { phase: 'returning', before, sentAt, until, ...fresh }, command: null };
}

export function afterReturn(state: Returning, input: Input, moment: Moment): Next {
  if (input.kind === 'seen') return afterLook(state, input, moment);
  if (input.kind === 'proof') return afterProof({ ...state, asking: false }, input.proof, moment);
  if (input.kind !== 'accepted' || input.of !== 'reconnect') return { state, command: null };
  return { state: { ...state, reconnecting: input.task }, command: null };
}

/**
 * Proof is an uptime that fits, esxcli answering, and Runtime as wanted (docs/rolling-reboot.md), beside a newer boot time or an
 * uptime that is shorter than it was before: a boot alone makes it so, whatever became of the host's clock.
 */
function afterProof(state: Returning, proof: Proof, moment: Moment): Next {
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
  { uptimeMs, notInEffect, problem }: Proof,
  { now }: Moment,
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

function afterLook(state: Returning, { host, task }: Extract<Input, { kind: 'seen' }>, moment: Moment): Next {
  const refused = state.reconnecting !== null && task?.state === 'error' ? refusedReconnection(task) : null;
  if (refused !== null) return { state: refused, command: null };
  if (moment.now > state.until && !state.asking) return { state: timedOut(state), command: null };
  if (host === null) return { state, command: null };
  if (host.connection === 'connected') return afterConnection(state, host, moment);
  const away = { ...state, doubt: AWAY };
  if (host.connection !== 'disconnected' || state.reconnected) return { state: away, command: null };
  return { state: { ...away, reconnected: true }, command: 'reconnect' };
}

function afterConnection(state: Returning, { bootTime }: HostSeen, { terms }: Moment): Next {
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
