import { parseNetwork } from '../evaluate/address.ts';
import type { Parameters } from '../evaluate/evaluate.ts';
import type { Rule } from '../model/rule.ts';
import { loadPacks } from '../rules/load.ts';
import { selectRules } from '../rules/select.ts';
import { shippedPath } from './installation.ts';
import { misuse } from './misuse.ts';
import type { RuleArguments } from './options.ts';
import { allowedFrom } from './vch-network.ts';

/** The rules to judge by and the values that they ask for. */
export interface RuleChoice {
  readonly rules: readonly Rule[];
  readonly parameters: Parameters;
}

/** Loads the shipped packs and those of `--rules`, and chooses by `--pack` and `--rule`. */
export async function chooseRules(args: RuleArguments): Promise<RuleChoice> {
  const parameters = parametersFrom(args);
  const all = await loadPacks(shippedPath('rules'), ...(args.rules ?? []));
  return {
    rules: selectRules(all, { packs: args.pack ?? [], ids: args.rule ?? [] }),
    parameters,
  };
}

/** Values that rules ask for. Throws USAGE: a mistyped address must not turn into an answer about another one. */
export function parametersFrom({ vchAddress, vchNetwork }: RuleArguments): Parameters {
  const parameters = new Map<string, string>();
  if (vchAddress !== undefined) parameters.set('vch-address', addressFrom(vchAddress));
  if (vchNetwork !== undefined) {
    allowedFrom(vchNetwork, vchAddress);
    parameters.set('vch-network', vchNetwork.trim());
  }
  return parameters;
}

function addressFrom(vchAddress: string): string {
  if (parseNetwork(vchAddress) !== null) return vchAddress.trim();
  throw misuse(`--vch-address ${JSON.stringify(vchAddress)} is no address and no network.`, [
    'Write it as 10.9.0.5, 10.9.0.0/24, 2001:db8::5 or 2001:db8::/64; names are not looked up.',
  ]);
}
