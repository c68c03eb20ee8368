import type { Config } from '../../config/parse-config.ts';
import { baseId, type Framework } from '../../model/framework.ts';
import type { Rule } from '../../model/rule.ts';
import type { RuleArguments } from '../common-options.ts';
import { usageError } from '../parser/usage-error.ts';
import { type Io, warn } from './console.ts';

/** The profile of rules that was there before frameworks were: by the release of a host it is one of that family. */
const STIG = 'stig';

/** The frameworks that were chosen, and their rules. */
export interface FrameworkChoice {
  readonly frameworks: readonly Framework[];
  readonly rules: readonly Rule[];
  /** Nothing else was chosen. */
  readonly alone: boolean;
  /** Of the frameworks no more is meant than what is chosen besides. */
  readonly only: boolean;
}

type Chooser = Pick<RuleArguments, 'framework' | 'profile' | 'pack' | 'rule'>;

/**
 * By `--framework`, by `--profile stig`, else by the config where no rule is named, unless that is no matter of the config (a plan
 * must be asked for). Throws UNKNOWN_FRAMEWORK, and USAGE for both flags at once.
 */
export async function chooseFrameworks(
  args: Chooser,
  configured: { readonly config: Config | null; readonly io: Io } | null,
  { byConfig }: { readonly byConfig: boolean } = { byConfig: true },
): Promise<FrameworkChoice> {
  if (args.framework !== undefined && args.profile !== undefined) throw bothGiven();
  const config = configured?.config ?? null;
  const named = args.framework ?? (args.profile === STIG ? [STIG] : null);
  const besides = args.pack !== undefined || args.rule !== undefined;
  const wanted = named ?? (besides || !byConfig ? [] : (config?.sections.frameworks ?? []));
  if (wanted.length === 0) return { frameworks: [], rules: [], alone: false, only: false };
  // Asked for by few: whoever names no framework waits for no schema of theirs.
  const { frameworksNamed } = await import('../../shipped/shipped-frameworks.ts');
  const { frameworks, rules } = await frameworksNamed(wanted);
  const isProfile = args.framework === undefined && named !== null;
  const hasPacks = besides || ((named === null || isProfile) && config?.sections.packs !== undefined);
  return { frameworks, rules: await enabled(rules, configured), alone: !hasPacks, only: isProfile };
}

function bothGiven(): Error {
  return usageError('--profile says nothing beside --framework, which has the values of its own: give one of them.');
}

/** What a config takes away stays away, everywhere or in some clusters: its controls are not judged there, and reports say so. */
async function enabled(
  rules: readonly Rule[],
  configured: { readonly config: Config | null; readonly io: Io } | null,
): Promise<readonly Rule[]> {
  if (configured === null || configured.config === null) return rules;
  const { sections, file } = configured.config;
  const clusters = Object.entries(sections.clusters ?? {});
  const left: Rule[] = [];
  for (const rule of rules) {
    const id = baseId(rule.id);
    const isOff = (own: RuleOverrides | undefined): boolean => own?.[id]?.enabled === false;
    const off = new Set(clusters.flatMap(([glob, { rules: own }]) => (isOff(own) ? [glob] : [])));
    const isTaken = isOff(sections.rules);
    if (isTaken || off.size > 0) {
      const where = isTaken ? '' : ` from ${[...off].join(', ')}`;
      await warn(configured.io, `${file} takes ${rule.id} away${where}: its controls are not judged`);
    }
    if (isTaken) continue;
    left.push(off.size === 0 ? rule : withoutClusters(rule, { globs: clusters.map(([glob]) => glob), off }));
  }
  return left;
}

type RuleOverrides = Config['sections']['rules'];

/** Of several globs that match a cluster the first decides, as everywhere in a config. */
function withoutClusters(
  rule: Rule,
  { globs, off }: { readonly globs: readonly string[]; readonly off: ReadonlySet<string> },
): Rule {
  const frameworks = (rule.frameworks ?? []).map((part) => {
    const parts = globs.map((cluster) => ({ cluster, rule: off.has(cluster) ? null : part.rule }));
    return { ...part, rule: { ...part.rule, clusters: [...parts, { cluster: null, rule: part.rule }] } };
  });
  return { ...rule, frameworks };
}
