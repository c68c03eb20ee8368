import pMap from 'p-map';
import { collectFacts } from '../collect/collect-facts.ts';
import { eachHost } from '../collect/each-host.ts';
import { readLackingPrivileges } from '../collect/host-privileges.ts';
import type { InventoryHost } from '../collect/inventory.ts';
import { readSelection, type Scope } from '../collect/scope.ts';
import { authorityOf } from '../connect/endpoint.ts';
import { WriteRefusedError } from '../connect/only-reading.ts';
import type { Session } from '../connect/session.ts';
import {
  type Checkup,
  type CheckupState,
  type HostCheckup,
  missingOn,
  type RuleCheckup,
  type TargetCheckup,
} from '../model/doctor-report.ts';
import { EsxcheckError, serverFault } from '../model/errors.ts';
import { type HostFacts, NO_DEMAND } from '../model/facts.ts';
import { privilegesFor, type Purpose } from '../model/privileges.ts';
import { AccountGuard } from '../target/configured-connections.ts';
import { type Connection, openConnection } from '../target/connections.ts';
import { currentTime } from '../vim/methods/session.ts';
import { kindOf, type ProbeCommand, probesFor, type RuleNeed } from './needs.ts';
import { probeHost, unasked } from './probe.ts';

export interface ExamineRequest {
  readonly connections: readonly Connection[];
  readonly scope: Scope;
  readonly purpose: Purpose;
  /** Every rule that there is. */
  readonly rules: readonly RuleNeed[];
  readonly tool: { readonly name: string; readonly version: string };
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/**
 * Finds out for each target whether it can be reached, as whom, what the account may do on which host, and which kinds of
 * esxcli commands answer there. Reads only. A target that fails is told, with why, beside the others.
 */
export async function examine(request: ExamineRequest): Promise<Checkup> {
  const startedAt = request.now().toISOString();
  const guard = new AccountGuard();
  const targets = await pMap(request.connections, (connection) => examineTarget(connection, guard, request));
  const found = { tool: request.tool, startedAt, finishedAt: request.now().toISOString(), purpose: request.purpose };
  return { ...found, targets, state: stateOf(targets) };
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
    const error = serverFault(thrown, authorityOf(connection.endpoint));
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
  const { propertiesOnly } = session;
  const clockAheadMs = await clockAhead(session, request);
  const { hosts } = await readSelection(session, request.scope, { signal: request.signal });
  const probes = propertiesOnly ? [] : probesFor(request.rules, request.purpose);
  const privileges = await lackingOn(session, hosts, { ...request, probes });
  const source = { target: session.endpoint.url, targetIdentity: about.instanceUuid, releaseName: () => null };
  const facts = await collectFacts(session, hosts, { demand: NO_DEMAND, source, signal: request.signal });
  const checkups = await eachHost(facts, (each) => hostCheckup(session, each, { probes, privileges, request }), {
    hostCalls: session.hostCalls,
    signal: request.signal,
  });
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
    propertiesOnly,
    hostCalls: checkups.some(({ esxcli }) => esxcli !== null) ? session.hostCalls.report : null,
    hosts: checkups,
    rules: request.rules
      .filter(({ queries }) => queries.length > 0)
      .map((need) => ruleCheckup(need, checkups, propertiesOnly)),
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
  { purpose, probes, signal }: ExamineRequest & { readonly probes: readonly ProbeCommand[] },
): Promise<Lacking> {
  const objects = hosts.map(({ object }) => object);
  const asked = new Set(privilegesFor(purpose).map(({ id }) => id));
  for (const probe of probes) asked.add(probe.privilege);
  const privileges = [...asked];
  try {
    return { lacking: await readLackingPrivileges(session, objects, { privileges, signal }), problem: null };
  } catch (error) {
    if (signal.aborted || error instanceof WriteRefusedError) throw error;
    // Old servers lack the question, and some accounts may not ask it: the rest can still be found out.
    return { lacking: new Map(), problem: error instanceof Error ? error.message : String(error) };
  }
}

interface Examining {
  readonly probes: readonly ProbeCommand[];
  readonly privileges: Lacking;
  readonly request: ExamineRequest;
}

async function hostCheckup(
  session: Session,
  { host }: HostFacts,
  { probes, privileges, request: { signal } }: Examining,
): Promise<HostCheckup> {
  const { name, moid, connectionState, trouble } = host;
  const known = { name, moid, connectionState, lacking: privileges.lacking.get(moid) ?? null };
  if (trouble !== null) return { ...known, esxcli: null, problem: trouble, probes: unasked(probes, trouble) };
  const found = await probeHost(session, { type: 'HostSystem', value: moid }, { probes, signal });
  const [first] = found;
  return { ...known, esxcli: first?.answers ?? null, problem: first?.problem ?? null, probes: found };
}

/** With properties only, no host answers what a rule asks of esxcli, and no privilege would change that. */
function ruleCheckup(
  { rule, pack, chosen, queries }: RuleNeed,
  hosts: readonly HostCheckup[],
  propertiesOnly: boolean,
): RuleCheckup {
  const kinds = new Set(queries.map(kindOf));
  const missing = new Set<string>();
  let hostsWithout = propertiesOnly ? hosts.length : 0;
  for (const { probes } of hosts) {
    const silent = probes.filter((probe) => probe.answers === false && kinds.has(kindOfProbe(probe)));
    if (silent.length > 0) hostsWithout += 1;
    for (const { problem, missing: named, privilege } of silent) {
      if (problem?.code === 'no-permission') missing.add(named ?? privilege);
    }
  }
  return { rule, pack, chosen, hostsWithout, missing: [...missing].toSorted() };
}

function kindOfProbe({ command }: { readonly command: string }): string {
  return kindOf({ command: command.split(' ') });
}

function unreached({ endpoint, credentials, propertiesOnly = false }: Connection, error: EsxcheckError): TargetCheckup {
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
    propertiesOnly,
    hostCalls: null,
    hosts: [],
    rules: [],
  };
}

/** What all targets together come to. A host that cannot be asked leaves it unclear; a target without hosts is lacking. */
function stateOf(targets: readonly TargetCheckup[]): CheckupState {
  return together(targets.map(stateOfTarget), 'unclear');
}

function stateOfTarget({ error, hosts }: TargetCheckup): CheckupState {
  return error === null ? together(hosts.map(stateOfHost), 'lacking') : 'lacking';
}

function stateOfHost(host: HostCheckup): CheckupState {
  const missing = missingOn(host);
  const needed = host.probes.filter((probe) => probe.needed);
  if ((missing?.length ?? 0) > 0 || needed.some(({ answers }) => answers === false)) return 'lacking';
  return missing === null || host.connectionState !== 'connected' || needed.some(({ answers }) => answers === null)
    ? 'unclear'
    : 'able';
}

function together(states: readonly CheckupState[], ofNone: CheckupState): CheckupState {
  if (states.length === 0) return ofNone;
  if (states.includes('lacking')) return 'lacking';
  return states.includes('unclear') ? 'unclear' : 'able';
}
