import type { Shown } from '../model/finding.ts';
import type { Firewall, Ruleset } from '../model/firewall.ts';
import { isInside, type Network, parseNetwork } from '../model/ip-network.ts';
import type { Problem } from '../model/problem.ts';
import type { Reading } from '../model/reading.ts';
import type { RulesetRequirement } from '../model/check.ts';
import { checkKind, type CheckOf, type Parameters, type RemedyOf } from './check-kind.ts';
import { allowedList, allowsAll, allowsNearlyAll } from './judgement/firewall-covering.ts';
import { because, type Judgement, judgement, notAskedFor, oneHorizon } from './judgement/judgement.ts';
import { clauseFor } from './judgement/problem-words.ts';
import { MASKED } from './mask.ts';
import { DENIED_RULESETS, deniedName } from './remediation-denylist.ts';
import type { SchemaTools } from './schema/tools.ts';

type RulesetCheck = CheckOf<'firewallRuleset'>;

/** A ruleset: on or off, or whom it lets through while it is on. */
export const firewallRuleset = checkKind({
  kind: 'firewallRuleset',
  schema: (tools) => rulesetSchema(tools),
  build: ({ key, enabled, allowed, allowedWithin }) => ({
    kind: 'firewallRuleset',
    key: key === '*' ? null : key,
    wish: allowed === 'changed' ? { kind: 'changed' } : wishOf(enabled, allowedWithin?.parameter),
  }),
  demand: () => ({ firewall: true }),
  reads: ['firewall'],
  judge: (check, facts, parameters) => judgeRuleset(check, facts.firewall ?? notAskedFor(facts), parameters),
  expected: shownWish,
  parameters: ({ wish }) => (wish.kind === 'allowedWithin' ? [wish.parameter] : []),
  source: () => 'HostSystem.config.firewall',
  describe: ({ key, wish }) => `${key === null ? 'every ruleset' : `ruleset ${key}`} ${describeWish(wish)}`,
  mask: () => ({ name: 'firewall', apply: (facts) => ({ ...facts, firewall: MASKED }) }),
  example: {
    about: 'a ruleset: enabled true or false; or, while it is on, allowed: limited (to listed addresses only)',
    title: 'The ruleset vSPC is off',
    check: 'firewallRuleset: { key: vSPC, enabled: false }',
    remedy: 'firewallRuleset: { key: vSPC, enabled: false }',
    examples: [
      [withVspc('enabled: false'), 'pass'],
      [withVspc('enabled: true'), 'fail'],
      ['{ firewall: unread }', 'unknown'],
    ],
  },
  resource: {
    key: ({ key, wish }) => (key === null || wish.kind !== 'enabled' ? null : `ruleset ${key}`),
    wanted: ({ key, wish }) =>
      key !== null && wish.kind === 'enabled' ? { kind: 'ruleset', ruleset: key, enabled: wish.enabled } : null,
    passesAfter: ({ wish }, action) =>
      action.kind === 'ruleset' && wish.kind === 'enabled' ? wish.enabled === action.enabled : undefined,
  },
  remedy: {
    schema: (tools) => tools.closed({ key: keySchema(tools), enabled: tools.z.boolean() }),
    build: (file) => ({ kind: 'firewallRuleset', ...file }),
    describe: ({ key, enabled }) => `${enabled ? 'enable' : 'disable'} the ruleset ${key}`,
    mismatch: mismatchOf,
    denied: ({ key }) => deniedName(DENIED_RULESETS, key),
    action: ({ key, enabled }) => ({ kind: 'ruleset', ruleset: key, enabled }),
  },
});

function rulesetSchema(tools: SchemaTools) {
  const { z, parameter } = tools;
  return tools
    .exactlyOne(
      {
        key: z.union([keySchema(tools), z.literal('*')], { error: 'the key of a ruleset, or *, was expected' }),
        enabled: z.boolean().optional(),
        allowed: z.enum(['limited', 'changed'], { error: 'limited or changed was expected' }).optional(),
        allowedWithin: parameter.optional(),
      },
      ['enabled', 'allowed', 'allowedWithin'],
    )
    .refine(({ key, enabled }) => key !== '*' || enabled === undefined, { error: 'enabled is asked of one ruleset' })
    .refine(({ key, allowed }) => key !== '*' || allowed !== 'changed', { error: 'changed is asked of one ruleset' })
    .describe(
      'A ruleset is on or off; or, while it is on, lets only listed addresses through. *: every one that people may limit. changed: its list is not the one that it comes with, every address, be it on or off.',
    );
}

function keySchema({ name }: SchemaTools) {
  return name(/^[\w.-]+$/, 'the key of a ruleset was expected, such as vic-engine');
}

