import type { Rule } from '../model/rule.ts';
import { suggestion } from '../model/nearest.ts';
import type { Mistake } from '../yaml/mistake.ts';
import type { Config } from './parse-config.ts';
import type { ClusterSection } from './sections/clusters.ts';

type Sections = Pick<ClusterSection, 'packs' | 'rules'>;

/** Packs and rules that the config names and that there are not: a mistyped name must not look like an empty wish. */
export function unknownNames(config: Config, rules: readonly Pick<Rule, 'id' | 'pack'>[]): readonly Mistake[] {
  const { packs, rules: overrides, clusters = {} } = config.sections;
  const known = { packs: [...new Set(rules.map(({ pack }) => pack))], ids: rules.map(({ id }) => id) };
  const parts = Object.entries(clusters).map(([glob, section]) => ({ path: ['clusters', glob], section }));
  return [{ path: [], section: { packs, rules: overrides } }, ...parts].flatMap(({ path, section }) =>
    unknownIn(section, path, { config, ...known }),
  );
}

interface Known {
  readonly config: Config;
  readonly packs: readonly string[];
  readonly ids: readonly string[];
}

function unknownIn({ packs = [], rules = {} }: Sections, path: readonly string[], known: Known): readonly Mistake[] {
  const { document } = known.config;
  const wrongPacks = packs.flatMap((pack, index) =>
    known.packs.includes(pack)
      ? []
      : [document.mistakeAt([...path, 'packs', index], `there is no pack "${pack}": ${suggestion(pack, known.packs)}`)],
  );
  const wrongRules = Object.keys(rules)
    .filter((id) => !known.ids.includes(id))
    .map((id) =>
      document.mistakeAtKey([...path, 'rules'], id, `there is no rule "${id}": ${suggestion(id, known.ids)}`),
    );
  return [...wrongPacks, ...wrongRules];
}
