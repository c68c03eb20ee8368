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
 * Loads the packs that are named by `--pack` and `--rule`, and those of `--rules`, and chooses by them; their expectations are
 * those of `--profile`. Throws USAGE, and what loading, selecting and profiles throw.
 */
export async function chooseRules(
  args: RuleArguments,
  unlessNamed: UnlessNamed = 'default-packs',
): Promise<RuleChoice> {
  const parameters = parametersFrom(args);
  const selection = { packs: args.pack ?? [], ids: args.rule ?? [] };
  const named = [...selection.packs, ...selection.ids.map((id) => id.split('/')[0] ?? id)];
  if (named.length === 0) {
    return { rules: await loadRules(args, unlessNamed === 'all' ? null : DEFAULT_PACKS), parameters };
  }
  const rules = await loadRules({ rules: args.rules }, named);
  // What is not there is told with the nearest of all that is.
  const isThere = named.every((name) => rules.some(({ pack }) => pack === name));
  const known = isThere ? rules : await loadRules({ rules: args.rules });
  selectRules(known, selection);
  return { rules: selectRules(profiled(known, args.profile), selection), parameters };
}

interface RuleSource {
  readonly rules?: readonly string[] | undefined;
  readonly profile?: string | undefined;
}

/** The rules of the shipped packs of those names (null: of all) and of the folders, with the expectations of `--profile`. */
export async function loadRules(
  { rules: folders = [], profile }: RuleSource,
  packs: readonly string[] | null = null,
): Promise<readonly Rule[]> {
  const dir = shippedPath('rules');
  return profiled(await loadPacks(packs === null ? dir : { dir, packs: new Set(packs) }, ...folders), profile);
}

function profiled(rules: readonly Rule[], profile: string | undefined): readonly Rule[] {
  return profile === undefined ? rules : withProfile(rules, profile);
}

/** Values that rules ask for. Throws USAGE: a mistyped address must not turn into an answer about another one. */
export function parametersFrom({ vchAddress }: RuleArguments): Parameters {
  if (vchAddress === undefined) return new Map();
  if (parseNetwork(vchAddress) !== null) return new Map([['vch-address', vchAddress.trim()]]);
  throw misuse(`--vch-address ${JSON.stringify(vchAddress)} is no address and no network.`, [
    'Write it as 10.9.0.5, 10.9.0.0/24, 2001:db8::5 or 2001:db8::/64; names are not looked up.',
  ]);
}
