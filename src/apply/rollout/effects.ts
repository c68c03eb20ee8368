import { readCircumstances } from '../../collect/circumstances/read-circumstances.ts';
import { HostEsxcli } from '../../collect/host-esxcli.ts';
import type { Session } from '../../connect/session.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { PlanHost } from '../../model/plan.ts';
import type { Call } from '../../vim/call.ts';
import { child, type VimElement } from '../../vim/element.ts';
import { EsxcliFault } from '../../vim/esxcli-fault.ts';
import { isFault, SoapFault } from '../../vim/fault.ts';
import {
  cancelTask,
  clusterEnterMaintenanceMode,
  type DrsAnswer,
  enterMaintenanceMode,
  exitMaintenanceMode,
  rebootHost,
  reconnectHost,
} from '../../vim/methods/writes/maintenance.ts';
import type { Moref } from '../../vim/moref.ts';
import type { Journal } from '../journal/journal.ts';
import { stuckVmsNow } from './candidates.ts';
import { type HostIdentity, identityChanges, identityDoubt, readIdentity } from './host-identity.ts';
import { readProof, readResync, readUptime, readWanted, rebootedSince, unfitFor } from './preflight.ts';
import { readStanding, worseThan } from './rebooted-host.ts';
import type { Candidate } from './situations.ts';
import type { Before, Command, HostState, Input, RolloutPolicy } from './state.ts';

/** What the commands of one host work with. */
export interface RolloutEnvironment {
  readonly session: Session;
  readonly journal: Pick<Journal, 'append'>;
  readonly candidate: Candidate;
  readonly terms: RolloutPolicy;
}

/** A command as it is to be carried out: with the state that asked for it. */
export interface Order {
  readonly command: Command;
  readonly state: HostState;
}

/**
 * Carries out one command of a host and tells what came of it. Writes are put into the journal first and sent once.
 *
 * Throws where the journal cannot be written, before anything is sent; and bugs.
 */
export async function executeCommand(around: RolloutEnvironment, { command, state }: Order): Promise<Input> {
  const host = hostOf(around);
  const { session, terms } = around;
  switch (command) {
    case 'record':
      return asking(() => record(around));
    case 'ask DRS':
      return askDrs(around);
    case 'enter maintenance':
      return (await doubt(around, command)) ?? enter(around, state);
    case 'cancel task':
      return cancel(session, state);
    case 'reboot':
      return (await doubt(around, command)) ?? reboot(around, state);
    case 'reconnect':
      return send(session, command, reconnectHost(host));
    case 'prove':
      return { kind: 'proof', proof: await readProof(esxcliOf(around), around.candidate.wanted) };
    case 'compare':
      return compare(around, state);
    case 'leave maintenance':
      await around.journal.append({ kind: 'exit-intent', host: around.candidate.host.id });
      return send(session, command, exitMaintenanceMode(host, secondsOf(terms.leaveMs)));
    case 'ask resync':
      return { kind: 'resync', ...(await readResync(esxcliOf(around))) };
  }
}

function hostOf({ candidate }: RolloutEnvironment): Moref {
  return { type: 'HostSystem', value: candidate.host.moid };
}

function esxcliOf({ session, candidate }: RolloutEnvironment): HostEsxcli {
  return new HostEsxcli(session, candidate.host);
}

function secondsOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

/** Names and managed object ids come to mean other hosts: looked at again just before each of the two calls. */
async function doubt(
  { session, candidate }: RolloutEnvironment,
  of: 'enter maintenance' | 'reboot',
): Promise<Extract<Input, { kind: 'unidentified' }> | null> {
  const found = identityDoubt(candidate.host, await identityNow(session, candidate.host));
  return found === null ? null : { kind: 'unidentified', of, ...found };
}

async function identityNow(session: Session, host: PlanHost): Promise<HostIdentity | string> {
  try {
    return await readIdentity(session, host);
  } catch (error) {
    if (!isExpected(error)) throw error;
    return error.message;
  }
}

async function enter(around: RolloutEnvironment, state: HostState): Promise<Input> {
  await intend(around, 'maintenance-intent', state);
  const call = enterMaintenanceMode(hostOf(around), maintenanceOptions(around.terms));
  return send(around.session, 'enter maintenance', call);
}

function maintenanceOptions({ maintenanceMs, cluster }: RolloutPolicy): Parameters<typeof enterMaintenanceMode>[1] {
  const vsanMode = cluster?.vsan === true ? 'ensureObjectAccessibility' : null;
  return { timeout: secondsOf(maintenanceMs), vsanMode };
}

/** A reading before the first write: whatever fails, the host is not begun. */
async function asking(ask: () => Promise<Input>): Promise<Input> {
  try {
    return await ask();
  } catch (error) {
    if (!isExpected(error)) throw error;
    return { kind: 'unfit', reason: 'unread', detail: `It could not be read: ${error.message}.` };
  }
}

function isExpected(error: unknown): error is Error {
  return error instanceof SoapFault || error instanceof EsxcheckError || error instanceof EsxcliFault;
}

