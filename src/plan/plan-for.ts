import { EsxcheckError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { LeftOut, Plan, PlanHost, Step } from '../model/plan.ts';
import type { Rule } from '../model/rule.ts';
import { isBlind, type Scan, type ScannedHost } from '../model/scan.ts';
import { canonicalText } from './canonical.ts';
import { decide } from './decide.ts';
import { type Change, type PlanCase, type PlanOptions, subjectOf } from './decision.ts';
import { sealed } from './plan-text.ts';

/**
 * Turns the findings of one target into a plan. Pure: the same scan, rules and options give the same plan.
 *
 * `rules` are those that the scan was judged by; findings of other rules are not looked at. Throws EsxcheckError
 * PLAN_NEEDS_ONE_TARGET for a scan of several targets, TARGET_UNKNOWN for a target that did not say who it is.
 */
export function planFor(scan: Scan, rules: readonly Rule[], options: PlanOptions): Plan {
  const target = targetOf(scan);
  const draft = new PlanDraft();
  for (const planCase of casesOf(scan, rules, options)) draft.add(planCase);
  return sealed({
    tool: options.tool,
    createdAt: options.createdAt,
    target,
    rules: rules.filter(({ id }) => options.planned.has(id)).map(({ id, hash }) => ({ id, hash })),
    parameters: options.parameters,
    steps: draft.steps,
    leftOut: draft.leftOut,
  });
}

function targetOf({ targets }: Scan): Plan['target'] {
  const [target, ...more] = targets;
  if (target === undefined || more.length > 0) {
    throw new EsxcheckError('PLAN_NEEDS_ONE_TARGET', `A plan is for one target; this scan is of ${targets.length}.`, {
      details: ['Scan and plan each target by itself.'],
    });
  }
  // Of a target that was lost on the way, some hosts were read; those that were not are left out, each as unknown.
  if (target.error !== null && isBlind(target)) throw new EsxcheckError(target.error.code, target.error.message);
  if (target.identity !== null) return { url: target.url, identity: target.identity };
  throw new EsxcheckError(
    'TARGET_UNKNOWN',
    `${target.url} did not tell its identity, so a plan could be applied elsewhere.`,
    {
      details: ['Give the account System.Read on the root folder or on the host, and plan again.'],
    },
  );
}

/** Planned findings with their hosts and rules, in the scan's order. */
function* casesOf(scan: Scan, rules: readonly Rule[], options: PlanOptions): Iterable<PlanCase> {
  const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));
  const byHost = new Map<string, { finding: Finding; rule: Rule }[]>();
  for (const finding of scan.findings) {
    const rule = ruleOf.get(finding.rule);
    if (rule === undefined) continue;
    const known = byHost.get(finding.host);
    if (known === undefined) byHost.set(finding.host, [{ finding, rule }]);
    else known.push({ finding, rule });
  }
  for (const host of scan.hosts) {
    const others = (byHost.get(host.id) ?? []).map(({ finding, rule }) => {
      const own = options.ruleFor(rule, host);
      return { finding: own.asked === true ? asAskedFor(finding) : finding, rule: own };
    });
    for (const { finding, rule } of others) {
      if (options.planned.has(rule.id)) yield { host, finding, rule, others, options };
    }
  }
}

/** A warning of a saved scan for which nobody had asked for the rule, as it counts now that somebody does. */
function asAskedFor(finding: Finding): Finding {
  if (finding.verdict !== 'warn' || finding.asked?.by !== 'nobody') return finding;
  const { by: _by, ...enforced } = finding.asked;
  return { ...finding, ...enforced, asked: { by: 'name' } };
}

/** Steps and what was left out, as they come together. */
class PlanDraft {
  readonly steps: Step[] = [];
  readonly leftOut: LeftOut[] = [];
  readonly #byHost = new Map<string, Map<string, number>>();

