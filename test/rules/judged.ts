import { evaluateHost } from '../../src/evaluate/evaluate-host.ts';
import type { Finding } from '../../src/model/finding.ts';
import { exampleFacts } from '../../src/rules/example-facts.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { inProfile } from '../../src/rules/select.ts';

/** Every rule that ships. */
export const rules = await loadPacks('rules');

export type Facts = Readonly<Record<string, unknown>>;

/** What a rule of the pack hardening says of a host of that release, by the profile if one is named: `updates stig`. */
export function judged(name: string, version: string, facts: Facts): Finding {
  const [id, profile] = name.split(' ');
  const rule = rules.find((each) => each.id === `hardening/${id ?? ''}`);
  if (rule === undefined) throw new Error(`${name} is no rule`);
  const chosen = profile === undefined ? rule : inProfile(rule, profile);
  const [found] = evaluateHost(exampleFacts({ 'host.version': version, ...facts }), [chosen], new Map());
  if (found === undefined) throw new Error('one rule on one host makes one finding');
  return found;
}
