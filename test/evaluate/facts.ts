import { evaluateHost } from '../../src/evaluate/evaluate-host.ts';
import { bareFacts, type HostFacts } from '../../src/model/facts.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Firewall } from '../../src/model/firewall.ts';
import type { Host } from '../../src/model/host.ts';
import type { KernelSetting } from '../../src/model/kernel-setting.ts';
import { read, type Reading } from '../../src/model/reading.ts';
import type { Rule } from '../../src/model/rule.ts';

/** A Gen8 host that is well and told everything about itself. */
export const HOST: Host = {
  id: 'vc/host-1',
  moid: 'host-1',
  name: 'esx01.example',
  target: 'https://vc.example/sdk',
  uuid: null,
  serial: null,
  datacenter: 'dc',
  cluster: 'c1',
  computeResource: 'c1',
  folder: '',
  vendor: 'HP',
  model: 'ProLiant DL380p Gen8',
  cpuModel: 'Intel(R) Xeon(R) CPU E5-2650 0 @ 2.00GHz',
  biosVersion: 'P70',
  biosReleaseDate: null,
  version: '6.0.0',
  build: '5050593',
  release: 'ESXi 6.0 Update 3',
  released: '2017-02-24',
  connectionState: 'connected',
  powerState: 'poweredOn',
  standbyMode: 'none',
  inMaintenanceMode: false,
  bootTime: null,
  managementServerIp: null,
  trouble: null,
};

export function setting(parts: Partial<KernelSetting>): KernelSetting {
  return {
    type: 'Bool',
    default: 'TRUE',
    configured: 'FALSE',
    runtime: 'FALSE',
    source: 'esxcli',
    problem: null,
    ...parts,
  };
}

export function factsOf(parts: {
  readonly host?: Partial<Host>;
  readonly kernel?: Readonly<Record<string, Reading<KernelSetting>>>;
  readonly firewall?: Reading<Firewall> | null;
}): HostFacts {
  return {
    ...bareFacts({ ...HOST, ...parts.host }),
    kernel: new Map(Object.entries(parts.kernel ?? {})),
    firewall: parts.firewall ?? null,
  };
}

export function firewallOf(parts: Partial<Firewall>): Firewall {
  return { enabled: read(true), outgoingBlocked: true, incomingBlocked: true, rulesets: [], ...parts };
}

/** A rule that wants iovDisableIR FALSE of every host. */
export const RULE: Rule = {
  id: 'test/rule',
  pack: 'test',
  title: 'iovDisableIR is FALSE',
  severity: 'high',
  because: 'of the test',
  references: [],
  controls: [],
  appliesTo: [],
  check: { kind: 'kernelSetting', name: 'iovDisableIR', operator: { op: 'equals', value: 'FALSE' } },
  remedy: { kind: 'kernelSetting', name: 'iovDisableIR', value: 'FALSE' },
  enforce: 'remedy',
  profiles: {},
  profile: null,
  notes: [],
  examples: [],
  hash: '',
};

export const FIREWALL_RULE: Rule = {
  ...RULE,
  check: {
    kind: 'firewallAllows',
    direction: 'outbound',
    protocol: 'tcp',
    port: 2377,
    destinationParameter: 'vch-address',
  },
  remedy: { kind: 'firewallAllows' },
};

export function judgeOne(
  facts: HostFacts,
  rule: Rule = RULE,
  parameters: Readonly<Record<string, string>> = {},
): Finding {
  const [finding, ...rest] = evaluateHost(facts, [rule], new Map(Object.entries(parameters)));
  if (finding === undefined || rest.length > 0) throw new Error('one rule on one host makes one finding');
  return finding;
}
