import type { AdvisoryFile } from '../advisories/advisory-file.ts';
import { ADVISORY_PACK, advisoryRules } from '../advisories/advisory-rules.ts';
import type { PackFolder } from '../rules/load.ts';
import { readPrecompiledRules } from '../rules/precompiled-rules.ts';
import type { RuleFile } from '../rules/schema/rule-schema.ts';
import { shippedPath } from './installation.ts';
import { shippedAdvisoryRules } from './shipped-advisories.ts';

/**
 * The packs that come with the program, or those of them that are named; parsed when it was built. The pack of advisories is
 * made of the data that comes with it, or of newer data.
 */
export function shippedRules(
  packs: ReadonlySet<string> | null = null,
  advisories: AdvisoryFile | null = null,
): PackFolder {
  const isWanted = packs === null || packs.has(ADVISORY_PACK);
  return {
    dir: shippedPath('rules'),
    packs,
    ahead: readPrecompiledRules(),
    made: isWanted ? rulesOf(advisories) : [],
  };
}

function rulesOf(advisories: AdvisoryFile | null): readonly RuleFile[] {
  return advisories === null ? shippedAdvisoryRules() : advisoryRules(advisories);
}
