import { wouldPass } from '../../src/checks/index.ts';
import { coveringRulesets, evaluateHost } from '../../src/evaluate/evaluate-host.ts';
import { ruleFor } from '../../src/evaluate/rule-for.ts';
import { summarise } from '../../src/evaluate/summary.ts';
import type { HostCircumstances } from '../../src/model/circumstances.ts';
import { bareFacts, type HostFacts } from '../../src/model/facts.ts';
import type { AllowedHosts, Firewall, Ruleset } from '../../src/model/firewall.ts';
import type { Host } from '../../src/model/host.ts';
import type { KernelSetting } from '../../src/model/kernel-setting.ts';
import { ABSENT, read, type Reading } from '../../src/model/reading.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { Scan, TargetReport } from '../../src/model/scan.ts';
import type { PlanOptions } from '../../src/plan/decision.ts';
import { planFor } from '../../src/plan/plan-for.ts';

const IDENTITY = '7f1c2d3e-0000-4000-8000-000000000c01';
const VC = 'https://vc01.lab.example/sdk';

const TARGET: TargetReport = {
  url: VC,
  identity: IDENTITY,
  product: 'VMware vCenter Server',
  version: '8.0.3',
  build: '1',
  apiVersion: '8.0.3.0',
  error: null,
};

/** A connected Gen8 host that is told apart. */
export function gen8(name: string, parts: Partial<Host> = {}): Host {
  const moid = `host-${name.replaceAll(/\D/g, '')}`;
  return {
    id: `${IDENTITY}/${moid}`,
    moid,
    name,
    target: VC,
    uuid: `uuid-of-${name}`,
    serial: `serial-of-${name}`,
    datacenter: 'Lab',
    cluster: 'C1',
    computeResource: 'C1',
    folder: '',
    vendor: 'HP',
    model: 'ProLiant DL380p Gen8',
    cpuModel: 'Intel(R) Xeon(R) CPU E5-2650 0 @ 2.00GHz',
    biosVersion: 'P70',
    biosReleaseDate: null,
    version: '6.0.0',
    build: '4600944',
    release: null,
    released: null,
    connectionState: 'connected',
    powerState: 'poweredOn',
    standbyMode: 'none',
    inMaintenanceMode: false,
    bootTime: '2026-10-01T04:12:31Z',
    managementServerIp: null,
    trouble: null,
    ...parts,
  };
}

/** `iovDisableIR` by its three values. */
export function setting(
  byDefault: string | null,
  configured: string | null,
  runtime: string | null,
): Reading<KernelSetting> {
  return read({ type: 'Bool', default: byDefault, configured, runtime, source: 'esxcli', problem: null });
}

export const OPEN: AllowedHosts = { all: true, addresses: [], networks: [] };

export function listOf(...entries: readonly string[]): AllowedHosts {
  return {
    all: false,
    addresses: entries.filter((entry) => !entry.includes('/')),
    networks: entries.filter((entry) => entry.includes('/')),
  };
}

/** A ruleset with outbound tcp ports; 2377 alone unless another range is given. */
export function ruleset(
  key: string,
  parts: Partial<Ruleset> = {},
  [port, endPort]: readonly [number, number | null] = [2377, null],
): Ruleset {
  return {
    key,
    label: key,
    enabled: false,
    required: false,
    rules: [{ direction: 'outbound', protocol: 'tcp', portType: 'dst', port, endPort }],
    allowed: OPEN,
    userControllable: true,
    ipListConfigurable: true,
    ...parts,
  };
}

export function vSPC(parts: Partial<Ruleset> = {}): Ruleset {
  return ruleset('vSPC', parts, [0, 65_535]);
}

export function firewall(...rulesets: readonly Ruleset[]): Reading<Firewall> {
  return read({ enabled: read(true), outgoingBlocked: true, incomingBlocked: true, rulesets });
}

/** Facts of one host; what is not given was not asked for, or is as wanted. */
export function facts(
  host: Host,
  {
    iovDisableIR = setting('TRUE', 'FALSE', 'FALSE'),
    firewall = null,
  }: { iovDisableIR?: Reading<KernelSetting>; firewall?: Reading<Firewall> | null } = {},
): HostFacts {
  return { ...bareFacts(host), kernel: new Map([['iovDisableIR', iovDisableIR]]), firewall };
}

/** The scan that those facts come to, judged by the engine itself. */
export function scanOf(
  hosts: readonly HostFacts[],
  rules: readonly Rule[],
  parameters: ReadonlyMap<string, string> = new Map(),
): Scan {
  const findings = hosts.flatMap((host) => evaluateHost(host, rules, parameters));
  const scanned = hosts.map(({ host, kernel, firewall }) => ({
    ...host,
    kernel,
    firewall,
    covering: firewall?.kind === 'read' ? coveringRulesets(firewall.value, rules) : [],
  }));
  return {
    tool: { name: 'esxcheck', version: '0' },
    startedAt: '2026-11-23T06:00:00.000Z',
    finishedAt: '2026-11-23T06:00:01.000Z',
    targets: [TARGET],
    targetRelease: null,
    since: null,
    rules: rules.map(({ id, title, severity, hash, references, profile }) => ({
      id,
      title,
      severity,
      hash,
      references,
      profile,
    })),
    summary: summarise(scanned, findings),
    hosts: scanned,
    findings,
  };
}

/** Nothing stands in the way. */
export const CALM: HostCircumstances = {
  managedBy: read(null),
  clusterProfile: read(false),
  hostProfile: read(null),
  bootDevice: read('disk'),
  stagedImage: read(false),
};

/** All rules are planned and every circumstance is calm, unless other options are given. */
export function optionsFor(scan: Scan, rules: readonly Rule[], parts: Partial<PlanOptions> = {}): PlanOptions {
  return {
    tool: { name: 'esxcheck', version: '0' },
    createdAt: '2026-11-23T07:00:00.000Z',
    planned: new Set(rules.map(({ id }) => id)),
    parameters: {},
    pin: false,
    deny: false,
    allowBroadRuleset: false,
    allowed: null,
    circumstances: new Map(scan.hosts.map(({ id }) => [id, CALM])),
    ruleFor: (rule, host) => ruleFor(rule, host) ?? rule,
    wouldPass,
    ...parts,
  };
}

/** Scans and plans in one go. */
export function planOf(
  hosts: readonly HostFacts[],
  rules: readonly Rule[],
  parts: Partial<PlanOptions> = {},
  parameters?: ReadonlyMap<string, string>,
) {
  const scan = scanOf(hosts, rules, parameters);
  return planFor(scan, rules, optionsFor(scan, rules, parts));
}

/** Asked of a release that does not have it. */
export const LACKING: Reading<never> = ABSENT;
