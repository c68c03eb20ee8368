import { createHash } from 'node:crypto';
import type { ClusterRule, Rule } from '../model/rule.ts';
import type { LoadedRule } from '../rules/load.ts';
import { type Mistake, wordsOf } from '../yaml/mistake.ts';
import { unknownNames } from './known-names.ts';
import { overrideRule, withoutOperator } from './override-rule.ts';
import type { Config } from './parse-config.ts';
import { operatorsIn, type RuleOverride } from './sections/rule-overrides.ts';

/** How far the choice among rules is the config's: rules that a command line or a plan names are its choice. */
export interface Heeded {
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
  heeded: Heeded,
): ConfiguredRules | { readonly mistakes: readonly Mistake[] } {
  const work = new Configuring(config, heeded);
  const unknown = unknownNames(
    config,
    loaded.map(({ rule }) => rule),
  );
  const rules = unknown.length > 0 ? [] : loaded.flatMap((one) => work.configured(one) ?? []);
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
  readonly mistakes = new Map<string, Mistake>();
  readonly warnings = new Set<string>();
  readonly #config: Config;
  readonly #heeded: Heeded;

  constructor(config: Config, heeded: Heeded) {
    this.#config = config;
    this.#heeded = heeded;
  }

  /** Null where no host is judged by it. */
  configured(loaded: LoadedRule): Rule | null {
    const { clusters = {} } = this.#config.sections;
    const elsewhere = this.#variant(loaded, null);
    const variants = [...Object.keys(clusters).map((glob) => this.#variant(loaded, glob)), elsewhere];
    if (variants.every(({ chosen }) => !chosen)) return null;
    const isOne = variants.every(({ rule, chosen }) => rule.hash === elsewhere.rule.hash && chosen);
    return isOne ? elsewhere.rule : { ...elsewhere.rule, hash: hashOf(variants), clusters: variants.map(clusterRule) };
  }

  #variant(loaded: LoadedRule, cluster: string | null): Variant {
    const { sections } = this.#config;
    const { id, pack } = loaded.rule;
    const section = cluster === null ? undefined : sections.clusters?.[cluster];
    const own = section?.rules?.[id];
    const override = merged(sections.rules?.[id], own);
    const [operator] = operatorsIn(own ?? {});
    const path = operator === undefined || cluster === null ? ['rules', id] : ['clusters', cluster, 'rules', id];
    const packs = section?.packs ?? sections.packs ?? this.#heeded.usual;
    const isPacked = !this.#heeded.packs || packs === null || packs.includes(pack);
    const isEnabled = !this.#heeded.enabled || override.enabled !== false;
    return { cluster, rule: this.#overridden(loaded, override, path), chosen: isPacked && isEnabled };
  }

  #overridden(loaded: LoadedRule, override: RuleOverride, path: readonly string[]): Rule {
    const overridden = overrideRule(loaded, override);
    const at = (text: string): Mistake =>
      this.#config.document.mistakeAt([...path, ...operatorsIn(override).slice(0, 1)], text);
    if ('refused' in overridden) {
      const mistake = at(overridden.refused);
      this.mistakes.set(wordsOf(mistake), mistake);
      return loaded.rule;
    }
    if (overridden.remedyDropped) this.warnings.add(wordsOf(at(`${loaded.rule.id} ${WITHOUT_REMEDY}`)));
    return overridden.rule;
  }
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
