import { createHash } from 'node:crypto';
import { type Control, type Framework, baseId, familiesOf } from '../model/framework.ts';
import { type Rule, type RuleInFramework, SEVERITIES, type Severity } from '../model/rule.ts';
import { inProfile } from '../rules/select.ts';

/**
 * The rules that answer controls of the frameworks, each as the frameworks want it: one rule for a family, since its frameworks
 * are for different releases. Where two families are chosen, the id of a rule ends in the family: `hardening/dcui-timeout@scg`.
 *
 * `rules` are those that ship, as their files state them: what a config wants otherwise is no wish of the framework. Pure.
 */
export function frameworkRules(rules: readonly Rule[], frameworks: readonly Framework[]): readonly Rule[] {
  const families = familiesOf(frameworks);
  return families.flatMap((family) => {
    const own = frameworks.filter((framework) => framework.family === family);
    const suffix = families.length > 1 ? `@${family}` : '';
    return rules.flatMap((rule) => inFamily(rule, own, suffix) ?? []);
  });
}

/** Ids of the packs whose rules answer some control. */
export function packsOf(frameworks: readonly Framework[]): ReadonlySet<string> {
  const ids = frameworks.flatMap(({ controls }) => controls.flatMap((control) => control.rules));
  return new Set(ids.map((id) => id.split('/')[0] ?? id));
}

/** Null where no framework asks for the rule. */
function inFamily(rule: Rule, frameworks: readonly Framework[], suffix: string): Rule | null {
  const parts = frameworks.flatMap((framework) => partFor(rule, framework) ?? []);
  const [first] = parts;
  if (first === undefined) return null;
  const { variants: _variants, ...plain } = rule;
  const severity = worst(parts.map((part) => part.rule.severity));
  const { profile, title } = first.rule;
  return { ...plain, id: `${rule.id}${suffix}`, title, severity, profile, hash: hashOf(parts), frameworks: parts };
}

function partFor(rule: Rule, framework: Framework): RuleInFramework | null {
  const controls = framework.controls.filter((control) => control.rules.includes(rule.id));
  if (controls.length === 0) return null;
  const own = framework.profile === null ? rule : inProfile(rule, framework.profile);
  return {
    framework: framework.name,
    releases: framework.releases,
    controls: controls.map(({ id }) => id),
    rule: demanded({ ...own, title: titleOf(own, controls), severity: severityOf(controls) ?? own.severity }),
  };
}

/** A control demands what a rule only warns of as long as nobody does. */
function demanded(rule: Rule): Rule {
  return rule.enforce === 'demanded' ? { ...rule, enforce: 'remedy' } : rule;
}

/** The title of a rule tells its own value, which is not what a profile expects: the controls' say it then. */
function titleOf({ title, profile }: Rule, controls: readonly Control[]): string {
  if (profile === null) return title;
  return [...new Set(controls.map((control) => control.title.replace(/\.$/, '')))].join('; ');
}

/** The worst of what the controls are weighed as; null where the framework weighs none of them as severities. */
function severityOf(controls: readonly Control[]): Severity | null {
  const known = controls.flatMap(({ severity }) => severity ?? []);
  return known.length === 0 ? null : worst(known);
}

function worst(severities: readonly Severity[]): Severity {
  return SEVERITIES.find((severity) => severities.includes(severity)) ?? 'info';
}

/** Of what is judged on any host. */
function hashOf(parts: readonly RuleInFramework[]): string {
  const content = parts.map(({ framework, controls, rule }) => [framework, controls, rule.severity, rule.hash]);
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/**
 * The chosen rules with those of frameworks: what is chosen both ways is judged by the framework. `only`: of the frameworks no
 * more than what is chosen anyway.
 */
export function withFrameworks(
  chosen: readonly Rule[],
  ofFrameworks: readonly Rule[],
  { only }: { readonly only: boolean },
): readonly Rule[] {
  const replaced = new Set(ofFrameworks.map(({ id }) => baseId(id)));
  const ids = new Set(chosen.map(({ id }) => id));
  const added = only ? ofFrameworks.filter(({ id }) => ids.has(baseId(id))) : ofFrameworks;
  return [...chosen.filter(({ id }) => !replaced.has(id)), ...added].toSorted(byId);
}

function byId({ id: one }: Rule, { id: other }: Rule): number {
  return one < other ? -1 : Number(one > other);
}
