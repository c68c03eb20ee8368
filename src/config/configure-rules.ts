import { createHash } from 'node:crypto';
import { OPERATORS, SITE_OPERATORS } from '../checks/values/operator.ts';
import { currentRuleId, firstRuleId } from '../model/moved-rules.ts';
import { suggestion } from '../model/nearest.ts';
import type { ClusterRule, Rule } from '../model/rule.ts';
import { buildRule } from '../rules/build-rule.ts';
import type { LoadedRule } from '../rules/load.ts';
import { type RuleFile, ruleSchema } from '../rules/schema/rule-schema.ts';
import { asAsked, holdsRule, isChoice } from '../rules/select.ts';
import { semanticIssues } from '../rules/semantic-checks.ts';
import { type Diagnostic, wordsOf } from '../yaml/diagnostic.ts';
import { describeIssue } from '../yaml/schema-issue.ts';
import type { Config } from './parse-config.ts';
import { type ClusterSection, operatorsIn, type RuleOverride } from './sections/rules.ts';

/** How far the choice among rules is the config's: rules that a command line or a plan names are its choice. */
export interface ConfigScope {
  /** The packs of the config decide which hosts a rule judges. */
  readonly packs: boolean;
  /** `enabled: false` takes a rule away. */
  readonly enabled: boolean;
  /** Packs that are meant where the config names none; null: all. */
  readonly usual: readonly string[] | null;
}

export interface ConfiguredRules {
  readonly rules: readonly Rule[];
  /** For people; the same sentence once. */
  readonly warnings: readonly string[];
}

/**
 * The rules as the config wants them, those left out that no host is judged by. Pure.
 * Names that there are not and expectations that a rule cannot have come back as mistakes.
 */
export function configureRules(
  loaded: readonly LoadedRule[],
  config: Config,
  scope: ConfigScope,
): ConfiguredRules | { readonly mistakes: readonly Diagnostic[] } {
  const work = new Configuring(config, scope);
  const unknown = unknownNames(
    config,
    loaded.map(({ rule }) => rule),
  );
  const rules = loaded.flatMap((one) => work.configured(one) ?? []);
  const mistakes = [...unknown, ...work.mistakes.values()];
  return mistakes.length > 0 ? { mistakes } : { rules, warnings: [...work.warnings] };
}

/** What a config says of a rule in one part of the estate. */
interface Variant {
  readonly cluster: string | null;
  readonly rule: Rule;
  readonly chosen: boolean;
}

class Configuring {
  readonly mistakes = new Map<string, Diagnostic>();
  readonly warnings = new Set<string>();
  readonly #config: Config;
  readonly #scope: ConfigScope;

  constructor(config: Config, scope: ConfigScope) {
    this.#config = config;
    this.#scope = scope;
  }