  add(planCase: PlanCase): void {
    const { changes, refusals } = decide(planCase);
    const host = planHost(planCase.host);
    const rival = changes.map((change) => this.#rivalOf(host, change)).find((step) => step !== null);
    if (rival === undefined) for (const change of changes) this.#take(host, change, planCase);
    else this.leftOut.push({ host, rule: planCase.rule.id, ...contradiction(rival) });
    for (const refusal of refusals) this.leftOut.push({ host, rule: planCase.rule.id, ...refusal });
  }

  /** An earlier step on the same thing that does something else. */
  #rivalOf(host: PlanHost, { action }: Change): Step | null {
    const earlier = this.#earlier(host, action);
    return earlier === null || canonicalText(earlier.action) === canonicalText(action) ? null : earlier;
  }

  #earlier(host: PlanHost, action: Step['action']): Step | null {
    const index = this.#byHost.get(host.id)?.get(subjectOf(action));
    return index === undefined ? null : (this.steps[index] ?? null);
  }

  /** Two rules that want the same have one step. */
  #take(host: PlanHost, { remark, ...change }: Change, { rule, finding }: PlanCase): void {
    const earlier = this.#earlier(host, change.action);
    const subjects = this.#byHost.get(host.id) ?? new Map<string, number>();
    if (earlier !== null) {
      const message = `${earlier.why.message} ${rule.id} wants the same.`;
      const index = subjects.get(subjectOf(change.action)) ?? 0;
      const needsReboot = earlier.needsReboot || change.needsReboot;
      this.steps[index] = { ...earlier, needsReboot, why: { ...earlier.why, message } };
      return;
    }
    const message = remark === '' ? finding.message : `${finding.message} ${remark}`;
    const why = { rule: rule.id, title: rule.title, message, references: rule.references };
    const id = String(this.steps.length + 1);
    subjects.set(subjectOf(change.action), this.steps.length);
    this.#byHost.set(host.id, subjects);
    this.steps.push({ id, host, ...change, inverse: change.before, why });
  }
}

function contradiction(rival: Step): Pick<LeftOut, 'reason' | 'detail'> {
  const detail = `${rival.why.rule} wants something else of the same thing (step ${rival.id}): settle which of them holds.`;
  return { reason: 'conflicting-advice', detail };
}

function planHost({ id, moid, name, uuid, serial, cluster }: ScannedHost): PlanHost {
  return { id, moid, name, uuid, serial, cluster };
}

/**
 * The planned rules that the scan was judged by. Throws PLAN_RULES_CHANGED when one reads otherwise now, and
 * PLAN_RULES_MISSING when the scan knows none of them: an old verdict of another rule is no reason to write.
 */
export function rulesOfScan({ rules }: Scan, planned: readonly Rule[]): readonly Rule[] {
  const judged = new Map(rules.map((rule) => [rule.id, rule]));
  const known = planned.filter(({ id }) => judged.has(id));
  const changed = known.find(({ id, hash }) => judged.get(id)?.hash !== hash);
  const again = 'Scan again with the rules of today: esxcheck scan --target … --output scan.json';
  if (changed !== undefined) {
    const details = [profileHint(judged.get(changed.id)?.profile ?? null, changed.profile) ?? again];
    const sentence = `The rule ${changed.id} is not as it was when the scan was made.`;
    throw new EsxcheckError('PLAN_RULES_CHANGED', sentence, { details });
  }
  if (known.length > 0) return known;
  const names = planned.map(({ id }) => id).join(', ');
  throw new EsxcheckError('PLAN_RULES_MISSING', `The scan was not judged by ${names}.`, { details: [again] });
}

/** What to do when scan and plan go by different profiles; null when they go by the same. */
function profileHint(scanned: string | null, planned: string | null): string | null {
  if (scanned === planned) return null;
  return scanned === null
    ? `The scan was judged without a profile: leave --profile ${planned ?? ''} out`
    : `The scan was judged by the profile ${scanned}: add --profile ${scanned}`;
}
