import { loadAdvisories } from '../advisories/load.ts';
import { entryIssue, siteParameters } from '../checks/values/site-lists.ts';
import type { Parameters } from '../evaluate/evaluate-host.ts';
import type { TargetRelease } from '../model/catalog.ts';
import { EsxcheckError } from '../model/errors.ts';
import { parseNetwork } from '../model/ip-network.ts';
import type { Rule } from '../model/rule.ts';
import { SITE_LIST_NAMES, type SiteLists } from '../model/site-lists.ts';
import { loadCatalogFolder } from '../rules/catalog/folder.ts';
import { targetReleaseOf } from '../rules/catalog/listing.ts';
import { releaseAsked } from '../rules/catalog/site-releases.ts';
import { loadPacks } from '../rules/load.ts';
import { askedByName, selectRules, USUAL_PACKS, withProfile } from '../rules/select.ts';
import { withFrameworks } from '../frameworks/framework-rules.ts';
import type { Framework } from '../model/framework.ts';
import { frameworksNamed } from '../shipped/shipped-frameworks.ts';
import { shippedPath } from '../shipped/installation.ts';
import { shippedRules } from '../shipped/shipped-rules.ts';
import { readSiteCatalog } from '../site-catalog/file.ts';
import { measurementsIn } from '../site-catalog/site-catalog.ts';

/** What to judge by. Nothing named: the packs `hpe` and `vic`, as on the command line. */
export interface RuleOptions {
  /** Names of packs, such as `hpe`. */
  readonly packs?: readonly string[];
  /** Ids of rules, such as `vic/outbound-2377`. */
  readonly rules?: readonly string[];
  /** Folders of further rules: `DIR/PACK/NAME.yaml`. */
  readonly folders?: readonly string[];
  /** Names of frameworks, such as `stig-esxi-8`: judges by their controls, beside what else is named. */
  readonly frameworks?: readonly string[];
  /** Such as `stig`: the expectations of that profile, where a rule has it. */
  readonly profile?: string;
  /** Address or network of a Virtual Container Host. */
  readonly vchAddress?: string;
  /** Lists that only the site can give, such as `log-hosts`, as below `site` in a config. */
  readonly site?: SiteLists;
  /** File of advisories for the pack `advisories`, in place of the one that ships. */
  readonly advisories?: string;
  /** Days that the fix of an advisory may be missing before that is a fail. */
  readonly patchWithin?: number;
  /** Name or build of the release that hosts will be patched to: `8.0U3`. */
  readonly targetRelease?: string;
  /** File that keeps what the site learnt of releases (`catalog learn`); nothing of a site is used where left out. */
  readonly siteCatalog?: string;
}

/** Rules and what they ask for. */
export interface ChosenRules {
  readonly rules: readonly Rule[];
  readonly parameters: Parameters;
  readonly targetRelease: TargetRelease | null;
  readonly frameworks: readonly Framework[];
  readonly patchWithin: number | null;
}

/** Throws EsxcheckError RULE_INVALID, UNKNOWN_PACK, UNKNOWN_RULE, UNKNOWN_PROFILE, UNKNOWN_FRAMEWORK, PARAMETER_INVALID, RELEASE_UNKNOWN, CATALOG_CHANGED. */
export async function chooseRules(options: RuleOptions): Promise<ChosenRules> {
  const { packs = [], rules: ids = [], site = {}, vchAddress, targetRelease, siteCatalog } = options;
  const nothing = packs.length === 0 && ids.length === 0;
  const { frameworks, rules: controls } = await frameworksNamed(options.frameworks ?? []);
  const usual = { packs: nothing ? USUAL_PACKS : packs, ids };
  const chosen = nothing && frameworks.length > 0 ? [] : selectRules(await knownRules(options), usual);
  const rules = askedByName(profiled(chosen, options), { packs, ids });
  return {
    rules: withFrameworks(rules, controls, { only: false }),
    parameters: new Map([
      ...siteParameters(checkedLists(site)),
      ...(vchAddress === undefined ? [] : [['vch-address', networkFrom(vchAddress)] as const]),
    ]),
    targetRelease: targetRelease === undefined ? null : await releaseNamed(targetRelease, siteCatalog),
    frameworks,
    patchWithin: options.patchWithin ?? null,
  };
}

/** Every rule that ships, and those of the folders. */
export async function knownRules({ folders = [], advisories }: RuleOptions): Promise<readonly Rule[]> {
  const newer = advisories === undefined ? null : await loadAdvisories(advisories);
  return loadPacks(shippedRules(null, newer), ...folders);
}

/** With the expectations of the profile, if one is named. Throws UNKNOWN_PROFILE where no rule has it. */
export function profiled(rules: readonly Rule[], { profile }: RuleOptions): readonly Rule[] {
  return profile === undefined ? rules : withProfile(rules, profile);
}

/** Throws PARAMETER_INVALID: a mistyped entry must not turn into an answer about another one. */
function checkedLists(site: SiteLists): SiteLists {
  for (const list of SITE_LIST_NAMES) {
    for (const entry of site[list] ?? []) {
      const mistake = entryIssue(list, entry);
      if (mistake === null) continue;
      throw new EsxcheckError('PARAMETER_INVALID', `site ${list} ${JSON.stringify(entry)}: ${mistake}.`);
    }
  }
  return site;
}

function networkFrom(text: string): string {
  if (parseNetwork(text) !== null) return text.trim();
  throw new EsxcheckError('PARAMETER_INVALID', `vchAddress ${JSON.stringify(text)} is no address and no network.`);
}

async function releaseNamed(name: string, siteCatalog: string | undefined): Promise<TargetRelease> {
  const catalog = await loadCatalogFolder(shippedPath('rules', 'catalog'));
  const measurements = siteCatalog === undefined ? [] : measurementsIn(await readSiteCatalog(siteCatalog));
  return targetReleaseOf(catalog, releaseAsked(catalog.releases, measurements, name), measurements);
}
