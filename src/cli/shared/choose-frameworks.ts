import type { Config } from '../../config/parse-config.ts';
import { baseId, type Framework } from '../../model/framework.ts';
import type { Rule } from '../../model/rule.ts';
import { frameworksNamed } from '../../shipped/shipped-frameworks.ts';
import type { RuleArguments } from '../common-options.ts';
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

/** By `--framework`, by `--profile stig`, else by the config where no rule is named. Throws UNKNOWN_FRAMEWORK. */
export async function chooseFrameworks(
  args: Chooser,
  configured: { readonly config: Config | null; readonly io: Io } | null,
): Promise<FrameworkChoice> {
  const config = configured?.config ?? null;
  const named = args.framework ?? (args.profile === STIG ? [STIG] : null);
  const besides = args.pack !== undefined || args.rule !== undefined;
  const wanted = named ?? (besides ? [] : (config?.sections.frameworks ?? []));
  if (wanted.length === 0) return { frameworks: [], rules: [], alone: false, only: false };
  const { frameworks, rules } = await frameworksNamed(wanted);
  const isProfile = args.framework === undefined && named !== null;
  const hasPacks = besides || ((named === null || isProfile) && config?.sections.packs !== undefined);
  return { frameworks, rules: await enabled(rules, configured), alone: !hasPacks, only: isProfile };
}

/** What a config takes away stays away: its controls were not judged, and reports say so. */
async function enabled(
  rules: readonly Rule[],
  configured: { readonly config: Config | null; readonly io: Io } | null,
): Promise<readonly Rule[]> {
  if (configured === null || configured.config === null) return rules;
  const { sections, file } = configured.config;
  const taken = rules.filter(({ id }) => sections.rules?.[baseId(id)]?.enabled === false);
  for (const { id } of taken) await warn(configured.io, `${file} takes ${id} away: its controls are not judged`);
  return rules.filter((rule) => !taken.includes(rule));
}
