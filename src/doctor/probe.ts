import { problemFromError } from '../collect/answer-problem.ts';
import type { Session } from '../connect/session.ts';
import type { EsxcliProbe } from '../model/doctor-report.ts';
import type { Problem } from '../model/problem.ts';
import { EsxcliFault } from '../vim/esxcli-fault.ts';
import { executeSoap, retrieveManagedMethodExecuter } from '../vim/methods/esxcli.ts';
import type { Moref } from '../vim/moref.ts';
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
  try {
    const answer = await session.call(executeSoap(executer, { words: probe.command, arguments: probe.arguments }), {
      signal,
    });
    return answer.kind === 'list' && answer.rows.length === 0 ? { missing: null, problem: NOTHING } : null;
  } catch (error) {
    return refusalOf(error);
  }
}

const NOTHING: Problem = { code: 'not-reported', detail: 'the command answered with nothing' };

/** A bug and an interruption are thrown on. */
function refusalOf(error: unknown): Refusal {
  const problem = problemFromError(error);
  return { missing: problem.code === 'no-permission' ? (problem.privilege ?? null) : null, problem };
}
