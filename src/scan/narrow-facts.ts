import type { FactDemand, HostFacts } from '../model/facts.ts';
import type { Firewall } from '../model/firewall.ts';
import { NOT_ASKED, read, type Reading } from '../model/reading.ts';

/** What would be known of the host had only this been asked: facts that were read for more than that say no more. */
export function narrowFacts(facts: HostFacts, demand: FactDemand): HostFacts {
  return {
    host: facts.host,
    kernel: only(facts.kernel, demand.kernelSettings),
    firewall: demand.firewall ? narrowFirewall(facts.firewall, demand) : null,
    options: only(facts.options, demand.advancedOptions),
    services: demand.services ? facts.services : null,
    properties: only(facts.properties, demand.properties),
    vibs: demand.vibs ? facts.vibs : null,
    esxcli: only(facts.esxcli, demand.esxcli.keys()),
  };
}

/** In the order of the demand, as they would have been read. */
function only<Fact>(known: ReadonlyMap<string, Fact>, names: Iterable<string>): ReadonlyMap<string, Fact> {
  const kept = new Map<string, Fact>();
  for (const name of names) {
    const fact = known.get(name);
    if (fact !== undefined) kept.set(name, fact);
  }
  return kept;
}

function narrowFirewall(firewall: Reading<Firewall> | null, { firewallEnabled }: FactDemand): Reading<Firewall> | null {
  if (firewall?.kind !== 'read' || firewallEnabled) return firewall;
  return read({ ...firewall.value, enabled: NOT_ASKED });
}
