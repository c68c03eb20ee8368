import type { PropertyValue } from '../../model/facts.ts';
import { read } from '../../model/reading.ts';
import { childrenNamed, descend, structureIn, type VimElement } from '../../vim/element.ts';
import { lostBootDeviceIn } from '../circumstances/boot.ts';
import type { HOST_SINCE } from '../optional-properties.ts';
import {
  booleanIn,
  type Decode,
  eachOf,
  mapped,
  oneOf,
  orWhenAbsent,
  readOptionalAt,
  readSinceAt,
  textIn,
} from '../property-value.ts';
import { told, type ToldReader } from './reader.ts';

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
  return isOther ? null : eachOf(servers, hostIn);
});

/** The API takes addresses and names of hosts there, and nothing else. */
function hostIn(value: VimElement): string | null {
  const text = textIn(value);
  return text !== null && /^[\w.:-]+$/.test(text) ? text : null;
}
