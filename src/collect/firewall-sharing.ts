import type { Ruleset } from '../model/firewall.ts';
import { textOf, type VimElement } from '../vim/element.ts';

/** A ruleset as it was sent, and what was made of it. */
interface Variant {
  readonly element: VimElement;
  readonly ruleset: Ruleset;
}

/** Lists of allowed addresses may differ from host to host; beyond this, comparing would cost more than sharing saves. */
const MOST_VARIANTS = 32;

/**
 * Makes one object of all rulesets that were sent alike, so that memory grows with what differs and not with hosts times
 * rulesets. Alike ones are told by comparing, which is far cheaper than making them anew: hosts of one release have some
 * fifty rulesets, nearly all of them the same. What `make` refuses is not kept.
 */
export function sharingRulesets(
  make: (element: VimElement) => Ruleset | null,
): (element: VimElement) => Ruleset | null {
  const known = new Map<string, Variant[]>();
  return (element) => {
    const key = textOf(element, 'key') ?? '';
    const variants = known.get(key) ?? [];
    const alike = variants.find((variant) => isAlike(variant.element, element));
    if (alike !== undefined) return alike.ruleset;
    const ruleset = make(element);
    if (ruleset === null || variants.length === MOST_VARIANTS) return ruleset;
    variants.push({ element, ruleset });
    known.set(key, variants);
    return ruleset;
  };
}

function isAlike(one: VimElement, other: VimElement): boolean {
  if (one.text !== other.text || one.name !== other.name) return false;
  const { children } = one;
  if (children.length !== other.children.length) return false;
  // By index: this runs some million times in a scan, and an iterator costs more than the comparison.
  for (let index = 0; index < children.length; index += 1) {
    const [child, counterpart] = [children[index], other.children[index]];
    if (child === undefined || counterpart === undefined || !isAlike(child, counterpart)) return false;
  }
  return true;
}
