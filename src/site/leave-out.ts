import type { HostFacts } from '../model/facts.ts';
import type { Firewall } from '../model/firewall.ts';
import { type Reading, unread } from '../model/reading.ts';

/** Why a fact is not in a shipment. */
export const KEPT_AT_SITE: Reading<never> = unread({
  code: 'kept-at-site',
  detail: 'the site keeps this fact to itself (ship.leaveOut)',
});

/**
 * The facts of a host without those that stay at the site. They are unread, with the reason, whether they were asked for or not:
 * whoever judges by them comes to unknown.
 */
export function withoutFacts(facts: HostFacts, names: readonly string[]): HostFacts {
  return names.reduce(withoutFact, facts);
}

function withoutFact(facts: HostFacts, name: string): HostFacts {
  if (name === 'firewall' || name === 'services' || name === 'vibs') return { ...facts, [name]: KEPT_AT_SITE };
  if (name === 'firewall.enabled') return { ...facts, firewall: withoutEnabled(facts.firewall) };
  if (name.startsWith('esxcli ')) return withoutCommand(facts, name.slice('esxcli '.length));
  if (name.startsWith('option.')) return withoutOption(facts, name.slice('option.'.length));
  if (name.startsWith('kernel.')) return withoutKernel(facts, name.slice('kernel.'.length));
  return { ...facts, properties: withKey(facts.properties, name) };
}

function withKey<Value>(map: ReadonlyMap<string, Reading<Value>>, key: string): ReadonlyMap<string, Reading<Value>> {
  return new Map([...map, [key, KEPT_AT_SITE]]);
}

/** With whatever arguments it was asked. */
function withoutCommand(facts: HostFacts, command: string): HostFacts {
  const asked = [...facts.esxcli.keys()].filter((key) => key.startsWith(`${command} --`));
  return { ...facts, esxcli: [...asked, command].reduce(withKey, facts.esxcli) };
}

function withoutEnabled(firewall: Reading<Firewall> | null): Reading<Firewall> | null {
  return firewall?.kind === 'read' ? { ...firewall, value: { ...firewall.value, enabled: KEPT_AT_SITE } } : firewall;
}

/** Whole lists hold it too. */
function withoutOption(facts: HostFacts, key: string): HostFacts {
  const { optionList } = facts;
  const list = optionList?.kind === 'read' ? { ...optionList, value: withKey(optionList.value, key) } : optionList;
  return {
    ...facts,
    options: withKey(facts.options, key),
    ...(list === undefined ? {} : { optionList: list }),
  };
}

/** A list of kernel settings has no place for one that is unread: none of it goes. */
function withoutKernel(facts: HostFacts, name: string): HostFacts {
  const list = facts.kernelList === undefined ? {} : { kernelList: KEPT_AT_SITE };
  return { ...facts, kernel: withKey(facts.kernel, name), ...list };
}
