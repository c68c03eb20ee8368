import type { AdvancedOption, EsxcliFacts, HostFacts, HostService, PropertyValue, Vib } from '../model/facts.ts';
import type { AllowedHosts, Firewall, FirewallRule, Ruleset } from '../model/firewall.ts';
import type { Host } from '../model/host.ts';
import { type HostAttribute, type HostLabels, type HostTag, LABELLED } from '../model/host-labels.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import { type Problem, PROBLEM_CODES, type ProblemCode } from '../model/problem.ts';
import { ABSENT, read, type Reading, unread } from '../model/reading.ts';
import {
  flag,
  list,
  matching,
  memberOf,
  Misfit,
  named,
  objectIn,
  oneOf,
  orNull,
  record,
  type Shape,
  text,
  whole,
} from './shape.ts';

const KNOWN: ReadonlyMap<string, ProblemCode> = new Map(PROBLEM_CODES.map((code) => [code, code]));

const codeText = matching(/^[a-z-]{1,64}$/, 'a code');

/** There are no words here for a code of a later release. What it stands for stays unread, and its detail as it was. */
const code: Shape<ProblemCode> = (value) => KNOWN.get(codeText(value)) ?? 'not-reported';

const plainProblem = record<Pick<Problem, 'code' | 'detail'>>({ code, detail: text });

/** Members that may be left out, as snapshots of 1.0.0 do. */
const OPTIONAL = ['fault', 'privilege', 'path'] as const;

const problem: Shape<Problem> = (value) => {
  const given = objectIn(value);
  const further = OPTIONAL.filter((key) => memberOf(given, key) !== undefined);
  return { ...plainProblem(value), ...Object.fromEntries(further.map((key) => [key, text(memberOf(given, key))])) };
};

/** What came of reading one fact. */
function reading<Value>(shape: Shape<Value>): Shape<Reading<Value>> {
  const whenRead = record<{ readonly value: Value }>({ value: shape });
  const whenUnread = record<{ readonly problem: Problem }>({ problem });
  return (value) => {
    switch (memberOf(objectIn(value), 'kind')) {
      case 'read':
        return read(whenRead(value).value);
      case 'absent':
        return ABSENT;
      case 'unread':
        return unread(whenUnread(value).problem);
      default:
        throw new Misfit('read, absent or unread', ['kind']);
    }
  };
}

const word = matching(/./su, 'a text that is not empty');

/** In the order in which a host is made when it is read, which is that of its keys in reports. */
const plainHost = record<Omit<Host, 'unread' | keyof HostLabels>>({
  id: word,
  moid: word,
  name: text,
  target: text,
  uuid: orNull(text),
  serial: orNull(text),
  datacenter: orNull(text),
  cluster: orNull(text),
  computeResource: orNull(text),
  folder: orNull(text),
  vendor: orNull(text),
  model: orNull(text),
  cpuModel: orNull(text),
  biosVersion: orNull(text),
  biosReleaseDate: orNull(text),
  version: orNull(text),
  build: orNull(text),
  release: orNull(text),
  released: orNull(text),
  connectionState: orNull(oneOf('connected', 'disconnected', 'notResponding')),
  powerState: orNull(text),
  standbyMode: orNull(text),
  inMaintenanceMode: orNull(flag),
  bootTime: orNull(text),
  managementServerIp: orNull(text),
  trouble: orNull(problem),
});

const origin = { on: oneOf(...LABELLED), of: orNull(text) };
const LABELS: { readonly [Kind in keyof HostLabels]-?: Shape<NonNullable<HostLabels[Kind]>> } = {
  tags: list(record<HostTag>({ category: text, name: text, ...origin })),
  attributes: list(record<HostAttribute>({ name: text, value: text, ...origin })),
};

/** Keys that may be left out, as where nobody asked for labels, and in snapshots of earlier releases. */
const labels: Shape<HostLabels> = (value) => {
  const given = objectIn(value);
  const there = (['tags', 'attributes'] as const).filter((key) => memberOf(given, key) !== undefined);
  return Object.fromEntries(there.map((key) => [key, orNull<unknown>(LABELS[key])(memberOf(given, key))]));
};

/** Why members of the host were not told: a key that may be left out, as in snapshots of 1.0.0. */
const host: Shape<Host> = (value) => {
  const unread = memberOf(objectIn(value), 'unread');
  const plain = { ...plainHost(value), ...labels(value) };
  if (unread === undefined) return plain;
  const told = Object.entries(objectIn(unread)).map(([path, given]) => [path, problem(given)] as const);
  return { ...plain, unread: Object.fromEntries(told) };
};

