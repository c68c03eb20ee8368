import type { HostFacts, PropertyValue } from '../model/facts.ts';
import { PROPERTY_FACTS } from '../model/property-facts.ts';
import type { Reading } from '../model/reading.ts';
import type { Check } from '../model/rule.ts';
import { factType, hostFact, readHostFact } from './fact-names.ts';
import type { Judgement } from './judgement.ts';
import { judgeValue } from './value-check.ts';

type PropertyCheck = Extract<Check, { kind: 'property' }>;

/** Judges a host fact or a property fact by its type. `unread` is what was not asked for. */
export function judgeProperty(
  { name, operator }: PropertyCheck,
  facts: HostFacts,
  notAskedFor: Reading<never>,
): Judgement {
  const fact = hostFact(name);
  const reading: Reading<PropertyValue> =
    fact === undefined ? (facts.properties.get(name) ?? notAskedFor) : readHostFact(fact, facts.host);
  return judgeValue({
    subject: name,
    operator,
    type: factType(name) ?? 'untyped',
    reading,
    lacking: lackingWords(name),
  });
}

function lackingWords(name: string): string {
  const known: Readonly<Record<string, { readonly description: string }>> = PROPERTY_FACTS;
  return known[name] === undefined && !name.startsWith('host.')
    ? `This host has no ${name}.`
    : `${name} is not set on this host.`;
}
