import type { HostFacts, PropertyValue } from '../model/facts.ts';
import type { Host } from '../model/host.ts';
import { PROPERTY_FACTS } from '../model/property-facts.ts';
import { type Reading, unread } from '../model/reading.ts';
import type { Check } from '../model/rule.ts';
import { factType, type HostFact, hostFact, readHostFact } from './fact-names.ts';
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
  const reading = fact === undefined ? (facts.properties.get(name) ?? notAskedFor) : currentFact(fact, facts.host);
  return judgeValue({
    subject: name,
    operator,
    type: factType(name) ?? 'untyped',
    reading,
    lacking: lackingWords(name),
  });
}

/** Facts that say why a host cannot be asked, and so hold of one that cannot. */
const OF_REACH: ReadonlySet<string> = new Set(['host.connectionState', 'host.powerState', 'host.standbyMode']);

/** What vCenter remembers of a host in trouble may be so no more. */
function currentFact(fact: HostFact, host: Host): Reading<PropertyValue> {
  return host.trouble === null || OF_REACH.has(fact.name) ? readHostFact(fact, host) : unread(host.trouble);
}

function lackingWords(name: string): string {
  const known: Readonly<Record<string, { readonly description: string }>> = PROPERTY_FACTS;
  return known[name] === undefined && !name.startsWith('host.')
    ? `This host has no ${name}.`
    : `${name} is not set on this host.`;
}