/**
 * All facts of one host. What is alike on several hosts becomes one object, so that memory grows with what differs: hosts
 * of one release have the same packages and nearly the same rulesets. A kind of fact that a later release adds is not in
 * the snapshots before it, and needs a shape that takes that for not asked.
 */
export function hostFactsShape(): Shape<HostFacts> {
  const alike = sharing();
  const shared =
    <Value>(shape: Shape<Value>): Shape<Value> =>
    (value) =>
      alike(shape(value));
  const byName = <Value>(shape: Shape<Value>): Shape<ReadonlyMap<string, Reading<Value>>> =>
    named(shared(reading(shape)));
  const plain = record<Omit<HostFacts, 'kernelList' | 'optionList'>>({
    host,
    kernel: byName(kernelSetting),
    firewall: orNull(sameForSame(reading(firewallOf(shared(ruleset))))),
    options: byName(option),
    services: orNull(reading(list(shared(service)))),
    properties: byName(property),
    vibs: orNull(reading(list(shared(vib)))),
    esxcli: byName(answer),
  });
  const lists: { readonly [Key in (typeof LISTS)[number]]: Shape<HostFacts[Key]> } = {
    kernelList: reading(named(shared(kernelSetting))),
    optionList: reading(byName(option)),
  };
  return (value) => {
    const given = objectIn(value);
    const there = LISTS.filter((key) => memberOf(given, key) !== undefined);
    return { ...plain(value), ...Object.fromEntries(there.map((key) => [key, lists[key](memberOf(given, key))])) };
  };
}

/** Whole lists: keys that may be left out, as in snapshots that were taken for rules. */
const LISTS = ['kernelList', 'optionList'] as const;

/** Beyond this, remembering would cost more than sharing saves. */
const MOST_KNOWN = 65_536;

/** Gives the first of all values that are alike, by their JSON. For values that nobody changes. */
function sharing(): <Value>(value: Value) => Value {
  const known = new Map<string, unknown>();
  return <Value>(value: Value): Value => {
    const key = JSON.stringify(value);
    const first = known.get(key);
    // Equal JSON of one schema is an equal value.
    if (first !== undefined) return first as Value;
    if (known.size < MOST_KNOWN) known.set(key, value);
    return value;
  };
}

/** What was looked at is not looked at again: a reader of the program hands the same object in for each host that is alike. */
function sameForSame<Value>(shape: Shape<Value>): Shape<Value> {
  const known = new WeakMap<object, Value>();
  return (value) => {
    if (typeof value !== 'object' || value === null) return shape(value);
    const first = known.get(value);
    if (first !== undefined) return first;
    const made = shape(value);
    known.set(value, made);
    return made;
  };
}

const kernelSetting = record<KernelSetting>({
  type: orNull(text),
  default: orNull(text),
  configured: orNull(text),
  runtime: orNull(text),
  source: oneOf('esxcli', 'advanced-option'),
  problem: orNull(problem),
});

const rule = record<FirewallRule>({
  direction: text,
  protocol: text,
  portType: orNull(text),
  port: whole,
  endPort: orNull(whole),
});

const ruleset = record<Ruleset>({
  key: text,
  label: text,
  enabled: flag,
  required: flag,
  rules: list(rule),
  allowed: orNull(record<AllowedHosts>({ all: flag, addresses: list(text), networks: list(text) })),
  userControllable: orNull(flag),
  ipListConfigurable: orNull(flag),
});

/** Rulesets are given by the caller, who may share them among hosts. */
function firewallOf(rulesets: Shape<Ruleset>): Shape<Firewall> {
  return record<Firewall>({
    enabled: reading(flag),
    outgoingBlocked: orNull(flag),
    incomingBlocked: orNull(flag),
    rulesets: list(rulesets),
  });
}

const option = record<AdvancedOption>({ type: orNull(text), value: text });

const service = record<HostService>({ key: text, label: text, running: flag, policy: text });

const property: Shape<PropertyValue> = (value) => (Array.isArray(value) ? list(text)(value) : text(value));

const vib = record<Vib>({
  name: text,
  version: text,
  vendor: orNull(text),
  acceptanceLevel: orNull(text),
});

type Row = EsxcliFacts['rows'][number];

const fields = named(property);

/** A field named `__proto__` becomes a field like any other. */
const row: Shape<Row> = (value) => Object.fromEntries(fields(value));

const answer = record<EsxcliFacts>({ rows: list(row), scalar: orNull(text) });
