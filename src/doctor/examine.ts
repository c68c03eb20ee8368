import pMap from 'p-map';
import { collectFacts } from '../collect/collect-facts.ts';
import { readLackingPrivileges } from '../collect/host-privileges.ts';
import { readInventory, type InventoryHost } from '../collect/inventory.ts';
import { type Scope, selectHosts } from '../collect/scope.ts';
import { serverFault } from '../connect/server-fault.ts';
import type { Session } from '../connect/session.ts';
import type { Checkup, HostCheckup, TargetCheckup } from '../model/checkup.ts';
import { EsxcheckError } from '../model/errors.ts';
import { type FactDemand, type HostFacts, NO_DEMAND } from '../model/facts.ts';
import { privilegesFor, type Purpose } from '../model/privileges.ts';
import { AccountGuard } from '../target/account-guard.ts';
import type { Connection } from '../target/connections.ts';
import { openConnection } from '../target/open-connection.ts';
import { currentTime } from '../vim/methods/session.ts';
import { stateOf } from './state.ts';

export interface ExamineRequest {
  readonly connections: readonly Connection[];
  readonly scope: Scope;
  readonly purpose: Purpose;
  readonly tool: { readonly name: string; readonly version: string };
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** One call of esxcli on each host, which tells whether the way to it is open. */
const ESXCLI_PROBE = 'iovDisableIR';
const PROBE: FactDemand = { ...NO_DEMAND, kernelSettings: new Set([ESXCLI_PROBE]) };

/**
 * Finds out for each target whether it can be reached, as whom, what the account may do on which host, and whether esxcli
 * answers there. Reads only. A target that fails is told, with why, beside the others.
 */
export async function examine(request: ExamineRequest): Promise<Checkup> {
  const startedAt = request.now().toISOString();
  const guard = new AccountGuard();
  const targets = await pMap(request.connections, (connection) => examineTarget(connection, guard, request));
  const found = { tool: request.tool, startedAt, finishedAt: request.now().toISOString(), purpose: request.purpose };
  return { ...found, targets, state: stateOf(targets, request.purpose) };
}

async function examineTarget(
  connection: Connection,
  guard: AccountGuard,
  request: ExamineRequest,
): Promise<TargetCheckup> {
  try {
    if (connection.problem !== undefined) throw connection.problem;
    await using session = await guard.login(connection.credentials.user, () => openConnection(connection, request));
    return await examineSession(session, connection, request);
  } catch (thrown) {
    const error = serverFault(thrown, connection.endpoint);
    if (!(error instanceof EsxcheckError) || request.signal.aborted) throw error;
    return unreached(connection, error);
  }
}

async function examineSession(
  session: Session,
  { credentials }: Connection,
  request: ExamineRequest,
): Promise<TargetCheckup> {
  const { about } = session.content;
  const clockAheadMs = await clockAhead(session, request);
  const { hosts } = selectHosts(await readInventory(session, request.signal), request.scope);
  const privileges = await lackingOn(session, hosts, request);
  const source = { target: session.endpoint.url, targetIdentity: about.instanceUuid, releaseName: () => null };
  const facts = await collectFacts(session, hosts, { demand: PROBE, source, signal: request.signal });
  return {
    url: session.endpoint.url,
    identity: about.instanceUuid ?? facts[0]?.host.uuid ?? null,
    product: about.name,
    version: about.version,
    build: about.build,
    apiVersion: session.apiVersion,
    error: null,
    advice: [],
    user: credentials.user,
    clockAheadMs,
    privilegesProblem: privileges.problem,
    hosts: facts.map((each) => hostCheckup(each, privileges.lacking)),
  };
}

async function clockAhead(session: Session, { now, signal }: ExamineRequest): Promise<number | null> {
  const before = now().getTime();
  const theirs = Date.parse(await session.call(currentTime(), { signal }));
  const after = now().getTime();
  return Number.isNaN(theirs) ? null : Math.round(theirs - (before + after) / 2);
}

interface Lacking {
  readonly lacking: ReadonlyMap<string, readonly string[]>;
  readonly problem: string | null;
}

async function lackingOn(
  session: Session,
  hosts: readonly InventoryHost[],
  { purpose, signal }: ExamineRequest,
): Promise<Lacking> {
  const objects = hosts.map(({ object }) => object);
  const privileges = privilegesFor(purpose).map(({ id }) => id);
  try {
    return { lacking: await readLackingPrivileges(session, objects, { privileges, signal }), problem: null };
  } catch (error) {
    if (signal.aborted) throw error;
    // Old servers lack the question, and some accounts may not ask it: the rest can still be found out.
    return { lacking: new Map(), problem: error instanceof Error ? error.message : String(error) };
  }
}

function hostCheckup({ host, kernel }: HostFacts, lacking: Lacking['lacking']): HostCheckup {
  const reading = kernel.get(ESXCLI_PROBE);
  const known = { name: host.name, moid: host.moid, connectionState: host.connectionState };
  const rights = { lacking: lacking.get(host.moid) ?? null };
  if (host.trouble !== null) return { ...known, ...rights, esxcli: null, problem: host.trouble };
  if (reading?.kind === 'unread') return { ...known, ...rights, esxcli: false, problem: reading.problem };
  const viaEsxcli = reading?.kind !== 'read' || reading.value.source === 'esxcli';
  const problem = reading?.kind === 'read' && !viaEsxcli ? reading.value.problem : null;
  return { ...known, ...rights, esxcli: viaEsxcli, problem };
}

function unreached({ endpoint, credentials }: Connection, error: EsxcheckError): TargetCheckup {
  const { code, message, details } = error;
  const nothing = { identity: null, product: null, version: null, build: null, apiVersion: null };
  return {
    url: endpoint.url,
    ...nothing,
    error: { code, message },
    advice: details,
    user: credentials.user,
    clockAheadMs: null,
    privilegesProblem: null,
    hosts: [],
  };
}
