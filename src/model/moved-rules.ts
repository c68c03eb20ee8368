/**
 * Rules that were in another pack, by the id that they had: whoever names that means the rule, whichever release wrote the
 * name. A rule keeps the hash that it had under its first id, so that a scan from before is compared with one from after.
 */
const MOVED: ReadonlyMap<string, string> = new Map([
  ['hpe/xeon-5500-5600-remapping-off', 'cpu/xeon-5500-5600-remapping-off'],
]);

const FIRST_IDS: ReadonlyMap<string, string> = new Map([...MOVED].map(([first, current]) => [current, first]));

/** The id that a rule has now; the given one where it never had another. */
export function currentRuleId(id: string): string {
  return MOVED.get(id) ?? id;
}

/** The id that a rule was made with; the given one where it never had another. */
export function firstRuleId(id: string): string {
  return FIRST_IDS.get(id) ?? id;
}

/** Whether a rule is in a pack, or was: whoever names the pack that a rule has left still judges by the rule. */
export function isOfPack({ id, pack }: { readonly id: string; readonly pack: string }, named: string): boolean {
  return pack === named || packOf(firstRuleId(id)) === named;
}

/** The packs that hold all rules of some packs: themselves, and those that rules have moved to. */
export function packsHolding(packs: readonly string[]): readonly string[] {
  const others = [...MOVED].filter(([first]) => packs.includes(packOf(first))).map(([, current]) => packOf(current));
  return [...new Set([...packs, ...others])];
}

function packOf(id: string): string {
  return id.split('/')[0] ?? id;
}
