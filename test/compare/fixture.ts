import { compareHosts } from '../../src/compare/compare-hosts.ts';
import type { Comparison } from '../../src/model/comparison.ts';
import { type AdvancedOption, bareFacts, type HostFacts, type HostService, type Vib } from '../../src/model/facts.ts';
import type { Firewall, Ruleset } from '../../src/model/firewall.ts';
import type { Host } from '../../src/model/host.ts';
import type { KernelSetting } from '../../src/model/kernel-setting.ts';
import type { Problem } from '../../src/model/problem.ts';
import { read, type Reading, unread } from '../../src/model/reading.ts';
import type { EstateFacts } from '../../src/model/snapshot.ts';
import { aHost } from '../reports/fixture.ts';

export const DENIED: Problem = { code: 'no-permission', detail: 'Permission to perform this operation was denied.' };

/** What is said of a host; everything else is as on every host. */
export interface HostParts {
  readonly host?: Partial<Host>;
  readonly options?: Readonly<Record<string, string | Problem>>;
  readonly services?: Readonly<Record<string, Partial<HostService>>>;
  readonly kernel?: Readonly<Record<string, string>>;
  readonly rulesets?: Readonly<Record<string, Partial<Ruleset>>>;
  readonly firewall?: Partial<Firewall>;
  readonly vibs?: Readonly<Record<string, Partial<Vib>>>;
  /** Takes lists away, or puts others in their place. */
  readonly facts?: Partial<HostFacts>;
}

const OPTIONS = { 'UserVars.ESXiShellTimeOut': '600', 'Misc.HostName': 'esx-01', 'Net.BlockGuestBPDU': '1' };
const SERVICES = { DCUI: { running: true, policy: 'on' }, 'TSM-SSH': { running: false, policy: 'off' } };

/** A host that told everything. */
export function comparable(name: string, parts: HostParts = {}): HostFacts {
  const { kernel: _kernel, firewall: _firewall, covering: _covering, ...host } = aHost({ name, ...parts.host });
  const services = Object.entries<Partial<HostService>>({ ...SERVICES, ...parts.services });
  const vibs = Object.entries<Partial<Vib>>({ 'esx-base': {}, nmlx5: { vendor: 'NVIDIA' }, ...parts.vibs });
  return {
    ...bareFacts(host),
    optionList: read(new Map(Object.entries({ ...OPTIONS, ...parts.options }).map(optionPair))),
    services: read(services.map(([key, each]) => ({ ...SERVICE, label: key, ...each, key }))),
    kernelList: read(new Map(Object.entries({ iovDisableIR: 'FALSE', maxVMs: '0', ...parts.kernel }).map(kernelPair))),
    firewall: read(firewallOf(parts)),
    vibs: read(vibs.map(([vib, each]) => ({ ...VIB, ...each, name: vib }))),
    ...parts.facts,
  };
}

const SERVICE = { running: false, policy: 'off' };
const VIB = { version: '8.0.3-0.0.1', vendor: 'VMware', acceptanceLevel: 'VMwareCertified' };

function optionPair([key, value]: [string, string | Problem]): readonly [string, Reading<AdvancedOption>] {
  return [key, typeof value === 'string' ? read({ type: 'xsd:string', value }) : unread(value)];
}

function kernelPair([name, configured]: [string, string]): readonly [string, KernelSetting] {
  const rest = { type: 'Bool', default: 'FALSE', runtime: 'FALSE', source: 'esxcli', problem: null } as const;
  return [name, { ...rest, configured }];
}

function firewallOf({ rulesets, firewall }: HostParts): Firewall {
  const known = Object.entries({ sshServer: {}, ...rulesets }).map(([key, each]) => ({ ...RULESET, ...each, key }));
  return { enabled: read(true), outgoingBlocked: true, incomingBlocked: true, rulesets: known, ...firewall };
}

const RULESET: Ruleset = {
  key: '',
  label: '',
  enabled: true,
  required: false,
  rules: [{ direction: 'inbound', protocol: 'tcp', portType: 'dst', port: 22, endPort: null }],
  allowed: { all: true, addresses: [], networks: [] },
  userControllable: null,
  ipListConfigurable: null,
};

function estateOf(facts: readonly HostFacts[]): EstateFacts & { readonly tool: Comparison['tool'] } {
  const times = { startedAt: '2026-11-30T06:00:00.000Z', finishedAt: '2026-11-30T06:01:00.000Z' };
  const target = {
    identity: 'vc',
    product: 'VMware vCenter Server',
    version: '8.0.3',
    build: '1',
    apiVersion: '8.0.3.0',
  };
  return {
    ...times,
    tool: { name: 'esxcheck', version: '1.0.0' },
    targets: [{ ...target, url: 'https://vc.example/sdk', error: null }],
    facts,
  };
}

export function compared(reference: HostFacts, ...facts: readonly HostFacts[]): Comparison {
  return compareHosts({ facts: reference, readAt: '2026-11-29T06:01:00.000Z' }, estateOf(facts));
}

function scratch(volume: string) {
  return { 'ScratchConfig.CurrentScratchLocation': `/vmfs/volumes/${volume}/.locker` };
}

/** One comparison with everything that there can be. */
export function fullComparison(): Comparison {
  const reference = comparable('golden', { options: scratch('1'), services: { slpd: { running: true } } });
  const opened = { services: { 'TSM-SSH': { running: true, policy: 'on' } } };
  const comparison = compared(
    reference,
    comparable('esx-01', {
      ...opened,
      options: { ...scratch('2'), 'Misc.HostName': 'esx-02' },
      kernel: { iovDisableIR: 'TRUE' },
    }),
    comparable('esx-02', {
      ...opened,
      options: { ...scratch('1'), 'UserVars.ESXiShellTimeOut': '', 'Net.Own': '1', 'Net.BlockGuestBPDU': DENIED },
      rulesets: { sshServer: { allowed: { all: false, addresses: ['10.0.0.5'], networks: ['10.1.0.0/16'] } } },
      vibs: { 'own-driver': { vendor: 'Own', acceptanceLevel: null } },
    }),
    comparable('esx-03', {
      host: { build: '9', vendor: 'Dell', model: 'PowerEdge' },
      options: scratch('3'),
      facts: { kernelList: unread(DENIED) },
    }),
    comparable('esx-04', { options: scratch('1') }),
  );
  return { ...comparison, remarks: ['what an older release read may be wrong'] };
}