  /** Null where no host is judged by it. */
  configured(loaded: LoadedRule): Rule | null {
    const globs = this.#config.document.keysAt(['clusters']);
    const elsewhere = this.#variant(loaded, null);
    const variants = [...globs.map((glob) => this.#variant(loaded, glob)), elsewhere];
    if (variants.every(({ chosen }) => !chosen)) return null;
    const isOne = variants.every(
      ({ rule, chosen }) => chosen && rule.hash === elsewhere.rule.hash && rule.asked === elsewhere.rule.asked,
    );
    return isOne ? elsewhere.rule : { ...elsewhere.rule, hash: hashOf(variants), clusters: variants.map(clusterRule) };
  }

  #variant(loaded: LoadedRule, cluster: string | null): Variant {
    const { sections } = this.#config;
    const { id, pack } = loaded.rule;
    const section = cluster === null ? undefined : sections.clusters?.[cluster];
    const own = overrideOf(section?.rules, id);
    const override = merged(overrideOf(sections.rules, id), own);
    const [operator] = operatorsIn(own ?? {});
    const path = operator === undefined || cluster === null ? ['rules', id] : ['clusters', cluster, 'rules', id];
    const chosenPacks = section?.packs ?? sections.packs;
    const packs = chosenPacks ?? this.#scope.usual;
    const isPacked = !this.#scope.packs || packs === null || holdsRule(packs, loaded.rule);
    const isEnabled = !this.#scope.enabled || override.enabled !== false;
    const rule = this.#overridden(loaded, override, path);
    const isNamed = asksFor(override) || (this.#scope.packs && chosenPacks?.includes(pack) && isChoice(chosenPacks));
    return { cluster, rule: isNamed === true ? asAsked(rule) : rule, chosen: isPacked && isEnabled };
  }

  #overridden(loaded: LoadedRule, override: RuleOverride, path: readonly string[]): Rule {
    const overridden = overrideRule(loaded, override);
    const at = (text: string): Diagnostic =>
      this.#config.document.diagnosticAt([...path, ...operatorsIn(override).slice(0, 1)], text);
    if ('refused' in overridden) {
      const mistake = at(overridden.refused);
      this.mistakes.set(wordsOf(mistake), mistake);
      return loaded.rule;
    }
    if (overridden.remedyDropped) this.warnings.add(wordsOf(at(`${loaded.rule.id} ${WITHOUT_REMEDY}`)));
    return overridden.rule;
  }
}

/** What a config says of a rule, by the id that it has or by the one that it had. */
function overrideOf(overrides: ClusterSection['rules'], id: string): RuleOverride | undefined {
  return overrides?.[id] ?? overrides?.[firstRuleId(id)];
}

/** Whoever says anything of a rule but that nobody is judged by it has asked for it. */
function asksFor({ enabled, ...expectation }: RuleOverride): boolean {
  return enabled === true || Object.values(expectation).some((value) => value !== undefined);
}

const WITHOUT_REMEDY = 'is judged without its remedy, which would not bring about what is wanted here';

function clusterRule({ cluster, rule, chosen }: Variant): ClusterRule {
  return { cluster, rule: chosen ? rule : null };
}

/** What a cluster says is put over what is said for all; of two expectations the cluster's holds. */
function merged(all: RuleOverride = {}, own: RuleOverride = {}): RuleOverride {
  return { ...(operatorsIn(own).length > 0 ? withoutOperator(all) : all), ...own };
}

/** Of what is judged where; whom the packs leave out does not change what a rule says. */
function hashOf(variants: readonly Variant[]): string {
  const [first] = variants;
  if (first !== undefined && variants.every(({ rule }) => rule.hash === first.rule.hash)) return first.rule.hash;
  const parts = variants.map(({ cluster, rule }) => [cluster, rule.hash]);
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

type Sections = Pick<ClusterSection, 'packs' | 'rules'>;

/** Packs and rules that the config names and that there are not: a mistyped name must not look like an empty wish. */
function unknownNames(config: Config, rules: readonly Pick<Rule, 'id' | 'pack'>[]): readonly Diagnostic[] {
  const { packs, rules: overrides, clusters = {} } = config.sections;
  const known = { packs: [...new Set(rules.map(({ pack }) => pack))], ids: rules.map(({ id }) => id) };
  const parts = Object.entries(clusters).map(([glob, section]) => ({ path: ['clusters', glob], section }));
  return [{ path: [], section: { packs, rules: overrides } }, ...parts].flatMap(({ path, section }) =>
    unknownIn(section, path, { config, ...known }),
  );
}

interface NamedInConfig {
  readonly config: Config;
  readonly packs: readonly string[];
  readonly ids: readonly string[];
}

function unknownIn(
  { packs = [], rules = {} }: Sections,
  path: readonly string[],
  known: NamedInConfig,
): readonly Diagnostic[] {
  const { document } = known.config;
  const wrongPacks = packs.flatMap((pack, index) =>
    known.packs.includes(pack)
      ? []
      : [
          document.diagnosticAt(
            [...path, 'packs', index],
            `there is no pack "${pack}": ${suggestion(pack, known.packs)}`,
          ),
        ],
  );
  const wrongRules = Object.keys(rules)
    .filter((id) => !known.ids.includes(currentRuleId(id)))
    .map((id) =>
      document.diagnosticAtKey([...path, 'rules'], id, `there is no rule "${id}": ${suggestion(id, known.ids)}`),
    );
  return [...wrongPacks, ...wrongRules];
}

export type Overridden =
  /** `remedyDropped`: the remedy that the rule came with would not bring about what is wanted now. */
  { readonly rule: Rule; readonly remedyDropped: boolean } | { readonly refused: string };

/**
 * The rule as if its file had said so from the beginning: the schema, the builder and the sense of rule files decide,
 * so that a new kind of check can be overridden as soon as it has an operator.
 */
function overrideRule({ file, rule }: LoadedRule, override: RuleOverride): Overridden {
  const [operator] = operatorsIn(override);
  if (override.enforce !== undefined && file.enforce === 'note') return { refused: `${rule.id} only notes` };
  const own = demanded(override.severity === undefined ? file : withSeverity(file, override.severity), override);
  if (operator === undefined) return { rule: own === file ? rule : buildRule(own), remedyDropped: false };
  if (!takesOperator(file.check)) return { refused: `the check of ${rule.id} takes no expectation` };
  const check = checkWith(file.check, operator, override);
  const fitted = ruleSchema.safeParse({ ...withoutOthers(own), check });
  if (!fitted.success) return { refused: refusal(rule, fitted.error.issues.flatMap(describeIssue)[0]?.text) };
  return settled(fitted.data, rule);
}

/** Checks that are joined have many expectations, of which none is meant more than another. */
function takesOperator(check: RuleFile['check']): boolean {
  return Object.entries(check).some(
    ([kind, parts]) => kind !== 'not' && parts !== undefined && Object.keys(parts).some(isOperator),
  );
}

/** What a site expects holds in every profile and on every release. */
function withoutOthers({ profiles: _profiles, variants: _variants, ...file }: RuleFile): RuleFile {
  return { ...file, examples: file.examples.filter(({ profile }) => profile === undefined) };
}

/** The one kind that a check has, with another operator. */
function checkWith(check: RuleFile['check'], operator: keyof RuleOverride, override: RuleOverride): unknown {
  return Object.fromEntries(
    Object.entries(check).map(([kind, parts]) => [kind, { ...withoutOperator(parts), [operator]: override[operator] }]),
  );
}

function withoutOperator(parts: object = {}): object {
  return Object.fromEntries(Object.entries(parts).filter(([key]) => !isOperator(key)));
}

function isOperator(key: string): boolean {
  return [...OPERATORS, ...SITE_OPERATORS].some((operator) => operator === key);
}

function settled(file: RuleFile, { id }: Rule): Overridden {
  const rule = buildRule(file);
  const issues = semanticIssues(rule, id);
  if (issues.length === 0) return { rule, remedyDropped: false };
  const other = issues.find(({ key }) => key !== 'remedy');
  if (other !== undefined) return { refused: refusal(rule, other.text) };
  const { remedy: _remedy, ...rest } = file;
  return { rule: buildRule(rest), remedyDropped: true };
}

/** What a site says of the severity holds on every host. A rule that changed in nothing keeps its hash. */
function withSeverity({ severityIf: _severityIf, ...file }: RuleFile, severity: RuleFile['severity']): RuleFile {
  return { ...file, severity };
}

/** As if its file had never said that somebody has to demand it; its examples fail where they warned. */
function demanded(file: RuleFile, override: RuleOverride): RuleFile {
  if (override.enforce === undefined || file.enforce !== 'demanded') return file;
  const { enforce: _enforce, ...rest } = file;
  const examples = file.examples.map((each) =>
    each.verdict === 'warn' ? { ...each, verdict: 'fail' as const } : each,
  );
  return { ...rest, examples };
}

function refusal({ id }: Rule, why = 'it does not fit'): string {
  return `the check of ${id} cannot be so: ${why}`;
}
