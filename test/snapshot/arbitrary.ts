import * as fc from 'fast-check';
import type { AdvancedOption, EsxcliFacts, HostFacts, HostService, PropertyValue, Vib } from '../../src/model/facts.ts';
import type { Firewall, Ruleset } from '../../src/model/firewall.ts';
import type { Host } from '../../src/model/host.ts';
import type { KernelSetting } from '../../src/model/kernel-setting.ts';
import { type Problem, PROBLEM_CODES } from '../../src/model/problem.ts';
import { ABSENT, read, type Reading, unread } from '../../src/model/reading.ts';
import type { TargetReport } from '../../src/model/scan.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { hostileText } from '../reports/hostile.ts';

const text = hostileText();
const told = fc.option(text, { nil: null });
const truth = fc.constantFrom(true, false, null);
const port = fc.integer({ min: -1, max: 70_000 });

/** With the prototype that every object of ours has. */
function record<Value extends object>(parts: { [Key in keyof Value]: fc.Arbitrary<Value[Key]> }): fc.Arbitrary<Value> {
  return fc.record(parts, { noNullPrototype: true }) as fc.Arbitrary<Value>;
}

function list<Item>(item: fc.Arbitrary<Item>): fc.Arbitrary<readonly Item[]> {
  return fc.array(item, { maxLength: 3 });
}

const problem = record<Problem>({ code: fc.constantFrom(...PROBLEM_CODES), detail: text });

function reading<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Reading<Value>> {
  return fc.oneof(
    { weight: 4, arbitrary: value.map((each) => read(each)) },
    { weight: 1, arbitrary: fc.constant<Reading<Value>>(ABSENT) },
    { weight: 1, arbitrary: problem.map((each) => unread(each)) },
  );
}

function byName<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<ReadonlyMap<string, Reading<Value>>> {
  const name = fc.oneof(text, fc.constantFrom('iovDisableIR', '__proto__', 'constructor', '1'));
  return fc.array(fc.tuple(name, reading(value)), { maxLength: 3 }).map((entries) => new Map(entries));
}

function orNull<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return fc.option(value, { nil: null });
}

const host = record<Host>({
  id: text,
  moid: text.map((each) => `host-${each}`),
  name: text,
  target: text,
  uuid: told,
  serial: told,
  datacenter: told,
  cluster: told,
  computeResource: told,
  folder: told,
  vendor: told,
  model: told,
  cpuModel: told,
  biosVersion: told,
  biosReleaseDate: told,
  version: told,
  build: told,
  release: told,
  released: told,
  connectionState: fc.constantFrom('connected', 'disconnected', 'notResponding', null),
  powerState: told,
  standbyMode: told,
  inMaintenanceMode: truth,
  bootTime: told,
  managementServerIp: told,
  trouble: orNull(problem),
});

const ruleset = record<Ruleset>({
  key: fc.constantFrom('vSPC', 'vic-engine', '__proto__'),
  label: text,
  enabled: fc.boolean(),
  required: fc.boolean(),
  rules: list(record({ direction: text, protocol: text, portType: told, port, endPort: orNull(port) })),
  allowed: orNull(record({ all: fc.boolean(), addresses: list(text), networks: list(text) })),
  userControllable: truth,
  ipListConfigurable: truth,
});

const firewall = record<Firewall>({
  enabled: reading(fc.boolean()),
  outgoingBlocked: truth,
  incomingBlocked: truth,
  rulesets: list(ruleset),
});

const kernelSetting = record<KernelSetting>({
  type: told,
  default: told,
  configured: told,
  runtime: told,
  source: fc.constantFrom('esxcli', 'advanced-option'),
  problem: orNull(problem),
});

const textOrList: fc.Arbitrary<PropertyValue> = fc.oneof(text, list(text));

/** As rows are made of what esxcli answers: a field named `__proto__` is a field. */
const row = list(fc.tuple(fc.oneof(text, fc.constant('__proto__')), textOrList)).map((fields) =>
  Object.fromEntries(fields),
);

const hostFacts = record<HostFacts>({
  host,
  kernel: byName(kernelSetting),
  firewall: orNull(reading(firewall)),
  options: byName(record<AdvancedOption>({ type: told, value: text })),
  services: orNull(reading(list(record<HostService>({ key: text, label: text, running: fc.boolean(), policy: text })))),
  properties: byName(textOrList),
  vibs: orNull(reading(list(record<Vib>({ name: text, version: text, vendor: told, acceptanceLevel: told })))),
  esxcli: byName(record<EsxcliFacts>({ rows: list(row), scalar: told })),
});

const plainTarget = record<Omit<TargetReport, 'account' | 'clock'>>({
  url: text,
  identity: told,
  product: told,
  version: told,
  build: told,
  apiVersion: told,
  error: orNull(record({ code: text, message: text })),
});

const time = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
  .map((date) => date.toISOString());

/** Account and clock may be left out, each alone. */
const target: fc.Arbitrary<TargetReport> = fc
  .tuple(plainTarget, orNull(text), orNull(record({ server: time, local: time })))
  .map(([plain, account, clock]) => ({
    ...plain,
    ...(account === null ? {} : { account }),
    ...(clock === null ? {} : { clock }),
  }));

const header = record<Omit<Snapshot, 'facts'>>({
  tool: record({ name: text, version: text }),
  startedAt: time,
  finishedAt: time,
  targets: fc.array(target, { minLength: 1, maxLength: 3 }),
  purpose: record({ everything: fc.boolean(), rules: list(record({ id: text, hash: text })) }),
  asked: list(text),
});

/** Any snapshot that hosts could be the cause of: hostile texts wherever there are texts. */
export const snapshots: fc.Arbitrary<Snapshot> = fc
  .tuple(header, fc.array(fc.tuple(hostFacts, fc.nat()), { maxLength: 4 }))
  .map(([head, hosts]) => ({
    ...head,
    facts: hosts.map(([facts, nth], index) => {
      const { url = '' } = head.targets[nth % head.targets.length] ?? {};
      return { ...facts, host: { ...facts.host, id: `${index}${facts.host.id}`, target: url } };
    }),
  }));
