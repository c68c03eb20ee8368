import type { Shown } from '../model/finding.ts';
import type { Firewall, Ruleset } from '../model/firewall.ts';
import { isInside, type Network, parseNetwork } from '../model/ip-network.ts';
import type { Problem } from '../model/problem.ts';
import type { Reading } from '../model/reading.ts';
import type { Check, RulesetWish } from '../model/rule.ts';
import { allowedList, allowsAll, allowsNearlyAll } from './covering.ts';
import { because, type Judgement, judgement } from './judgement.ts';
import { oneHorizon } from './one-horizon.ts';
import { clauseFor } from './problem-words.ts';

type RulesetCheck = Extract<Check, { kind: 'firewallRuleset' }>;

const NOT_TOLD: Problem = { code: 'not-reported', detail: 'the host did not tell how its firewall is set' };

/**
 * Judges whether a ruleset is on, or whom it lets through while it is on. One that is off lets nobody through. Without a
 * key: every enabled ruleset whose list people may change; a host that does not tell lets them (before 8.0.2).
 */
export function judgeFirewallRuleset(
  check: RulesetCheck,
  reading: Reading<Firewall>,
  parameters: ReadonlyMap<string, string>,
): Judgement {
  const expected = shownWish(check, parameters);
  if (reading.kind !== 'read') {
    const problem = reading.kind === 'unread' ? reading.problem : NOT_TOLD;
    const message = `The firewall configuration could not be read: ${clauseFor(problem)}.`;
    return oneHorizon('unknown', { expected, message, ...because(problem) });
  }
  const { rulesets } = reading.value;
  if (rulesets.length === 0) {
    const message = 'The host listed no ruleset, which no host is without.';
    return oneHorizon('unknown', { expected, message, reason: 'unexpected-answer' });
  }
  if (check.key === null) return judgeList(check, rulesets.filter(isLimitable), parameters);
  const found = rulesets.find(({ key }) => key === check.key);
  if (found !== undefined) return judgeList(check, [found], parameters);
  return judgement({
    verdict: 'not-applicable',
    expected,
    message: `This host does not have the ruleset ${check.key}.`,
  });
}

function isLimitable({ enabled, ipListConfigurable }: Ruleset): boolean {
  return enabled && ipListConfigurable !== false;
}

function judgeList(
  { key, wish }: RulesetCheck,
  rulesets: readonly Ruleset[],
  parameters: ReadonlyMap<string, string>,
): Judgement {
  const said = {
    observed: key === null ? rulesets.map(shown) : shown(rulesets[0]),
    expected: shownWish({ kind: 'firewallRuleset', key, wish }, parameters),
  };
  if (wish.kind === 'enabled') return judgeSwitch(wish, rulesets, said);
  const open = rulesets.filter(({ enabled, allowed }) => enabled && allowsNearlyAll(allowed));
  if (open.length > 0) {
    return oneHorizon('fail', {
      ...said,
      message: openWords(open),
    });
  }
  const listed = rulesets.filter(({ enabled }) => enabled);
  return wish.kind === 'limited' || listed.length === 0
    ? oneHorizon('pass', { ...said, message: limitedWords(listed) })
    : judgeWithin(wish, listed, { said, network: parseNetwork(parameters.get(wish.parameter) ?? '') });
}

function openWords(open: readonly Ruleset[]): string {
  const listed = open.filter(({ allowed }) => !allowsAll(allowed));
  const by =
    listed.length === 0
      ? ''
      : `, ${namesOf(listed).replace(/^Ruleset/, 'ruleset')} by a list that holds nearly all of them`;
  return `${namesOf(open)} ${open.length === 1 ? 'lets' : 'let'} every address through${by}.`;
}

interface Seen {
  readonly observed: Shown;
  readonly expected: Shown;
}

function judgeSwitch(wish: Extract<RulesetWish, { kind: 'enabled' }>, rulesets: readonly Ruleset[], said: Seen) {
  const wrong = rulesets.find(({ enabled }) => enabled !== wish.enabled);
  if (wrong === undefined) {
    return oneHorizon('pass', { ...said, message: `${namesOf(rulesets)} is ${words(wish.enabled)}.` });
  }
  const message = `${namesOf([wrong])} is ${words(wrong.enabled)}; wanted is ${words(wish.enabled)}.`;
  return oneHorizon('fail', { ...said, message, mendable: true });
}

function words(enabled: boolean): string {
  return enabled ? 'enabled' : 'disabled';
}

function judgeWithin(
  { parameter }: Extract<RulesetWish, { kind: 'allowedWithin' }>,
  listed: readonly Ruleset[],
  { said, network }: { readonly said: Seen; readonly network: Network | null },
): Judgement {
  if (network === null) {
    const message = `${namesOf(listed)} lets listed addresses through: give --${parameter} to decide whether they are the right ones.`;
    return oneHorizon('unknown', { ...said, message, reason: 'parameter-needed' });
  }
  const beyond = listed.flatMap(({ allowed }) => allowedList(allowed)).filter((entry) => !isWithin(entry, network));
  const [first] = beyond;
  if (first === undefined) return oneHorizon('pass', { ...said, message: limitedWords(listed) });
  return oneHorizon('fail', { ...said, message: `${namesOf(listed)} lets more through than it should: ${first}.` });
}

/** An entry that is no address is not known to be inside. */
function isWithin(entry: string, network: Network): boolean {
  const inner = parseNetwork(entry);
  return inner !== null && isInside(inner, network);
}

function limitedWords(listed: readonly Ruleset[]): string {
  return listed.length === 0
    ? 'Nothing is let through: it is disabled.'
    : `Only listed addresses are let through by ${namesOf(listed)}.`;
}

const MOST_NAMES = 10;

function namesOf(rulesets: readonly Ruleset[]): string {
  const names = rulesets.slice(0, MOST_NAMES).map(({ key }) => key);
  const more = rulesets.length - names.length;
  const noun = rulesets.length === 1 ? 'Ruleset' : 'Rulesets';
  return `${noun} ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function shown(ruleset: Ruleset | undefined): Shown {
  if (ruleset === undefined) return null;
  const { key, enabled, allowed, required, userControllable } = ruleset;
  return {
    ruleset: key,
    enabled,
    allIp: allowsAll(allowed),
    allowed: allowedList(allowed),
    required,
    userControllable,
  };
}

/** What a check of a ruleset wants, as a finding shows it. */
export function shownWish({ wish }: RulesetCheck, parameters: ReadonlyMap<string, string>): Shown {
  switch (wish.kind) {
    case 'enabled':
      return { enabled: wish.enabled };
    case 'limited':
      return { allowed: 'limited' };
    case 'allowedWithin':
      return { allowedWithin: parameters.get(wish.parameter)?.trim() ?? null };
  }
}
