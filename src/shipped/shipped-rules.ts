import type { PackFolder } from '../rules/load.ts';
import { readPrecompiledRules } from '../rules/precompiled-rules.ts';
import { shippedPath } from './installation.ts';

/** The packs that come with the program, or those of them that are named; parsed when it was built. */
export function shippedRules(packs: ReadonlySet<string> | null = null): PackFolder {
  return { dir: shippedPath('rules'), packs, ahead: readPrecompiledRules() };
}
