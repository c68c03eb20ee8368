import { createHash } from 'node:crypto';
import { currentRuleId, firstRuleId } from '../model/moved-rules.ts';
import { suggestion } from '../model/nearest.ts';
import type { ClusterRule, Rule } from '../model/rule.ts';
import type { LoadedRule } from '../rules/load.ts';
import { asAsked, holdsRule, isChoice } from '../rules/select.ts';
import { type Diagnostic, wordsOf } from '../yaml/diagnostic.ts';
import { overrideRule, withoutOperator } from './override-rule.ts';
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
interface Variant extends Pick<ClusterRule, 'cluster' | 'where'> {
  readonly rule: Rule;
  readonly chosen: boolean;
}

/** A part of the config that is for some hosts: a group, or clusters by a glob. */
interface ConfigPart {
  readonly kind: 'groups' | 'clusters';
  readonly name: string;
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
    const { document } = this.#config;
    const elsewhere = this.#variant(loaded, null);
    const variants = [
      ...document.keysAt(['groups']).map((name) => this.#variant(loaded, { kind: 'groups', name })),
      ...document.keysAt(['clusters']).map((name) => this.#variant(loaded, { kind: 'clusters', name })),
      elsewhere,
    ];
    if (variants.every(({ chosen }) => !chosen)) return null;
    const isOne = variants.every(
      ({ rule, chosen }) => chosen && rule.hash === elsewhere.rule.hash && rule.asked === elsewhere.rule.asked,
    );
    return isOne ? elsewhere.rule : { ...elsewhere.rule, hash: hashOf(variants), clusters: variants.map(clusterRule) };
  }

  #variant(loaded: LoadedRule, part: ConfigPart | null): Variant {
    const { sections } = this.#config;
    const { id, pack } = loaded.rule;
    const section = part === null ? undefined : sections[part.kind]?.[part.name];
    const own = overrideOf(section?.rules, id);
    const override = merged(overrideOf(sections.rules, id), own);
    const [operator] = operatorsIn(own ?? {});
    const path = operator === undefined || part === null ? ['rules', id] : [part.kind, part.name, 'rules', id];
    const chosenPacks = section?.packs ?? sections.packs;
    const packs = chosenPacks ?? this.#scope.usual;
    const isPacked = !this.#scope.packs || packs === null || holdsRule(packs, loaded.rule);
    const isEnabled = !this.#scope.enabled || override.enabled !== false;
    const rule = this.#overridden(loaded, override, path);
    const isNamed = asksFor(override) || (this.#scope.packs && chosenPacks?.includes(pack) && isChoice(chosenPacks));
    const where = part?.kind === 'groups' ? { where: sections.groups?.[part.name]?.where } : {};
    const place = { cluster: part?.name ?? null, ...where };
    return { ...place, rule: isNamed === true ? asAsked(rule) : rule, chosen: isPacked && isEnabled };
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

function clusterRule({ rule, chosen, ...place }: Variant): ClusterRule {
  return { ...place, rule: chosen ? rule : null };
}

/** What a cluster says is put over what is said for all; of two expectations the cluster's holds. */
function merged(all: RuleOverride = {}, own: RuleOverride = {}): RuleOverride {
  return { ...(operatorsIn(own).length > 0 ? withoutOperator(all) : all), ...own };
}

/** Of what is judged where; whom the packs leave out does not change what a rule says. */
function hashOf(variants: readonly Variant[]): string {
  const [first] = variants;
  if (first !== undefined && variants.every(({ rule }) => rule.hash === first.rule.hash)) return first.rule.hash;
  const parts = variants.map(({ cluster, where, rule }) => [where ?? cluster, rule.hash]);
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

type Sections = Pick<ClusterSection, 'packs' | 'rules'>;

/** Packs and rules that the config names and that there are not: a mistyped name must not look like an empty wish. */
function unknownNames(config: Config, rules: readonly Pick<Rule, 'id' | 'pack'>[]): readonly Diagnostic[] {
  const { packs, rules: overrides, clusters = {}, groups = {} } = config.sections;
  const known = { packs: [...new Set(rules.map(({ pack }) => pack))], ids: rules.map(({ id }) => id) };
  const parts = [
    ...Object.entries(groups).map(([name, section]) => ({ path: ['groups', name], section })),
    ...Object.entries(clusters).map(([glob, section]) => ({ path: ['clusters', glob], section })),
  ];
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
  return [...wrongPacks, ...wrongRules, ...rulesSetTwice({ rules }, path, known)];
}

/** Rules that have moved, set by the id that they had beside the one that they have: only one of the two could hold. */
function rulesSetTwice(
  { rules = {} }: Pick<Sections, 'rules'>,
  path: readonly string[],
  { config }: NamedInConfig,
): readonly Diagnostic[] {
  return Object.keys(rules).flatMap((id) => {
    const current = currentRuleId(id);
    if (current === id || !Object.hasOwn(rules, current)) return [];
    const text = `"${id}" is the same rule as "${current}", which is set here too: leave one of them out`;
    return [config.document.diagnosticAtKey([...path, 'rules'], id, text)];
  });
}
