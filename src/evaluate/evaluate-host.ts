import type { Parameters } from '../checks/check-kind.ts';
import { because, type Judgement, judgement } from '../checks/judgement/judgement.ts';
import { clauseFor, serverWords } from '../checks/judgement/problem-words.ts';
import { TARGET_RELEASE } from '../checks/target-release.ts';
import { lacksRelease } from '../checks/target-release.ts';
import { readHostFact, requireHostFact } from '../checks/values/host-facts.ts';
import type { Exposure } from '../model/advisory.ts';
import type { TargetRelease } from '../model/catalog.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Finding, FindingNote, State, Verdict } from '../model/finding.ts';
import type { Host } from '../model/host.ts';
import type { Problem } from '../model/problem.ts';
import type { Rule } from '../model/rule.ts';
import { withAsking } from './asking.ts';
import { conditionHolds, problemOf, undecidedFacts } from './condition.ts';
import { withConflicts } from './conflicts.ts';
import { expectedOf, judge, judgedAhead, passes, undecidedHorizons } from './judge-rule.ts';
import { evidenceOf, outsideEvidence } from './evidence.ts';
import { withMitigation } from './mitigation.ts';
import { clusterProblem, frameworkFor, openConditionOf, ruleFor, ruleInCluster } from './rule-for.ts';

export type { Parameters } from '../checks/check-kind.ts';
export { coveringRulesets } from '../checks/judgement/firewall-covering.ts';

/** Judges one host by each rule, in the rules' order: one finding a rule. `target` is the release of the planned patch. Pure. */
export function evaluateHost(
  facts: HostFacts,
  rules: readonly Rule[],
  parameters: Parameters,
  target: TargetRelease | null = null,
): Finding[] {
  const context = { parameters: withTarget(parameters, target), target };
  const findings = rules.map((rule) => evaluateInFramework(facts, rule, context));
  return withConflicts(findings, facts.host, rules);
}

/** Checks of the planned release find it among what a person gave. */
function withTarget(parameters: Parameters, target: TargetRelease | null): Parameters {
  return target === null ? parameters : new Map([...parameters, [TARGET_RELEASE, target.build]]);
}

/** What every rule is judged with. */
interface JudgementContext {
  readonly parameters: Parameters;
  readonly target: TargetRelease | null;
}

/** The finding has the id of the rule as it was chosen, and says by which framework the host was judged. */
function evaluateInFramework(facts: HostFacts, rule: Rule, context: JudgementContext): Finding {
  const part = frameworkFor(rule, facts.host);
  if (part === 'none') return evaluateInCluster(facts, rule, context);
  if (part === null || part === undefined) {
    const outside = part === null ? otherRelease(rule) : undecidedRelease(facts.host, rule, context.target);
    return { ...finding(facts.host, rule, outside, []), evidence: outsideEvidence(rule, part === null) };
  }
  const found = evaluateInCluster(facts, part.rule, context);
  return { ...found, rule: rule.id, evidence: evidenceOf(part, facts, found, context.parameters) };
}

function evaluateInCluster(facts: HostFacts, rule: Rule, context: JudgementContext): Finding {
  const { host } = facts;
  const own = ruleInCluster(rule, host);
  if (own === null) return finding(host, rule, notChosen(), []);
  if (own !== undefined) return evaluateRule(facts, own, context);
  const applies = conditionHolds(rule.appliesTo, host);
  return finding(host, rule, applies === false ? notApplicable() : undecidedCluster(host, rule), []);
}

function evaluateRule(facts: HostFacts, whole: Rule, { parameters, target }: JudgementContext): Finding {
  const { host } = facts;
  const own = ruleFor(whole, host) ?? undefined;
  const rule = withSeverity(facts, own ?? whole, parameters);
  const outside =
    outsideOf(facts, rule, { parameters, target }) ??
    (own === undefined ? undecidedVariant(host, whole, target) : null);
  if (outside === null) {
    const ahead = judgedAhead(judge(facts, rule.check, parameters), rule.check, facts, target);
    const judged = withMitigation(ahead, rule, facts, parameters);
    const found = finding(host, rule, judged, notesOf(host, rule));
    return rule.enforce === 'asked' ? withAsking(found, rule, facts, parameters) : found;
  }
  // Notes are for hosts that the rule surely applies to; one that hangs on an unread fact is left out.
  return finding(host, rule, { ...outside, expected: expectedOf(rule.check, parameters) }, []);
}

/** Why a host is not judged by the check of a rule; null where it is. */
function outsideOf(facts: HostFacts, rule: Rule, { parameters, target }: JudgementContext): Judgement | null {
  const applies = conditionHolds(rule.appliesTo, facts.host);
  if (applies === false) return notApplicable();
  if (lacksRelease(rule, parameters)) return noRelease();
  const open = applies === true ? null : undecided(facts.host, rule, target);
  if (rule.appliesIf === undefined) return open;
  const asked = judge(facts, rule.appliesIf, parameters);
  const truth = passes(asked);
  if (truth === false) return notApplicable();
  return open ?? (truth === true ? null : undecidedFact(rule, asked, target));
}

function withSeverity(facts: HostFacts, rule: Rule, parameters: Parameters): Rule {
  const found = rule.severityIf?.find(({ if: check }) => passes(judge(facts, check, parameters)) === true);
  return found === undefined ? rule : { ...rule, severity: found.severity };
}