async function record(around: RolloutEnvironment): Promise<Input> {
  const { session, candidate } = around;
  const standing = await readStanding(session, candidate.host);
  const circumstances = (await readCircumstances(session, [candidate.host])).get(candidate.host.id);
  const wanted = await readWanted(esxcliOf(around), candidate.wanted);
  const stuckVms = candidate.situation.isCluster ? await stuckVmsNow(session, candidate) : [];
  const unfit = unfitFor({ planned: candidate.host, standing, circumstances, wanted, stuckVms });
  if (unfit !== null) return unfit;
  // A string is a reason to be unfit, so this is a reading.
  const { standing: before, bootTime, identity } = standing as Exclude<typeof standing, string>;
  const uptimeMs = await readUptime(esxcliOf(around));
  const { rebootOnly } = candidate;
  const since = rebootOnly === undefined ? null : rebootedSince(rebootOnly, { bootTime, uptimeMs, now: Date.now() });
  if (since !== null) return since;
  return { kind: 'recorded', before: { standing: before, bootTime, identity, uptimeMs } };
}

async function askDrs({ session, candidate }: RolloutEnvironment): Promise<Input> {
  const cluster: Moref = { type: 'ClusterComputeResource', value: candidate.situation.moid };
  const host: Moref = { type: 'HostSystem', value: candidate.host.moid };
  try {
    const answer = await session.call(askedOf(clusterEnterMaintenanceMode(cluster, [host])));
    if (answer === null)
      return { kind: 'unfit', reason: 'unread', detail: 'DRS did not answer whether it can empty it.' };
    const { fault } = answer;
    if (fault === null) return { kind: 'accepted', of: 'ask DRS', task: null };
    const detail = `DRS cannot empty it: ${fault.message || fault.type}. Nothing was changed.`;
    return { kind: 'unfit', reason: 'drs-refuses', detail };
  } catch (error) {
    return inputFrom('ask DRS', error);
  }
}

/** An answer without a result is none: it does not say that DRS can. */
function askedOf(call: Call<DrsAnswer>): Call<DrsAnswer | null> {
  const decode = (response: VimElement): DrsAnswer | null => {
    const result = child(response, 'returnval');
    return result === null || result.text.trim() !== '' ? null : call.decode(response);
  };
  return { ...call, decode };
}

function beforeOf(state: HostState): Before {
  if ('before' in state) return state.before;
  throw new Error(`${state.phase} holds nothing to compare with`);
}

async function intend(
  { journal, candidate }: RolloutEnvironment,
  kind: 'maintenance-intent' | 'reboot-intent',
  state: HostState,
): Promise<void> {
  const { id, name } = candidate.host;
  await journal.append({ kind, host: id, hostName: name, before: beforeOf(state) });
}

/** The intent is on the disk before the call is sent; a plain refusal is put down too, for it frees the host again. */
async function reboot(around: RolloutEnvironment, state: HostState): Promise<Input> {
  await intend(around, 'reboot-intent', state);
  const answer = await send(around.session, 'reboot', rebootHost(hostOf(around)));
  if (answer.kind === 'refused') {
    await around.journal.append({ kind: 'reboot-refused', host: around.candidate.host.id, detail: answer.detail });
  }
  return answer;
}

async function cancel(session: Session, state: HostState): Promise<Input> {
  const task = 'task' in state ? state.task : null;
  if (task === null) return { kind: 'unanswered', of: 'cancel task', detail: 'there is no task' };
  return send(session, 'cancel task', { ...cancelTask(task), decode: () => task });
}

async function compare(around: RolloutEnvironment, state: HostState): Promise<Input> {
  try {
    const after = await readStanding(around.session, around.candidate.host);
    if (typeof after === 'string') return { kind: 'compared', worse: null, problem: after, after: null };
    const found = { ...after, uptimeMs: null };
    const before = beforeOf(state);
    if (before.identity === null) return { kind: 'compared', worse: null, problem: NOT_RECORDED, after: found };
    const changes = identityChanges(before.identity, after.identity);
    return {
      kind: 'compared',
      worse: [...changes, ...worseThan(before.standing, after.standing)],
      problem: '',
      after: found,
    };
  } catch (error) {
    if (!isExpected(error)) throw error;
    return { kind: 'compared', worse: null, problem: error.message, after: null };
  }
}

const NOT_RECORDED = 'the run that began it did not record which host it was and what it ran';

/** Sends a write once. */
async function send(session: Session, of: Command, call: Call<Moref>): Promise<CommandAnswer> {
  try {
    return { kind: 'accepted', of, task: await session.call(call) };
  } catch (error) {
    return inputFrom(of, error);
  }
}

type CommandAnswer = Extract<Input, { kind: 'accepted' | 'refused' | 'unanswered' }>;

/** A fault is a refusal: nothing was carried out. Anything below SOAP may have been. */
function inputFrom(of: Command, error: unknown): CommandAnswer {
  if (error instanceof SoapFault) {
    const { fault } = error;
    const busy = isFault(fault, 'TaskInProgress');
    const type = isFault(fault, 'InvalidState') ? 'InvalidState' : fault.type;
    return { kind: 'refused', of, busy, fault: type, detail: error.message };
  }
  if (error instanceof EsxcheckError) return { kind: 'unanswered', of, detail: error.message };
  throw error;
}