function withVspc(state: string): string {
  const ruleset = `vSPC: { ${state}, opens: [outbound tcp 0-65535], allowed: all }`;
  return `{ firewall: { enabled: true, outgoingBlocked: true, rulesets: { ${ruleset} } } }`;
}

function wishOf(enabled: boolean | undefined, parameter: string | undefined): RulesetRequirement {
  if (enabled !== undefined) return { kind: 'enabled', enabled };
  return parameter === undefined ? { kind: 'limited' } : { kind: 'allowedWithin', parameter };
}

function describeWish(wish: RulesetRequirement): string {
  if (wish.kind === 'enabled') return `is ${words(wish.enabled)}`;
  if (wish.kind === 'limited') return 'lets only listed addresses through';
  if (wish.kind === 'changed') return 'has another list of allowed addresses than it comes with';
  return `lets only addresses inside --${wish.parameter} through`;
}

function mismatchOf(remedy: RemedyOf<'firewallRuleset'>, check: RulesetCheck): string | null {
  if (remedy.key !== check.key) return `the remedy switches ${remedy.key}, but the check reads ${check.key ?? '*'}`;
  const isWanted = check.wish.kind === 'enabled' && check.wish.enabled === remedy.enabled;
  return isWanted ? null : 'the remedy would not satisfy the check: it switches a ruleset to what is not wanted';
}

const NOT_TOLD: Problem = { code: 'not-reported', detail: 'the host did not tell how its firewall is set' };

/**
 * Judges whether a ruleset is on, or whom it lets through while it is on. One that is off lets nobody through. Without a
 * key: every enabled ruleset whose list people may change; a host that does not tell lets them (before 8.0.2).
 */
function judgeRuleset(check: RulesetCheck, reading: Reading<Firewall>, parameters: Parameters): Judgement {
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

function judgeList({ key, wish }: RulesetCheck, rulesets: readonly Ruleset[], parameters: Parameters): Judgement {
  const said = {
    observed: key === null ? rulesets.map(shown) : shown(rulesets[0]),
    expected: shownWish({ kind: 'firewallRuleset', key, wish }, parameters),
  };
  if (wish.kind === 'enabled') return judgeSwitch(wish, rulesets, said);
  if (wish.kind === 'changed') return judgeChange(rulesets, said);
  const open = rulesets.filter(({ enabled, allowed }) => enabled && allowsNearlyAll(allowed));
  if (open.length > 0) {
    return oneHorizon('fail', {
      ...said,
      message: openWords(open),
    });
  }
  const listed = rulesets.filter(({ enabled }) => enabled);
  return wish.kind !== 'allowedWithin' || listed.length === 0
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

type ShownStates = Pick<Judgement, 'observed' | 'expected'>;

function judgeSwitch(
  wish: Extract<RulesetRequirement, { kind: 'enabled' }>,
  rulesets: readonly Ruleset[],
  said: ShownStates,
) {
  const wrong = rulesets.find(({ enabled }) => enabled !== wish.enabled);
  if (wrong === undefined) {
    return oneHorizon('pass', { ...said, message: `${namesOf(rulesets)} is ${words(wish.enabled)}.` });
  }
  const message = `${namesOf([wrong])} is ${words(wrong.enabled)}; expected ${words(wish.enabled)}.`;
  return oneHorizon('fail', { ...said, message, remediable: true });
}

/** Every ruleset comes with a list of nobody that lets every address through; entries that are left behind are a change, too. */
function judgeChange(rulesets: readonly Ruleset[], said: ShownStates): Judgement {
  const changed = rulesets.filter(({ allowed }) => !allowsAll(allowed) || allowedList(allowed).length > 0);
  return changed.length > 0
    ? oneHorizon('pass', { ...said, message: `The list of allowed addresses of ${namesOf(changed)} was changed.` })
    : oneHorizon('fail', { ...said, message: `${namesOf(rulesets)} has the list that it comes with: every address.` });
}

function words(enabled: boolean): string {
  return enabled ? 'enabled' : 'disabled';
}

function judgeWithin(
  { parameter }: Extract<RulesetRequirement, { kind: 'allowedWithin' }>,
  listed: readonly Ruleset[],
  { said, network }: { readonly said: ShownStates; readonly network: Network | null },
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
function shownWish({ wish }: RulesetCheck, parameters: Parameters): Shown {
  if (wish.kind === 'enabled') return { enabled: wish.enabled };
  if (wish.kind !== 'allowedWithin') return { allowed: wish.kind };
  return { allowedWithin: parameters.get(wish.parameter)?.trim() ?? null };
}
