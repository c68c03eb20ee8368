import type { PropertyValue } from '../../model/facts.ts';
import { read } from '../../model/reading.ts';
import { asBoolean, childrenNamed, descend, isTold, structureIn, textOf, type VimElement } from '../../vim/element.ts';
import { lostBootDeviceIn } from '../circumstances/boot.ts';
import type { HOST_SINCE } from '../optional-properties.ts';
import {
  booleanIn,
  type Decode,
  eachOf,
  mapped,
  oneOf,
  orWhenAbsent,
  readAt,
  readOptionalAt,
  readSinceAt,
  textIn,
} from '../property-value.ts';
import type { ToldReader } from './reader.ts';

/** One path that all servers know, and that a connected host always tells. */
function told(path: string, decode: Decode<PropertyValue>): ToldReader {
  return { kind: 'told', paths: [path], since: null, from: (content) => readAt(content, path, decode) };
}

/** One that came with a version of ESXi, and with `since` of the API. */
function toldSince(path: keyof typeof HOST_SINCE, decode: Decode<PropertyValue>, since: string): ToldReader {
  const from: ToldReader['from'] = (content, { version }) => readSinceAt(content, path, { decode, version });
  return { kind: 'told', paths: [path], since, from };
}

function truthIn(value: VimElement): string | null {
  const truth = booleanIn(value);
  return truth === null ? null : String(truth);
}

export const rebootRequired = told('summary.rebootRequired', truthIn);
/** The managed object id that a host has for itself, when it is asked directly; a vCenter gives ids of its own. */
const ITSELF = 'ha-host';
const MANAGER = 'summary.managementServerIp';

/** Whoever is told of by a vCenter is managed by it. A host that is asked directly names its vCenter, where it has one. */
export const managed: ToldReader = {
  kind: 'told',
  paths: [MANAGER],
  since: null,
  from: (content) => {
    if (content.object.value !== ITSELF) return read('true');
    return orWhenAbsent(
      mapped(readOptionalAt(content, MANAGER, textIn), () => read('true')),
      'false',
    );
  },
};

export const lockdownMode = toldSince(
  'config.lockdownMode',
  oneOf('lockdownDisabled', 'lockdownNormal', 'lockdownStrict'),
  '6.0',
);
/** Servers that are older do not tell, and of an older host nobody: Secure Boot may be on there all the same. */
export const secureBoot: ToldReader = { ...told('capability.uefiSecureBoot', truthIn), since: '8.0.3.0' };

export const lostBootDevice: ToldReader = {
  kind: 'told',
  paths: ['configIssue'],
  since: null,
  from: (content) => mapped(lostBootDeviceIn(content), (isLost) => ({ kind: 'read', value: String(isLost) })),
};

/**
 * A member of `HostFirewallInfo.defaultPolicy`. Both members are optional in the API, and the meaning of an unset one is
 * nowhere told: it is unread.
 */
export const firewallBlocksIncoming = told('config.firewall.defaultPolicy.incomingBlocked', truthIn);
export const firewallBlocksOutgoing = told('config.firewall.defaultPolicy.outgoingBlocked', truthIn);

/** `HostDateTimeInfo.ntpConfig.server` (an optional array): without an entry the host has no server. */
export const ntpServers = told('config.dateTimeInfo', (value) => {
  const info = structureIn(value);
  if (info === null) return null;
  const config = descend(info, 'ntpConfig');
  if (config === null || config.text.trim() !== '') return null;
  const servers = childrenNamed(config, 'server');
  const isOther = servers.length === 0 && config.children.some(({ name }) => name !== 'configFile');
  return isOther ? null : eachOf(servers, textIn);
});

/** Names of standard switches and port groups whose effective policy accepts what the member of that name switches. */
function accepting(member: 'allowPromiscuous' | 'macChanges' | 'forgedTransmits'): ToldReader {
  return told('config.network', (value) => {
    const network = structureIn(value);
    if (network === null || !isWhole(network)) return null;
    const switches = childrenNamed(network, 'vswitch').map((each) => accepts(each, ['spec', 'policy'], member));
    const groups = childrenNamed(network, 'portgroup').map((each) => accepts(each, ['computedPolicy'], member));
    const found = [...switches, ...groups];
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
