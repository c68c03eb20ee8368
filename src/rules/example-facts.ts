import { HOST_FACTS } from '../checks/values/host-facts.ts';
import { settingText } from '../checks/values/operator-words.ts';
import type { AdvancedOption, EsxcliFacts, HostFacts, HostService, PropertyValue, Vib } from '../model/facts.ts';
import type { Firewall, FirewallRule, Ruleset } from '../model/firewall.ts';
import type { Host } from '../model/host.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import { PROPERTY_FACT_NAMES } from '../model/property-facts.ts';
import { ABSENT, read, type Reading, unread } from '../model/reading.ts';
import {
  type EsxcliValues,
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

/** A value without a type is of the type that it looks like. */
function exampleOption(values: OptionValues): AdvancedOption {
  if (typeof values === 'object') return { type: values.type, value: String(values.value) };
  const type = { string: 'string', number: 'long', boolean: 'boolean' }[typeof values as 'string'];
  return { type, value: String(values) };
}

function exampleServices(values: ServiceValues): readonly HostService[] {
  return Object.entries(values).map(([key, { running, policy }]) => ({ key, label: key, running, policy }));
}

function propertyValue(value: unknown): PropertyValue {
  return Array.isArray(value) ? value.map(String) : String(value);
}

function exampleVibs(values: VibValues): readonly Vib[] {
  return Object.entries(values).map(([name, { version, vendor, acceptanceLevel }]) => ({
    name,
    version,
    vendor: vendor ?? null,
    acceptanceLevel: acceptanceLevel ?? null,
  }));
}

/** By command; `unread` or `absent` of all commands is that of each, since none is in the map then. */
function exampleEsxcli(values: unknown): ReadonlyMap<string, Reading<EsxcliFacts>> {
  if (typeof values !== 'object' || values === null) return new Map();
  return new Map(Object.entries(values as EsxcliValues).map(([command, answer]) => [command, answerOf(answer)]));
}

function answerOf(answer: EsxcliValues[string]): Reading<EsxcliFacts> {
  if (answer === 'absent') return ABSENT;
  if (answer === 'unread') return UNREAD;
  if (!Array.isArray(answer)) return read({ rows: [], scalar: String(answer) });
  const rows = answer.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]),
    ),
  );
  return read({ rows, scalar: null });
}
