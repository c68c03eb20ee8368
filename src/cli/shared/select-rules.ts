import { siteParameters } from '../../checks/values/site-lists.ts';
import type { ConfigScope } from '../../config/configure-rules.ts';
import { patchWithinOf } from '../../config/patch-within.ts';
import type { Config } from '../../config/parse-config.ts';
import type { Parameters } from '../../evaluate/evaluate-host.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { AllowedHosts } from '../../model/firewall.ts';
import { isInside, type Network, parseNetwork } from '../../model/ip-network.ts';
import { withFrameworks } from '../../frameworks/framework-rules.ts';
import type { Framework } from '../../model/framework.ts';
import { currentRuleId, packsHolding } from '../../model/moved-rules.ts';
import type { Rule } from '../../model/rule.ts';
import { type LoadedRule, loadRules } from '../../rules/load.ts';
import { askedByName, selectRules, USUAL_PACKS, withProfile } from '../../rules/select.ts';
import { shippedRules } from '../../shipped/shipped-rules.ts';
import { invalid } from '../../yaml/diagnostic.ts';
import type { AdvisoryFile } from '../../advisories/advisory-file.ts';
import { ADVISORY_PACK } from '../../advisories/advisory-rules.ts';
import type { RuleArguments } from '../common-options.ts';
import { usageError } from '../parser/usage-error.ts';
import { readAdvisories, warnOfAdvisories, warnOfIdleFlags } from './advisories.ts';
import { type Io, warn } from './console.ts';
import { chooseFrameworks } from './choose-frameworks.ts';

/** The rules to judge by and the values that they ask for. */
export interface RuleChoice {
  readonly rules: readonly Rule[];
  readonly parameters: Parameters;
  /** The frameworks that some of the rules answer to; none where none was chosen. */
  readonly frameworks: readonly Framework[];
  /** Days that people gave themselves to install the fix of an advisory; null: none. */
  readonly patchWithin: number | null;
  /** The advisories that somebody brought; null: those that come with the program. */
  readonly advisories: AdvisoryFile | null;
}

/** A config, null for none, and where to warn of what it does not bring about. */
export interface Configured {
  readonly config: Config | null;
  readonly io: Io;
}

/** Which rules are meant where none is named and no config chooses: the default packs, or every rule there is. */
export type UnlessNamed = 'default-packs' | 'all';

/**
 * Loads the shipped packs and those of `--rules`, and chooses by `--pack`, `--rule` and `--framework`, else by the config, else as
 * usual; the expectations are those of the framework or of `--profile`. Throws USAGE, and what loading and selecting throw.
 */
export async function chooseRules(
  args: RuleArguments,
  configured: Configured | null = null,
  unlessNamed: UnlessNamed = 'default-packs',
): Promise<RuleChoice> {
  const choice = await choose(args, configured, unlessNamed);
  if (configured !== null) await warnOfIdleFlags(args, choice.rules, configured.io);
  return choice;
}

async function choose(
  args: RuleArguments,
  configured: Configured | null,
  unlessNamed: UnlessNamed,
): Promise<RuleChoice> {
  const parameters = parametersFrom(args, configured);
  const { frameworks, rules: controls, alone, only } = await chooseFrameworks(args, configured);
  const patchWithin = args.patchWithin ?? (configured?.config ? patchWithinOf(configured.config) : null);
  const advisories = await readAdvisories(args, configured?.config ?? null);
  const beside = { parameters, frameworks, patchWithin, advisories };
  if (alone) return { rules: controls, ...beside };
  const usual = unlessNamed === 'all' ? null : await usualPacks(args);
  const scope = { packs: !namesRules(args), enabled: true, usual };
  const all = await knownRules({ ...args, advisories }, configured, scope);
  const selection = { packs: args.pack ?? [], ids: args.rule ?? [] };
  const chosen = selectRules(all, selection);
  if (chosen.length === 0) throw new EsxcheckError('NO_RULE_CHOSEN', 'The config chooses no rule.');
  const packs = new Set(chosen.map((rule) => rule.pack));
  // A profile that no chosen pack has would silently judge by something else than it says.
  const candidates = profiled(
    all.filter((rule) => packs.has(rule.pack)),
    args.profile,
  );
  const rules = askedByName(selectRules(candidates, selection), selection);
  if (packs.has(ADVISORY_PACK) && configured !== null) await warnOfAdvisories(advisories, configured.io, new Date());
  return { rules: withFrameworks(rules, controls, { only }), ...beside };
}

/** The usual packs, and those of the folders of `--rules`, which were named. */
async function usualPacks({ rules: folders = [] }: Pick<RuleArguments, 'rules'>): Promise<readonly string[]> {
  const own = folders.length === 0 ? [] : await loadRules(...folders);
  return [...USUAL_PACKS, ...new Set(own.map(({ rule }) => rule.pack))];
}

/** Whether the command line chooses among the rules; the packs of a config are silent then. */
export function namesRules({ pack, rule, framework }: Pick<RuleArguments, 'pack' | 'rule' | 'framework'>): boolean {
  return pack !== undefined || rule !== undefined || framework !== undefined;
}

/** `advisories`: the name of the file, or what was read of it: a pipe can be read once. */
type KnownRuleArguments = Pick<RuleArguments, 'rules' | 'pack' | 'rule'> & {
  readonly advisories?: string | AdvisoryFile | null | undefined;
};

