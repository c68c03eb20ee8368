import { holds } from '../evaluate/operator.ts';
import { read } from '../model/reading.ts';
import type { Check, Operator, Remedy } from '../model/rule.ts';

/** Why carrying the remedy out would not make the check pass; null when it would. */
export function remedyMistake(check: Check, remedy: Remedy): string | null {
  if (check.kind === 'not' || 'checks' in check) return 'several checks that are joined have no remedy';
  if (remedy.kind !== check.kind) return `a ${check.kind} remedy was expected, as the check is of that kind`;
  switch (remedy.kind) {
    case 'kernelSetting':
      return check.kind === 'kernelSetting' ? ofValue(remedy.name, check.name, valueIn(check, remedy.value)) : null;
    case 'advancedOption':
      return check.kind === 'advancedOption' ? ofValue(remedy.key, check.key, valueIn(check, remedy.value)) : null;
    case 'firewallRuleset':
      return check.kind === 'firewallRuleset' ? ofRuleset(remedy, check) : null;
    case 'service':
      return check.kind === 'service' ? ofService(remedy, check) : null;
    case 'firewallAllows':
      return null;
  }
}

interface Set {
  readonly operator: Operator;
  readonly value: string;
}

function valueIn({ operator }: { readonly operator: Operator }, value: string): Set {
  return { operator, value };
}

function ofValue(sets: string, reads: string, { operator, value }: Set): string | null {
  if (sets !== reads) return `the remedy sets ${sets}, but the check reads ${reads}`;
  // Setting a value cannot bring a setting into being, or take it away.
  const settable = operator.op !== 'present' && operator.op !== 'absent';
  if (settable && holds(operator, read(value), 'untyped') === true) return null;
  return `the remedy would not satisfy the check: ${value} is not what it wants`;
}

type Of<Kind extends Remedy['kind']> = Extract<Remedy, { readonly kind: Kind }>;

function ofRuleset(remedy: Of<'firewallRuleset'>, check: Extract<Check, { kind: 'firewallRuleset' }>): string | null {
  if (remedy.key !== check.key) return `the remedy switches ${remedy.key}, but the check reads ${check.key ?? '*'}`;
  const isWanted = check.wish.kind === 'enabled' && check.wish.enabled === remedy.enabled;
  return isWanted ? null : 'the remedy would not satisfy the check: it switches a ruleset to what is not wanted';
}

function ofService(remedy: Of<'service'>, check: Extract<Check, { kind: 'service' }>): string | null {
  if (remedy.key !== check.key) return `the remedy changes ${remedy.key}, but the check reads ${check.key}`;
  const isWanted = remedy.running === check.running && remedy.policy === check.policy;
  return isWanted ? null : 'the remedy would not satisfy the check: it wants the running and policy of the check';
}
