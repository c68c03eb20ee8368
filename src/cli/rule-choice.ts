import { parseNetwork } from '../evaluate/address.ts';
import type { Parameters } from '../evaluate/evaluate.ts';
import type { Rule } from '../model/rule.ts';
import { loadPacks } from '../rules/load.ts';
import { withProfile } from '../rules/profile.ts';
import { selectRules } from '../rules/select.ts';
import { shippedPath } from './installation.ts';
import { misuse } from './misuse.ts';
import type { RuleArguments } from './options.ts';

/** The rules to judge by and the values that they ask for. */
export interface RuleChoice {
  readonly rules: readonly Rule[];
  readonly parameters: Parameters;
}

/** Judged by when neither pack nor rule is named (design.md 6). A folder of `--rules` was named, and comes with them. */
export const DEFAULT_PACKS: readonly string[] = ['hpe', 'vic'];

/** Which rules are meant where none is named: the default packs, or every rule there is. */
export type UnlessNamed = 'default-packs' | 'all';

/**
 * Loads the shipped packs and those of `--rules`, and chooses by `--pack` and `--rule`; their expectations are those of
 * `--profile`. Throws USAGE, and what loading, selecting and profiles throw.
 */
export async function chooseRules(
  args: RuleArguments,
  unlessNamed: UnlessNamed = 'default-packs',
): Promise<RuleChoice> {
  const parameters = parametersFrom(args);
  const { all, shipped } = await loadRules(args);
  const named = args.pack !== undefined || args.rule !== undefined;
  if (named || unlessNamed === 'all') {
    return { rules: selectRules(all, { packs: args.pack ?? [], ids: args.rule ?? [] }), parameters };
  }
  const rules = all.filter(({ id, pack }) => DEFAULT_PACKS.includes(pack) || !shipped.has(id));
  return { rules, parameters };
}

interface RuleSource {
  readonly rules?: readonly string[] | undefined;
  readonly profile?: string | undefined;
}

/** Every rule, with the expectations of `--profile`, and the ids of those that ship. */
export async function loadRules({ rules: folders = [], profile }: RuleSource): Promise<{
  readonly all: readonly Rule[];
  readonly shipped: ReadonlySet<string>;
}> {
  const own = await loadPacks(shippedPath('rules'));
  const loaded = folders.length === 0 ? own : await loadPacks(shippedPath('rules'), ...folders);
  const all = profile === undefined ? loaded : withProfile(loaded, profile);
  return { all, shipped: new Set(own.map(({ id }) => id)) };
}

/** Values that rules ask for. Throws USAGE: a mistyped address must not turn into an answer about another one. */
export function parametersFrom({ vchAddress }: RuleArguments): Parameters {
  if (vchAddress === undefined) return new Map();
  if (parseNetwork(vchAddress) !== null) return new Map([['vch-address', vchAddress.trim()]]);
  throw misuse(`--vch-address ${JSON.stringify(vchAddress)} is no address and no network.`, [
    'Write it as 10.9.0.5, 10.9.0.0/24, 2001:db8::5 or 2001:db8::/64; names are not looked up.',
  ]);
}
