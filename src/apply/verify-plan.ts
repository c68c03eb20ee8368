import { readLabelled } from '../collect/scope.ts';
import type { Session } from '../connect/session.ts';
import { summarise } from '../evaluate/summary.ts';
import type { LabelDemand } from '../model/host-labels.ts';
import type { Plan } from '../model/plan.ts';
import type { Rule } from '../model/rule.ts';
import { lossesOf, type Scan } from '../model/scan.ts';
import { judgeHosts, type JudgeRequest } from '../scan/judge-hosts.ts';
import { joinedLabels, labelsOfRules } from '../scan/rule-labels.ts';
import type { JournalRecord } from './journal/format.ts';
import { identityRefusal } from './live-host.ts';
import { requireTarget } from './preconditions.ts';
import { withRebootsInVain } from './reboots-in-vain.ts';

/** By what the hosts of a plan are judged anew; `rules` are those that its steps are for. */
export interface VerifyRequest extends Omit<JudgeRequest, 'session' | 'hosts' | 'parameters'> {
  /** Of the apply; empty where there is none. */
  readonly records: readonly JournalRecord[];
  /** Labels that waivers go by. */
  readonly labels?: LabelDemand;
  /** Takes out of the way what people chose not to look at. */
  readonly waive: (scan: Scan) => Promise<Scan>;
}

/** How the hosts of a plan stand. */
export interface VerifyResult {
  /** All hosts that were read. */
  readonly scan: Scan;
  /** Those alone that surely are hosts of the plan. */
  readonly own: Scan;
  /** Whether the rule of every step was judged on its host. */
  readonly isWhole: boolean;
  /** What people must know: hosts that are gone, or other ones now, and steps that were not judged. */
  readonly doubts: readonly string[];
}

/** Judges the hosts of a plan anew by the rules that its steps are for. Reads only. Throws TARGET_DIFFERS. */
export async function verifyPlan(session: Session, plan: Plan, request: VerifyRequest): Promise<VerifyResult> {
  await requireTarget(session, plan);
  const planned = new Set(plan.steps.map(({ host }) => host.moid));
  const labels = joinedLabels(labelsOfRules(request.rules), request.labels);
  const hosts = (await readLabelled(session, labels, request.signal)).filter(({ object }) => planned.has(object.value));
  const parameters = new Map(Object.entries(plan.parameters));
  const judged = await judgeHosts({ ...request, session, hosts, parameters });
  const scan = await request.waive(withRebootsInVain(judged, request.rules, request.records));
  const { own, doubts } = ofPlan(plan, scan);
  const unjudged = unjudgedSteps(plan, own);
  const all = [...changedRules(plan, request.rules), ...doubts, ...(unjudged === null ? [] : [unjudged])];
  return { scan, own, isWhole: unjudged === null, doubts: all };
}

function changedRules(plan: Plan, rules: readonly Rule[]): readonly string[] {
  const planned = new Map(plan.rules.map(({ id, hash }) => [id, hash]));
  const changed = rules.filter(({ id, hash }) => planned.get(id) !== hash);
  return changed.map(({ id }) => `the rule ${id} has changed since the plan was made`);
}

/**
 * The scan without the hosts that are not, or not surely, those of the plan. A host that left the inventory, whose id leads
 * to another one now, or that does not tell its hardware, says nothing about the plan.
 */
function ofPlan(plan: Plan, scan: Scan): Pick<VerifyResult, 'own' | 'doubts'> {
  const ids = new Set<string>();
  const [loss] = lossesOf(scan.targets);
  const doubts = loss === undefined ? [] : [`INCOMPLETE: ${loss}`];
  for (const planned of new Map(plan.steps.map(({ host }) => [host.moid, host])).values()) {
    const host = scan.hosts.find(({ moid }) => moid === planned.moid);
    const refusal = host === undefined ? GONE : identityRefusal(planned, host);
    // What the loss of the target left unread is told once, and not host by host.
    const isOfLoss = loss !== undefined && refusal?.reason === 'unread';
    if (refusal !== null && !isOfLoss) doubts.push(`${planned.name}: ${refusal.detail}`);
    if (refusal === null && host !== undefined) ids.add(host.id);
  }
  const hosts = scan.hosts.filter(({ id }) => ids.has(id));
  const findings = scan.findings.filter(({ host }) => ids.has(host));
  return { own: { ...scan, hosts, findings, summary: summarise(hosts, findings) }, doubts };
}

const GONE = { reason: 'host-gone', detail: 'the host of the plan is no longer there under this id' };

/** What keeps the answer from being whole, in words; null where the rule of every step was judged on its host. */
function unjudgedSteps({ steps }: Plan, { hosts, findings }: Scan): string | null {
  if (steps.length === 0) return 'the plan holds no step, so nothing was judged';
  const ids = new Map(hosts.map(({ moid, id }) => [moid, id]));
  const judged = new Set(
    findings.filter(({ verdict }) => verdict !== 'not-applicable').map(({ host, rule }) => `${host} ${rule}`),
  );
  const left = steps.filter(({ host, why }) => !judged.has(`${ids.get(host.moid) ?? ''} ${why.rule}`));
  return left.length === 0 ? null : `${left.length} of ${steps.length} steps were not judged on their host`;
}
