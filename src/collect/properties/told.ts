import type { PropertyValue } from '../../model/facts.ts';
import { read, type Reading, unread } from '../../model/reading.ts';
import { asBoolean, childrenNamed, descend, textOf, type VimElement } from '../../vim/element.ts';
import { tellsLostBootDevice } from '../circumstances/boot-issue.ts';
import { problemFromFault } from '../problem-from.ts';
import { at, GARBLED, textIn, type ToldReader } from './reader.ts';

/** The text of one path, which all servers know unless `since` says otherwise. */
function text(path: string, since: string | null = null): ToldReader {
  return { kind: 'told', paths: [path], since, from: at(path, textIn) };
}

function truth(path: string, since: string | null = null): ToldReader {
  return { kind: 'told', paths: [path], since, from: at(path, truthIn) };
}

function truthIn(element: VimElement): Reading<PropertyValue> {
  const value = asBoolean(element.text);
  return value === null ? GARBLED : read(String(value));
}

export const rebootRequired = truth('summary.rebootRequired');
export const lockdownMode = text('config.lockdownMode', '6.0');
/** Servers that are older do not tell (domain.md 6, row 4). */
export const secureBoot = truth('capability.uefiSecureBoot', '8.0.3.0');

const ISSUES = 'configIssue';

/** A host without configuration issues lists none. */
export const lostBootDevice: ToldReader = {
  kind: 'told',
  paths: [ISSUES],
  since: null,
  from: ({ properties, missing }) => {
    const fault = missing.get(ISSUES) ?? missing.get('');
    if (fault !== undefined) return unread(problemFromFault(fault));
    const issues = properties.get(ISSUES);
    return read(String(issues !== undefined && tellsLostBootDevice(issues)));
  },
};
export const firewallBlocksIncoming = truth('config.firewall.defaultPolicy.incomingBlocked');
export const firewallBlocksOutgoing = truth('config.firewall.defaultPolicy.outgoingBlocked');

const NTP = 'config.dateTimeInfo';

/** `HostDateTimeInfo.ntpConfig.server`; a host without the part has no server. */
export const ntpServers: ToldReader = {
  kind: 'told',
  paths: [NTP],
  since: null,
  from: at(NTP, (info) => {
    const config = descend(info, 'ntpConfig');
    const servers = config === null ? [] : childrenNamed(config, 'server');
    return read(servers.map((server) => server.text));
  }),
};

const NETWORK = 'config.network';

/** Names of standard switches and port groups whose effective policy accepts what the member of that name switches. */
function accepting(member: 'allowPromiscuous' | 'macChanges' | 'forgedTransmits'): ToldReader {
  const from = (network: VimElement): Reading<PropertyValue> => {
    const switches = childrenNamed(network, 'vswitch').map((each) => accepts(each, ['spec', 'policy'], member));
    const groups = childrenNamed(network, 'portgroup').map((each) => accepts(each, ['computedPolicy'], member));
    const found = [...switches, ...groups];
    if (found.includes(null)) return GARBLED;
    return read(found.filter((name) => name !== null).filter((name) => name !== ''));
  };
  return { kind: 'told', paths: [NETWORK], since: null, from: at(NETWORK, from) };
}

/** The name where it accepts, '' where it rejects, null where it does not tell. */
function accepts(element: VimElement, path: readonly string[], member: string): string | null {
  const security = descend(element, ...path, 'security');
  const value = asBoolean((security === null ? null : textOf(security, member)) ?? '');
  if (value === null) return null;
  return value ? (textOf(element, 'name') ?? descend(element, 'spec', 'name')?.text ?? 'a nameless one') : '';
}

export const networkPromiscuous = accepting('allowPromiscuous');
export const networkMacChanges = accepting('macChanges');
export const networkForgedTransmits = accepting('forgedTransmits');
