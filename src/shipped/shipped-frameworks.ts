import { frameworkRules, packsOf } from '../frameworks/framework-rules.ts';
import { listFrameworks, loadFrameworks } from '../frameworks/load.ts';
import { type Framework, FRAMEWORK_FAMILIES } from '../model/framework.ts';
import type { Rule } from '../model/rule.ts';
import { loadPacks } from '../rules/load.ts';
import { shippedPath } from './installation.ts';
import { shippedRules } from './shipped-rules.ts';

/** Frameworks with the rules that answer their controls. */
export interface NamedFrameworks {
  readonly frameworks: readonly Framework[];
  readonly rules: readonly Rule[];
}

/** The frameworks of some names that ship, with their rules as they ship; none of none. Throws UNKNOWN_FRAMEWORK. */
export async function frameworksNamed(names: readonly string[]): Promise<NamedFrameworks> {
  if (names.length === 0) return { frameworks: [], rules: [] };
  const frameworks = await loadFrameworks(folder(), names);
  const rules = await loadPacks(shippedRules(packsOf(frameworks)));
  return { frameworks, rules: frameworkRules(rules, frameworks) };
}

/** Every framework that ships. */
export function allFrameworks(): Promise<readonly Framework[]> {
  return loadFrameworks(folder(), FRAMEWORK_FAMILIES);
}

/** Names that stand for frameworks, families among them. */
export async function frameworkNames(): Promise<readonly string[]> {
  return [...(await listFrameworks(folder())).map(({ name }) => name), ...FRAMEWORK_FAMILIES];
}

function folder(): string {
  return shippedPath('rules', 'frameworks');
}