function finding(host: Host, rule: Rule, judged: Judgement, notes: readonly FindingNote[]): Finding {
  const verdict = enforced(rule, judged.verdict);
  const remedy = verdict === 'fail' && judged.remediable ? rule.remedy : null;
  return {
    rule: rule.id,
    host: host.id,
    severity: rule.severity,
    verdict,
    state: stateIn(verdict, judged),
    horizons: judged.horizons,
    observed: judged.observed,
    expected: judged.expected,
    message: remedy !== null && judged.advice !== null ? `${judged.message} ${judged.advice}` : judged.message,
    reason: judged.reason,
    ...(judged.cause === null ? {} : { cause: judged.cause }),
    ...(rule.advisory === undefined || verdict === 'not-applicable' ? {} : { exposure: exposureOf(judged) }),
    notes: [...judged.notes, ...notes, ...wordsOf(judged)],
    remedy,
  };
}

/** As the check tells; else, where it is of another kind or the host could not be judged at all, by how it stands right now. */
function exposureOf({ exposure, horizons: { now } }: Judgement): Exposure {
  if (exposure !== null) return exposure;
  const mitigated = now === 'mitigated';
  const status = now === 'fail' || mitigated ? 'affected' : now === 'pass' ? 'fixed' : 'unknown';
  return { status, fixedBuild: null, fixedSince: null, mitigated };
}

/** What the server said, where it is all that there is to know. */
function wordsOf({ cause }: Judgement): readonly FindingNote[] {
  const text = cause === null ? null : serverWords(cause);
  return text === null ? [] : [{ text, reference: null }];
}

/** A rule that only notes never fails a host, and one that nobody demands does not. */
function enforced({ enforce }: Rule, verdict: Verdict): Verdict {
  return verdict === 'fail' && (enforce === 'note' || enforce === 'demanded') ? 'warn' : verdict;
}

function stateIn(verdict: Verdict, judged: Judgement): State | null {
  const oneHorizon = judged.horizons.nextBoot === null;
  return verdict === 'not-applicable' || (verdict === 'warn' && oneHorizon) ? null : judged.state;
}

/** The notes of a rule that applies. */
function notesOf(host: Host, rule: Rule): readonly FindingNote[] {
  return rule.notes
    .filter(({ when }) => when === null || conditionHolds(when, host) === true)
    .map(({ text, reference }) => ({ text, reference }));
}

function notApplicable(): Judgement {
  return judgement({ verdict: 'not-applicable', message: 'The rule does not apply to this host.' });
}

function noRelease(): Judgement {
  const message = 'No release is planned for this host: they are planned by cluster, and none is for this one.';
  return judgement({ verdict: 'not-applicable', message });
}

function otherRelease({ frameworks = [] }: Rule): Judgement {
  const names = frameworks.map(({ framework }) => framework).join(' or ');
  return judgement({ verdict: 'not-applicable', message: `The release of this host is none that ${names} is for.` });
}

function undecidedRelease(host: Host, rule: Rule, target: TargetRelease | null): Judgement {
  const reading = readHostFact(requireHostFact('host.version'), host);
  const problem: Problem =
    reading.kind === 'unread'
      ? reading.problem
      : { code: 'unexpected-answer', detail: 'what the host told is no version' };
  return judgement({
    verdict: 'unknown',
    state: 'unknown',
    horizons: undecidedHorizons(rule.check, target),
    message: `By which framework the host is judged hangs on host.version, which could not be read: ${clauseFor(problem)}.`,
    ...because(problem),
  });
}

function notChosen(): Judgement {
  return judgement({ verdict: 'not-applicable', message: 'The config does not have this host judged by the rule.' });
}

function undecidedCluster(host: Host, rule: Rule): Judgement {
  const problem = clusterProblem(host, rule);
  return judgement({
    verdict: 'unknown',
    state: 'unknown',
    horizons: undecidedHorizons(rule.check, null),
    message: `What the config has this host judged by hangs on its cluster, which could not be read: ${clauseFor(problem)}.`,
    ...because(problem),
  });
}

function undecided(host: Host, rule: Rule, target: TargetRelease | null): Judgement {
  const problem = problemOf(rule.appliesTo, host);
  const facts = undecidedFacts(rule.appliesTo, host).join(', ');
  return judgement({
    verdict: 'unknown',
    state: 'unknown',
    horizons: undecidedHorizons(rule.check, target),
    message: `Whether the rule applies hangs on ${facts}, which could not be read: ${clauseFor(problem)}.`,
    ...because(problem),
  });
}

function undecidedFact(rule: Rule, asked: Judgement, target: TargetRelease | null): Judgement {
  return judgement({
    verdict: 'unknown',
    state: 'unknown',
    horizons: undecidedHorizons(rule.check, target),
    message: `Whether the rule applies is not known. ${asked.message}`,
    reason: asked.reason,
    cause: asked.cause,
  });
}

function undecidedVariant(host: Host, rule: Rule, target: TargetRelease | null): Judgement {
  const open = openConditionOf(rule, host);
  const problem = problemOf(open, host);
  const facts = undecidedFacts(open, host).join(', ');
  return judgement({
    verdict: 'unknown',
    state: 'unknown',
    horizons: undecidedHorizons(rule.check, target),
    message: `What is expected hangs on ${facts}, which could not be read: ${clauseFor(problem)}.`,
    ...because(problem),
  });
}
