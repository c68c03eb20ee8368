import { isAtLeast } from '../wire/versions.ts';
import type { Allowed, PortRule, RulesetSpec } from './firewall-spec.ts';
import { RULESET_ROWS } from './ruleset-rows.ts';
import { PORT_RULE } from './schema.ts';

export const ALL_HOSTS: Allowed = { all: true, addresses: [], networks: [] };

/** A port rule from its text form; null for text that is none. */
function portRule(text: string): PortRule | null {
  const [, direction, protocol, portType, port, endPort] = PORT_RULE.exec(text) ?? [];
  if (direction === undefined || protocol === undefined) return null;
  return {
    direction: direction === 'inbound' ? 'inbound' : 'outbound',
    protocol,
    portType: portType === 'src' || portType === 'dst' ? portType : null,
    port: Number(port),
    endPort: endPort === undefined ? null : Number(endPort),
  };
}

export function portRules(texts: readonly string[]): readonly PortRule[] {
  return texts.map(portRule).filter((rule) => rule !== null);
}

/** An allowed list from addresses and networks in CIDR notation. */
export function allowedList(entries: 'all' | readonly string[]): Allowed {
  if (entries === 'all') return ALL_HOSTS;
  return {
    all: false,
    addresses: entries.filter((entry) => !entry.includes('/')),
    networks: entries
      .filter((entry) => entry.includes('/'))
      .map((entry) => ({
        network: entry.slice(0, entry.indexOf('/')),
        prefixLength: Number(entry.slice(entry.indexOf('/') + 1)),
      })),
  };
}

const ALL: readonly (RulesetSpec & { readonly release: string })[] = RULESET_ROWS.map(
  ([key, label, flags, service, release, rules]) => ({
    key,
    label,
    release,
    enabled: flags.includes('on'),
    required: flags.includes('required'),
    userControllable: flags.includes('user'),
    ipListUserConfigurable: !flags.includes('fixed-list'),
    service: service === '' ? null : service,
    rules: portRules(rules.split(', ')),
    allowed: ALL_HOSTS,
  }),
);

const shipped = new Map<string, readonly RulesetSpec[]>();

/** The rulesets that a release ships, all as they are after installation. */
export function rulesetsOf(version: string): readonly RulesetSpec[] {
  const known = shipped.get(version);
  if (known !== undefined) return known;
  const is67 = isAtLeast(version, '6.7') && !isAtLeast(version, '7.0');
  const rulesets = is67 ? rulesetsOf67() : ALL.filter(({ release }) => isAtLeast(version, release));
  shipped.set(version, rulesets);
  return rulesets;
}

function rulesetsOf67(): readonly RulesetSpec[] {
  return RULESETS_OF_67.split(' ').map((entry) => {
    const key = entry.replace('+', '');
    const base = ALL.find((each) => each.key === key) ?? { ...UNNAMED, key, label: key };
    const rules = RULES_OF_67[key];
    return {
      ...base,
      enabled: entry.endsWith('+'),
      rules: rules === undefined ? base.rules : portRules(rules.split(', ')),
    };
  });
}

const UNNAMED: Omit<RulesetSpec, 'key' | 'label'> = {
  enabled: false,
  required: false,
  userControllable: false,
  ipListUserConfigurable: true,
  service: null,
  rules: [],
  allowed: ALL_HOSTS,
};

/** The rulesets that ESXi 6.7.0 ships, 42 of them; those with a plus are enabled after installation. */
const RULESETS_OF_67 =
  'sshServer+ sshClient nfsClient nfs41Client dhcp+ dns+ snmp+ ntpClient CIMHttpServer+ CIMHttpsServer+ CIMSLP+ iSCSI ' +
  'vpxHeartbeats+ updateManager+ faultTolerance+ webAccess+ vMotion+ vSphereClient+ activeDirectoryAll NFC+ HBR+ ' +
  'ftpClient httpClient gdbserver DVFilter DHCPv6 DVSSync+ syslog WOL+ vSPC remoteSerialPort rdt cmmds rabbitmqproxy+ ' +
  'ipfam vvold iofiltervp esxupdate vit vsanEncryption pvrdma vic-engine';

/** Rules of those that 8.0.3 does not have, or has otherwise; two of them name no port type. */
const RULES_OF_67: Readonly<Record<string, string>> = {
  rdt: 'inbound tcp dst 2233, outbound tcp dst 2233',
  rabbitmqproxy: 'outbound tcp dst 5671',
  vvold: 'outbound tcp dst 0-65535',
  iofiltervp: 'inbound tcp 9080',
  esxupdate: 'outbound tcp 443',
  vit: 'inbound tcp dst 3260',
};
