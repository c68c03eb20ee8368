import type { Action } from '../model/plan.ts';
import type { Remedy, SingleCheck } from '../model/check.ts';
import type { TriState } from '../model/tri-state.ts';
import { advancedOption } from './advanced-option.ts';
import type { AnyCheckKind, KindName, RemedyKind } from './check-kind.ts';
import { esxcli } from './esxcli.ts';
import { firewallAllows } from './firewall-allows.ts';
import { firewallRuleset } from './firewall-ruleset.ts';
import { fixedIn } from './fixed-in.ts';
import { kernelSetting } from './kernel-setting.ts';
import { property } from './property.ts';
import { release } from './release.ts';
import { service } from './service.ts';
import { targetRelease } from './target-release.ts';
import { vib } from './vib.ts';

type Registry = { readonly [Kind in KindName]: AnyCheckKind<Kind> };

/** Every kind of check by its key in a rule file, in the order of the published JSON Schema. The compiler keeps it whole. */
export const CHECK_KINDS: Registry = {
  kernelSetting,
  firewallAllows,
  firewallRuleset,
  advancedOption,
  service,
  property,
  release,
  fixedIn,
  vib,
  targetRelease,
  esxcli,
};

/** The same as a list. Whoever takes one from it gives it checks of its own kind alone. */
export const ALL_KINDS = Object.values(CHECK_KINDS) as unknown as readonly AnyCheckKind[];

/** What the program knows of the kind of a check. */
export function kindOf(check: SingleCheck): AnyCheckKind {
  // The registry's own type says that a check and its kind fit; the compiler does not follow that through the look-up.
  return CHECK_KINDS[check.kind] as unknown as AnyCheckKind;
}

/** What the program knows of the kind of a remedy. */
export function remedyKindOf(remedy: Remedy): RemedyKind<KindName, object> {
  const known = (CHECK_KINDS[remedy.kind] as unknown as AnyCheckKind).remedy;
  if (known === undefined) throw new Error(`${remedy.kind} has no remedy`);
  return known;
}

/** What a check is about, as one text; null for what no action changes. Two checks with the same are about one thing. */
export function resourceKey(check: SingleCheck): string | null {
  return kindOf(check).resource?.key(check) ?? null;
}

/** Whether a host on which the action was carried out would pass a check of the same thing; see `passesAfter`. */
export function wouldPass(check: SingleCheck, action: Action, type: string | null): TriState {
  return kindOf(check).resource?.passesAfter(check, action, type);
}
