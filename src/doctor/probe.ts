import { problemFromError } from '../collect/problem-from.ts';
import type { Session } from '../connect/session.ts';
import type { EsxcliProbe } from '../model/checkup.ts';
import type { Problem } from '../model/problem.ts';
import type { Call } from '../vim/call.ts';
import { child, textOf, type VimElement } from '../vim/element.ts';
import { esxcliAnswerOf } from '../vim/esxcli.ts';
import { EsxcliFault } from '../vim/esxcli-fault.ts';
import { isFault, SoapFault } from '../vim/fault.ts';
import { executeSoap, retrieveManagedMethodExecuter } from '../vim/methods/esxcli.ts';
import type { Moref } from '../vim/moref.ts';
import { parseXml } from '../vim/xml-reader.ts';
import type { ProbeCommand } from './needs.ts';

/** Runs one command of each kind on a host. What one refusal at the way to esxcli says holds for all of them. */
export async function probeHost(
  session: Session,
  host: Moref,
  { probes, signal }: { readonly probes: readonly ProbeCommand[]; readonly signal: AbortSignal },
): Promise<readonly EsxcliProbe[]> {
  if (probes.length === 0) return [];
  const found: EsxcliProbe[] = [];
  const way = await findWay(session, host, signal);
  let lost = 'refusal' in way ? way.refusal : null;
  for (const probe of probes) {
    const refusal = 'executer' in way && lost === null ? await ask(session, way.executer, { probe, signal }) : lost;
    found.push(told(probe, refusal));
    if (refusal !== null && AWAY.has(refusal.problem.code)) lost = refusal;
  }
  return found;
}

/** Of a host that does not answer one command, no other is worth the waiting. */
const AWAY: ReadonlySet<string> = new Set(['timeout', 'connection-lost', 'not-responding', 'disconnected']);

/** What is told of a host that cannot be asked. */
export function unasked(probes: readonly ProbeCommand[], problem: Problem): readonly EsxcliProbe[] {
  return probes.map((probe) => ({ ...told(probe, { missing: null, problem }), answers: null }));
}

interface Refusal {
  readonly missing: string | null;
  readonly problem: Problem;
}

function told({ command, privilege, needed }: ProbeCommand, refusal: Refusal | null): EsxcliProbe {
  const { missing = null, problem = null } = refusal ?? {};
  return { command: command.join(' '), privilege, needed, answers: refusal === null, missing, problem };
}

async function findWay(
  session: Session,
  host: Moref,
  signal: AbortSignal,
): Promise<{ readonly executer: Moref } | { readonly refusal: Refusal }> {
  try {
    const executer = await session.call(retrieveManagedMethodExecuter(host), { signal });
    if (executer === null) throw EsxcliFault.noAnswer();
    return { executer };
  } catch (error) {
    return { refusal: refusalOf(error) };
  }
}

interface Asking {
  readonly probe: ProbeCommand;
  readonly signal: AbortSignal;
}

async function ask(session: Session, executer: Moref, { probe, signal }: Asking): Promise<Refusal | null> {
  const command = executeSoap(executer, { words: probe.command, arguments: probe.arguments });
  const call: Call<Refusal | null> = { ...command, decode: refusalIn };
  try {
    return await session.call(call, { signal });
  } catch (error) {
    return refusalOf(error);
  }
}

/** A NoPermission stands in the answer itself where the host, and not vCenter, refuses. */
function refusalIn(response: VimElement): Refusal | null {
  const returnval = child(response, 'returnval');
  try {
    const answer = esxcliAnswerOf(returnval);
    return answer.kind === 'list' && answer.rows.length === 0 ? { missing: null, problem: NOTHING } : null;
  } catch (error) {
    if (!(error instanceof EsxcliFault)) throw error;
    const missing = privilegeIn(detailOf(returnval));
    if (missing === null) return refusalOf(error);
    return { missing, problem: { code: 'no-permission', detail: error.message } };
  }
}

const NOTHING: Problem = { code: 'not-reported', detail: 'the command answered with nothing' };

function detailOf(returnval: VimElement | null): VimElement | null {
  const fault = returnval === null ? null : child(returnval, 'fault');
  const detail = fault === null ? null : child(fault, 'faultDetail');
  if (detail === null || detail.children.length > 0) return detail;
  try {
    return parseXml(detail.text);
  } catch {
    return null;
  }
}

/** The privilege that a refusal names, wherever in it. */
function privilegeIn(element: VimElement | null): string | null {
  if (element === null) return null;
  const own = textOf(element, 'privilegeId')?.trim() ?? '';
  if (own !== '') return own;
  for (const inner of element.children) {
    const found = privilegeIn(inner);
    if (found !== null) return found;
  }
  return null;
}

/** A bug and an interruption are thrown on. */
function refusalOf(error: unknown): Refusal {
  const problem = problemFromError(error);
  const isRefused = error instanceof SoapFault && isFault(error.fault, 'NoPermission');
  return { missing: isRefused ? privilegeIn(error.fault.detail) : null, problem };
}
