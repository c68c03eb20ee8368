import { HOST_FACTS } from '../evaluate/fact-names.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Firewall, FirewallRule, Ruleset } from '../model/firewall.ts';
import type { Host } from '../model/host.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import { PROPERTY_FACT_NAMES } from '../model/property-facts.ts';
import { ABSENT, read, type Reading, unread } from '../model/reading.ts';
import { settingText } from './build-operator.ts';
import { exampleEsxcli, exampleOption, exampleServices, exampleVibs, propertyValue } from './example-values.ts';
import {
  type FirewallValues,
  type KernelValues,
  OPENING,
  type OptionValues,
  type RulesetValues,
  type ServiceValues,
  type VibValues,
} from './schema/example-schema.ts';

type Facts = Readonly<Record<string, unknown>>;

/** A fact that an example does not name was not read. */
const UNREAD = unread({ code: 'not-reported', detail: 'the example does not name it' });

/** The facts of an example, which fit the example schema, as a scan would have read them. */
export function exampleFacts(facts: Facts): HostFacts {
  return {
    host: exampleHost(facts),
    kernel: named(facts, 'kernel.', (values) => exampleSetting(values as KernelValues)),
    firewall: reading(facts['firewall'] ?? 'unread', (values) => exampleFirewall(values as FirewallValues)),
    options: named(facts, 'option.', (values) => exampleOption(values as OptionValues)),
    services: reading(facts['services'] ?? 'unread', (values) => exampleServices(values as ServiceValues)),
    properties: new Map(
      PROPERTY_FACT_NAMES.filter((name) => Object.hasOwn(facts, name)).map((name) => [
        name,
        reading(facts[name], propertyValue),
      ]),
    ),
    vibs: reading(facts['vibs'] ?? 'unread', (values) => exampleVibs(values as VibValues)),
    esxcli: exampleEsxcli(facts['esxcli']),
  };
}

/** Facts that are named by a prefix and a name of their own. */
function named<Fact>(
  facts: Facts,
  prefix: string,
  make: (values: unknown) => Fact,
): ReadonlyMap<string, Reading<Fact>> {
  const entries = Object.entries(facts).filter(([name]) => name.startsWith(prefix));
  return new Map(entries.map(([name, value]) => [name.slice(prefix.length), reading(value, make)]));
}

function reading<Fact>(value: unknown, make: (values: unknown) => Fact): Reading<Fact> {
  if (value === 'unread') return UNREAD;
  return value === 'absent' ? ABSENT : read(make(value));
}

const BLANK = Object.fromEntries(HOST_FACTS.map(({ name }) => [hostKey(name), null]));

function exampleHost(facts: Facts): Host {
  const named = HOST_FACTS.filter(({ name }) => Object.hasOwn(facts, name));
  const values = named.map(({ name, type }) => [hostKey(name), type === 'boolean' ? facts[name] : String(facts[name])]);
  const identity = { id: 'example', moid: 'example', target: 'example', trouble: null };
  return { ...BLANK, name: 'example', ...identity, ...Object.fromEntries(values) } as Host;
}

/** `host.model` is the key `model` of a host. */
function hostKey(fact: string): string {
  return fact.slice('host.'.length);
}

function exampleSetting(values: KernelValues): KernelSetting {
  const source = values.source ?? 'esxcli';
  const code = source === 'esxcli' ? 'setting-not-reported' : 'esxcli-unavailable';
  const [byDefault, configured, runtime] = [values.default, values.configured, values.runtime].map((value) =>
    value === undefined ? null : settingText(value),
  );
  const whole = byDefault !== null && configured !== null && runtime !== null;
  return {
    type: values.type ?? null,
    default: byDefault ?? null,
    configured: configured ?? null,
    runtime: runtime ?? null,
    source,
    problem: whole ? null : { code, detail: 'the example does not name it' },
  };
}

function exampleFirewall(values: FirewallValues): Firewall {
  return {
    enabled: values.enabled === undefined ? UNREAD : read(values.enabled),
    outgoingBlocked: values.outgoingBlocked ?? null,
    incomingBlocked: values.incomingBlocked ?? null,
    rulesets: Object.entries(values.rulesets).map(([key, ruleset]) => exampleRuleset(key, ruleset)),
  };
}

function exampleRuleset(key: string, values: RulesetValues): Ruleset {
  const listed = values.allowed === 'all' ? [] : values.allowed;
  return {
    key,
    label: key,
    enabled: values.enabled,
    required: values.required ?? false,
    rules: values.opens.flatMap(exampleOpening),
    allowed: {
      all: values.allowed === 'all',
      addresses: listed.filter((entry) => !entry.includes('/')),
      networks: listed.filter((entry) => entry.includes('/')),
    },
    userControllable: values.userControllable ?? null,
    ipListConfigurable: values.ipListConfigurable ?? null,
  };
}

/** `outbound tcp 0-65535 dst` */
function exampleOpening(text: string): readonly FirewallRule[] {
  const [, direction, protocol, port, endPort, portType] = OPENING.exec(text) ?? [];
  if (direction === undefined || protocol === undefined) return [];
  return [
    {
      direction,
      protocol,
      portType: portType ?? null,
      port: Number(port),
      endPort: endPort === undefined ? null : Number(endPort),
    },
  ];
}