function advisoriesIn({ advisories }: KnownRuleArguments, config: Config | null): Promise<AdvisoryFile | null> {
  const isRead = typeof advisories === 'object';
  return isRead ? Promise.resolve(advisories) : readAdvisories({ advisories }, config);
}

/** Every rule there is, as the config wants it. Throws RULE_DISABLED for a named one that the config takes away. */
export async function knownRules(
  args: KnownRuleArguments,
  given: Configured | null,
  scope: ConfigScope,
): Promise<readonly Rule[]> {
  const { rules: folders = [], pack = [], rule = [] } = args;
  if (given === null || given.config === null) return (await neededRules(args, scope)).map((one) => one.rule);
  const loaded = await loadRules(shippedRules(null, await advisoriesIn(args, given.config)), ...folders);
  const { config, io } = given;
  const { configureRules } = await import('../../config/configure-rules.ts');
  const configured = configureRules(loaded, config, scope);
  if ('mistakes' in configured) throw invalid('CONFIG_INVALID', configured.mistakes);
  const { rules, warnings } = configured;
  for (const warning of warnings) await warn(io, warning);
  const taken = loaded.map((one) => one.rule).filter(({ id }) => !rules.some((left) => left.id === id));
  const wanted = taken.find(({ id }) => rule.map(currentRuleId).includes(id)) ?? wholePack(taken, rules, pack);
  if (wanted === undefined) return rules;
  throw new EsxcheckError('RULE_DISABLED', `${config.file} takes the rule ${wanted.id} away.`, {
    details: ['Take "enabled: false" out of it, or run with --no-config.'],
  });
}

/** Without a config only the packs that are named, or usual, are read; all of them where a name leads to none. */
async function neededRules(args: KnownRuleArguments, { packs, usual }: ConfigScope): Promise<readonly LoadedRule[]> {
  const { rules: folders = [], pack = [], rule = [] } = args;
  const advisories = await advisoriesIn(args, null);
  const named = packs ? usual : [...packsHolding(pack), ...rule.map((id) => currentRuleId(id).split('/')[0] ?? id)];
  if (named === null || named.length === 0) return loadRules(shippedRules(null, advisories), ...folders);
  const some = await loadRules(shippedRules(new Set(named), advisories), ...folders);
  const isThere = named.every((name) => some.some((one) => one.rule.pack === name));
  return isThere ? some : loadRules(shippedRules(null, advisories), ...folders);
}

/** The rules with the expectations of a profile. */
export function profiled(rules: readonly Rule[], profile: string | undefined): readonly Rule[] {
  return profile === undefined ? rules : withProfile(rules, profile);
}

/** A rule of a named pack of which nothing is left. */
function wholePack(taken: readonly Rule[], left: readonly Rule[], packs: readonly string[]): Rule | undefined {
  return taken.find(({ pack }) => packs.includes(pack) && !left.some((rule) => rule.pack === pack));
}

/**
 * Values that rules ask for, and the lists of the config's site. Throws USAGE: a mistyped address must not turn into an answer
 * about another one.
 */
export function parametersFrom({ vchAddress, vchNetwork }: RuleArguments, given: Configured | null): Parameters {
  const parameters = new Map(siteParameters(given?.config?.sections.site ?? {}));
  if (vchAddress !== undefined) parameters.set('vch-address', addressFrom(vchAddress));
  if (vchNetwork !== undefined) {
    allowedFrom(vchNetwork, vchAddress);
    parameters.set('vch-network', vchNetwork.trim());
  }
  return parameters;
}

function addressFrom(vchAddress: string): string {
  if (parseNetwork(vchAddress) !== null) return vchAddress.trim();
  throw usageError(`--vch-address ${JSON.stringify(vchAddress)} is no address and no network.`, [
    'Write it as 10.9.0.5, 10.9.0.0/24, 2001:db8::5 or 2001:db8::/64; names are not looked up.',
  ]);
}

/**
 * The allowed list that `--vch-network` asks for. Throws USAGE for what is no network, for an address inside a network,
 * and for a network that does not hold `--vch-address`: the plan would not make the rule pass.
 */
export function allowedFrom(text: string, vchAddress: string | undefined): AllowedHosts {
  const written = text.trim();
  const network = parseNetwork(written);
  if (network === null || isMapped(written, network)) {
    throw usageError(`--vch-network ${JSON.stringify(text)} is no address and no network.`, [
      'Write it as 10.9.0.0/24, 10.9.0.5 or 2001:db8::/64; names are not looked up.',
    ]);
  }
  const [address = '', prefix] = written.split('/');
  const alone = parseNetwork(address);
  if (alone !== null && alone.first !== network.first) {
    throw usageError(`--vch-network ${JSON.stringify(text)} is an address inside a network.`, [
      `Write the network with its first address, or ${address} for that address alone.`,
    ]);
  }
  const vch = vchAddress === undefined ? null : parseNetwork(vchAddress);
  if (vch !== null && !isInside(vch, network)) {
    throw usageError(`--vch-network ${written} does not hold --vch-address ${vchAddress ?? ''}.`);
  }
  const whole = prefix === undefined || network.prefix === network.bits;
  return { all: false, addresses: whole ? [address] : [], networks: whole ? [] : [written] };
}

/** An IPv4 address in IPv6 dress: ESXi might take it for another one than is meant. */
function isMapped(text: string, { bits }: Network): boolean {
  return bits === 32 && text.includes(':');
}
