import { esxcliKey, type HostFacts } from '../model/facts.ts';
import type { Horizons, Shown } from '../model/finding.ts';
import { leavesOf } from '../model/leaves.ts';
import { type Reading, unread } from '../model/reading.ts';
import type { Check, SingleCheck } from '../model/rule.ts';
import { judgeAdvancedOption } from './advanced-option.ts';
import { judgeAll, judgeAny, judgeNot } from './combination.ts';
import { judgeEsxcli } from './esxcli-check.ts';
import { judgeFirewallAllows } from './firewall-allows.ts';
import { judgeFirewallRuleset, shownWish } from './firewall-ruleset.ts';
import { trafficOf } from './firewall-words.ts';
import type { Judgement } from './judgement.ts';
import { judgeKernelSetting } from './kernel-setting.ts';
import { judgeProperty } from './property.ts';
import { judgeRelease, shownRelease } from './release.ts';
import { judgeService, wantedOf } from './service.ts';
import { judgeVib } from './vib.ts';
import { shownWanted } from './wanted.ts';

type Parameters = ReadonlyMap<string, string>;

/** Judges a check of any kind, or of several joined. */
export function judge(facts: HostFacts, check: Check, parameters: Parameters): Judgement {
  const each = (part: Check): Judgement => judge(facts, part, parameters);
  if (check.kind !== 'not' && !('checks' in check)) return judgeSingle(facts, check, parameters);
  const expected = expectedOf(check, parameters);
  if (check.kind === 'not') return { ...judgeNot(each(check.check)), expected };
  const join = check.kind === 'all' ? judgeAll : judgeAny;
  return { ...join(check.checks.map(each)), expected };
}

/** The one place that tells check kinds apart for judging. */
function judgeSingle(facts: HostFacts, check: SingleCheck, parameters: Parameters): Judgement {
  const notAskedFor = nobodyAsked(facts);
  switch (check.kind) {
    case 'kernelSetting':
      return judgeKernelSetting(check, facts.kernel.get(check.name) ?? notAskedFor);
    case 'firewallAllows':
      return judgeFirewallAllows(check, facts.firewall ?? notAskedFor, parameters);
    case 'firewallRuleset':
      return judgeFirewallRuleset(check, facts.firewall ?? notAskedFor, parameters);
    case 'advancedOption':
      return judgeAdvancedOption(check, facts.options.get(check.key) ?? notAskedFor);
    case 'service':
      return judgeService(check, facts.services ?? notAskedFor);
    case 'property':
      return judgeProperty(check, facts, notAskedFor);
    case 'release':
      return judgeRelease(check, facts.host);
    case 'vib':
      return judgeVib(check, facts.vibs ?? notAskedFor);
    case 'esxcli':
      return judgeEsxcli(check, facts.esxcli.get(esxcliKey(check)) ?? notAskedFor);
  }
}

/** A fact that nobody read is unread, never absent. */
function nobodyAsked({ host }: HostFacts): Reading<never> {
  return unread(host.trouble ?? { code: 'not-reported', detail: 'it was not asked for' });
}

/** What the check wants, where it was not judged. */
export function expectedOf(check: Check, parameters: Parameters): Shown {
  if (check.kind === 'not') return { not: expectedOf(check.check, parameters) };
  if ('checks' in check) return { [check.kind]: check.checks.map((part) => expectedOf(part, parameters)) };
  switch (check.kind) {
    case 'firewallAllows':
      return trafficOf(check, parameters).wanted;
    case 'firewallRuleset':
      return shownWish(check, parameters);
    case 'service':
      return wantedOf(check);
    case 'release':
      return shownRelease(check.wish);
    case 'kernelSetting':
    case 'advancedOption':
    case 'property':
    case 'vib':
    case 'esxcli':
      return shownWanted(check.operator);
  }
}

/** How an undecided check stands: unknown at each point in time that it has. */
export function undecidedHorizons(check: Check): Horizons {
  const boots = leavesOf(check).some(({ kind }) => kind === 'kernelSetting');
  return { now: 'unknown', nextBoot: boots ? 'unknown' : null, nextPatch: null };
}
