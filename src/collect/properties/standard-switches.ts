import {
  asBoolean,
  childrenNamed,
  descend,
  integerOf,
  isTold,
  structureIn,
  textOf,
  type VimElement,
} from '../../vim/element.ts';
import { eachOf } from '../property-value.ts';
import { told, type ToldReader } from './reader.ts';

/** What `config.network` tells of standard switches; null where its lists do not fit each other. */
function ofStandardSwitches(from: (lists: SwitchLists) => readonly string[] | null): ToldReader {
  return told('config.network', (value) => {
    const network = structureIn(value);
    if (network === null || !isWhole(network)) return null;
    return from({ switches: childrenNamed(network, 'vswitch'), groups: childrenNamed(network, 'portgroup') });
  });
}

interface SwitchLists {
  readonly switches: readonly VimElement[];
  readonly groups: readonly VimElement[];
}

/** Names of standard switches and port groups whose effective policy accepts what the member of that name switches. */
function accepting(member: 'allowPromiscuous' | 'macChanges' | 'forgedTransmits'): ToldReader {
  return ofStandardSwitches(({ switches, groups }) => {
    const found = [
      ...switches.map((each) => accepts(each, ['spec', 'policy'], member)),
      ...groups.map((each) => accepts(each, ['computedPolicy'], member)),
    ];
    if (found.includes(null)) return null;
    return found.filter((name) => name !== null).filter((name) => name !== '');
  });
}

/**
 * Whether the lists of switches and port groups fit each other, and name nothing twice: each port group names its switch,
 * each switch its port groups. A host has one switch at least, if only a distributed one (`proxySwitch`) or an opaque one.
 */
function isWhole(network: VimElement): boolean {
  const [switches, groups] = [childrenNamed(network, 'vswitch'), childrenNamed(network, 'portgroup')];
  if (switches.length + groups.length === 0) return isTold(network, 'proxySwitch') || isTold(network, 'opaqueSwitch');
  const named = new Set(switches.map((each) => textOf(each, 'name')));
  const keyed = new Set(groups.map((each) => textOf(each, 'key')));
  if (named.size < switches.length || keyed.size < groups.length) return false;
  return (
    groups.every((group) => named.has(descend(group, 'spec', 'vswitchName')?.text ?? null)) &&
    switches.every((each) => childrenNamed(each, 'portgroup').every(({ text }) => keyed.has(text)))
  );
}

/** The name where it accepts, '' where it rejects, null where it does not tell. */
function accepts(element: VimElement, path: readonly string[], member: string): string | null {
  const security = descend(element, ...path, 'security');
  const value = asBoolean((security === null ? null : textOf(security, member)) ?? '');
  if (value === null) return null;
  return value ? nameOf(element) : '';
}

/** A blank name is none: it would look like one that rejects. */
function nameOf(element: VimElement): string {
  const name = (textOf(element, 'name') ?? descend(element, 'spec', 'name')?.text ?? '').trim();
  return name === '' ? 'a nameless one' : name;
}

export const networkPromiscuous = accepting('allowPromiscuous');
export const networkMacChanges = accepting('macChanges');
export const networkForgedTransmits = accepting('forgedTransmits');

/** Names of the standard switches; none where all switches are distributed or opaque. */
export const standardSwitches = ofStandardSwitches(({ switches }) =>
  eachOf(switches, (each) => (textOf(each, 'name') ?? '').trim() || null),
);

/** The VLAN that hands every frame on to the guest with its tag, for the guest to sort out (`HostPortGroupSpec.vlanId`). */
const GUEST_TAGGING = 4095;

/** Names of port groups of standard switches that leave VLAN tags to the guests. */
export const guestTaggedPortGroups = ofStandardSwitches(({ groups }) =>
  withVlans(groups, (vlans) => groups.filter((_, i) => vlans[i] === GUEST_TAGGING).map(nameOf)),
);

/** VLAN ids of the port groups of standard switches, each once and in order; 0 for those that tag nothing. */
export const portGroupVlans = ofStandardSwitches(({ groups }) =>
  withVlans(groups, (vlans) => [...new Set(vlans)].sort((one, other) => one - other).map(String)),
);

/** Null as soon as one port group does not tell a VLAN that there can be. */
function withVlans(
  groups: readonly VimElement[],
  from: (vlans: readonly number[]) => readonly string[],
): readonly string[] | null {
  const vlans: number[] = [];
  for (const group of groups) {
    const spec = descend(group, 'spec');
    const vlan = spec === null ? null : integerOf(spec, 'vlanId');
    if (vlan === null || vlan < 0 || vlan > GUEST_TAGGING) return null;
    vlans.push(vlan);
  }
  return from(vlans);
}
