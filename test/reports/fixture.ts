import { STATES, VERDICTS, type Finding } from '../../src/model/finding.ts';
import type { Firewall } from '../../src/model/firewall.ts';
import type { KernelSetting } from '../../src/model/kernel-setting.ts';
import { ABSENT, read, unread, type Reading } from '../../src/model/reading.ts';
import type { CoveringRuleset, KernelListing, RuleReport, Scan, ScannedHost } from '../../src/model/scan.ts';

export const VC = 'https://vc01.lab.example/sdk';
const IDENTITY = '7f1c2d3e-0000-4000-8000-00000000vc01';

/** A host that answers, of which nothing special is to be told. */
export function aHost(parts: Partial<ScannedHost> & Pick<ScannedHost, 'name'>): ScannedHost {
  const moid = parts.moid ?? `host-${parts.name.replaceAll(/\D/g, '')}`;
  return {
    id: `${IDENTITY}/${moid}`,
    moid,
    target: VC,
    uuid: '30373237-3132-4d32-3235-303930305a4b',
    serial: 'CZ25090ZK1',
    datacenter: 'Lab',
    cluster: 'Gen8-A',
    computeResource: parts.cluster ?? 'Gen8-A',
    folder: '',
    vendor: 'HP',
    model: 'ProLiant DL380p Gen8',
    cpuModel: 'Intel(R) Xeon(R) CPU E5-2650 0 @ 2.00GHz',
    biosVersion: 'P70',
    biosReleaseDate: '2015-07-01T00:00:00Z',
    version: '6.0.0',
    build: '4600944',
    release: 'ESXi 6.0 Patch 4',
    connectionState: 'connected',
    powerState: 'poweredOn',
    standbyMode: 'none',
    inMaintenanceMode: false,
    bootTime: '2026-10-01T04:12:31Z',
    managementServerIp: null,
    trouble: null,
    kernel: new Map(),
    firewall: null,
    covering: [],
    ...parts,
  };
}

/** A setting as esxcli tells it. */
export function aSetting(
  [byDefault, configured, runtime]: readonly (string | null)[],
  parts: Partial<KernelSetting> = {},
): Reading<KernelSetting> {
  return read({
    type: 'Bool',
    default: byDefault ?? null,
    configured: configured ?? null,
    runtime: runtime ?? null,
    source: 'esxcli',
    problem: null,
    ...parts,
  });
}

const GEN8 = 'hpe/gen8-interrupt-remapping';
const PORT = 'vic/outbound-2377';
const OLD = 'hpe/pre-gen8-interrupt-remapping';

export const RULES: readonly RuleReport[] = [
  {
    id: GEN8,
    title: 'HPE Gen8 hosts have iovDisableIR FALSE, now and after every reboot',
    severity: 'critical',
    hash: 'a'.repeat(64),
    references: ['HPE c05392947', 'VMware KB 2149043'],
  },
  {
    id: OLD,
    title: 'Hosts with Xeon 55xx and 56xx have interrupt remapping off',
    severity: 'low',
    hash: 'b'.repeat(64),
    references: [],
  },
  {
    id: PORT,
    title: 'Hosts let outbound tcp/2377 through for vSphere Integrated Containers',
    severity: 'high',
    hash: 'c'.repeat(64),
    references: ['vic-machine update firewall'],
  },
];

function aFinding(host: ScannedHost, parts: Partial<Finding>): Finding {
  return {
    rule: GEN8,
    host: host.id,
    severity: 'critical',
    verdict: 'not-applicable',
    state: null,
    horizons: { now: null, nextBoot: null, nextPatch: null },
    observed: null,
    expected: null,
    message: 'The rule does not apply to this host.',
    reason: null,
    notes: [],
    remedy: null,
    ...parts,
  };
}

const SET_FALSE = { kind: 'kernelSetting', name: 'iovDisableIR', value: 'FALSE' } as const;

/** A finding on iovDisableIR, with what is observed taken from the host. */
function remapping(host: ScannedHost, parts: Partial<Finding>): Finding {
  const reading = host.kernel.get('iovDisableIR');
  const observed =
    reading?.kind === 'read'
      ? { default: reading.value.default, configured: reading.value.configured, runtime: reading.value.runtime }
      : { default: null, configured: null, runtime: null };
  return aFinding(host, { observed, expected: 'FALSE', ...parts });
}

function port(host: ScannedHost, parts: Partial<Finding>): Finding {
  const observed = { enabled: true, outgoingBlocked: true, covering: host.covering.map((one) => ({ ...one })) };
  return aFinding(host, { rule: PORT, severity: 'high', observed, expected: 'outbound tcp/2377', ...parts });
}

const VIC_ENGINE: CoveringRuleset = {
  ruleset: 'vic-engine',
  broad: false,
  allIp: true,
  allowed: [],
  userControllable: null,
  enabled: true,
};
const LISTED: CoveringRuleset = { ...VIC_ENGINE, allIp: false, allowed: ['10.9.0.0/16', '192.168.7.7'] };
const VSPC: CoveringRuleset = { ...VIC_ENGINE, ruleset: 'vSPC', broad: true, userControllable: true };

function aFirewall(enabled: Reading<boolean>): Reading<Firewall> {
  return read({ enabled, outgoingBlocked: true, incomingBlocked: true, rulesets: [] });
}

const DISCONNECTED = { code: 'disconnected', detail: 'the host is disconnected from vCenter' } as const;
const ON = aFirewall(read(true));
const UNREADABLE = unread({ code: 'no-permission', detail: 'Permission to perform this operation was denied.' });

function hostsOf(): Record<string, ScannedHost> {
  const kernel = (...values: (string | null)[]): ScannedHost['kernel'] => new Map([['iovDisableIR', aSetting(values)]]);
  const away = (name: string): ScannedHost =>
    aHost({
      name,
      cluster: 'Gen8-B',
      connectionState: 'disconnected',
      powerState: 'unknown',
      bootTime: null,
      inMaintenanceMode: null,
      trouble: DISCONNECTED,
      kernel: new Map([['iovDisableIR', unread(DISCONNECTED)]]),
      firewall: unread(DISCONNECTED),
    });
  return {
    wrong: aHost({ name: 'esx-01.lab.example', kernel: kernel('TRUE', 'TRUE', 'TRUE'), firewall: ON }),
    pending: aHost({
      name: 'esx-02.lab.example',
      kernel: kernel('TRUE', 'FALSE', 'TRUE'),
      firewall: ON,
      covering: [LISTED],
    }),
    regressing: aHost({
      name: 'esx-03.lab.example',
      kernel: kernel('FALSE', 'TRUE', 'FALSE'),
      firewall: aFirewall(read(false)),
    }),
    stuck: aHost({
      name: 'esx-04.lab.example',
      kernel: kernel('TRUE', 'FALSE', 'TRUE'),
      covering: [VSPC],
      firewall: ON,
    }),
    patchRisk: aHost({
      name: 'esx-05.lab.example',
      build: '3620759',
      release: 'ESXi 6.0 Update 2',
      kernel: kernel('FALSE', 'FALSE', 'FALSE'),
      firewall: ON,
      covering: [VIC_ENGINE],
    }),
    right: aHost({
      name: 'esx-06.lab.example',
      kernel: kernel('TRUE', 'FALSE', 'FALSE'),
      firewall: ON,
      covering: [VIC_ENGINE],
    }),
    rightToo: aHost({
      name: 'esx-07.lab.example',
      kernel: kernel('TRUE', 'FALSE', 'FALSE'),
      firewall: ON,
      covering: [VIC_ENGINE],
    }),
    away1: away('esx-08.lab.example'),
    away2: away('esx-09.lab.example'),
    away3: away('esx-10.lab.example'),
    away4: away('esx-11.lab.example'),
    stored: aHost({
      name: 'esx-12.lab.example',
      cluster: 'Gen8-B',
      model: 'ProLiant BL465c Gen8',
      cpuModel: 'AMD Opteron(tm) Processor 6276',
      kernel: new Map([
        [
          'iovDisableIR',
          aSetting([null, 'FALSE', null], {
            type: null,
            source: 'advanced-option',
            problem: { code: 'esxcli-unavailable', detail: 'esxcli is not to be had' },
          }),
        ],
      ]),
      firewall: UNREADABLE,
    }),
    old: aHost({
      name: 'esx-13.lab.example',
      cluster: null,
      computeResource: 'esx-13.lab.example',
      model: 'ProLiant DL380 G7',
      version: '5.5.0',
      build: '9999999',
      release: null,
      kernel: kernel('true', 'false', 'false'),
      firewall: aFirewall(UNREADABLE),
      inMaintenanceMode: true,
    }),
    foreign: aHost({
      name: 'esx-14.lab.example',
      cluster: 'Mixed',
      vendor: 'Dell Inc.',
      model: 'PowerEdge R640',
      version: '8.0.3',
      build: '24022510',
      release: 'ESXi 8.0 Update 3',
      kernel: new Map([['iovDisableIR', ABSENT]]),
      firewall: ON,
      covering: [VIC_ENGINE],
    }),
  };
}

const KB = 'Which of KB 2147325 and c05392947 holds for this host is for HPE support to say.';
const KB_NOTE = { text: KB, reference: 'VMware KB 2147325' };
const AMD_NOTE = {
  text: 'The advisory speaks of Intel VT-d; whether AMD Gen8 is affected is unconfirmed.',
  reference: null,
};
const FAIL = { verdict: 'fail', notes: [KB_NOTE] } as const;
const PASS = { verdict: 'pass', state: 'compliant' } as const;
const UNKNOWN = { verdict: 'unknown', state: 'unknown' } as const;

/** Every host has a finding of every rule, in the scan's order. */
function findingsOf(hosts: Record<string, ScannedHost>): Finding[] {
  const gen8: Record<string, Partial<Finding>> = {
    wrong: {
      ...FAIL,
      state: 'non-compliant',
      horizons: { now: 'fail', nextBoot: 'fail', nextPatch: 'risk' },
      message: 'iovDisableIR is TRUE now and after a reboot; wanted is FALSE. Set FALSE, then reboot.',
      remedy: SET_FALSE,
    },
    pending: {
      ...FAIL,
      state: 'reboot-pending',
      horizons: { now: 'fail', nextBoot: 'pass', nextPatch: null },
      message: 'iovDisableIR still runs as TRUE, but is set to FALSE for the next boot: only a reboot is due.',
    },
    regressing: {
      ...FAIL,
      state: 'regresses-on-reboot',
      horizons: { now: 'pass', nextBoot: 'fail', nextPatch: null },
      message: 'iovDisableIR runs as FALSE but turns TRUE with the next reboot; wanted is FALSE.',
      remedy: SET_FALSE,
    },
    stuck: {
      ...FAIL,
      state: 'not-taking-effect',
      horizons: { now: 'fail', nextBoot: 'pass', nextPatch: null },
      message: 'iovDisableIR was set to FALSE and the host was rebooted, but it still runs as TRUE.',
    },
    patchRisk: {
      verdict: 'warn',
      state: 'may-regress-on-patch',
      horizons: { now: 'pass', nextBoot: 'pass', nextPatch: 'risk' },
      message: 'iovDisableIR is FALSE now; the patch may turn the default to TRUE.',
    },
    right: {
      ...PASS,
      horizons: { now: 'pass', nextBoot: 'pass', nextPatch: 'pass' },
      message: 'iovDisableIR is FALSE now and after a reboot.',
    },
    stored: {
      ...UNKNOWN,
      horizons: { now: 'unknown', nextBoot: 'pass', nextPatch: null },
      message:
        'iovDisableIR is set to FALSE (stored option, presumed to hold from the next boot); what runs now could not be read: esxcli is not to be had on this host.',
      reason: 'esxcli-unavailable',
      notes: [AMD_NOTE],
    },
    old: { verdict: 'not-applicable' },
    foreign: { verdict: 'not-applicable' },
  };
  gen8['rightToo'] = gen8['right'] ?? {};
  const firewall: Record<string, Partial<Finding>> = {
    wrong: {
      verdict: 'fail',
      state: 'non-compliant',
      horizons: { now: 'fail', nextBoot: null, nextPatch: null },
      message:
        'The firewall blocks outbound tcp/2377: no enabled ruleset opens it. vic-engine would, but is switched off.',
      remedy: { kind: 'firewallAllows' },
    },
    pending: {
      ...UNKNOWN,
      horizons: { now: 'unknown', nextBoot: null, nextPatch: null },
      message:
        'Ruleset vic-engine lets outbound tcp/2377 through to listed addresses only: give --vch-address to decide.',
      reason: 'vch-address-needed',
    },
    regressing: {
      verdict: 'warn',
      horizons: { now: 'pass', nextBoot: null, nextPatch: null },
      message:
        'The firewall is off, so nothing blocks outbound tcp/2377 today; once it is on, no enabled ruleset opens it.',
    },
    stuck: {
      ...PASS,
      horizons: { now: 'pass', nextBoot: null, nextPatch: null },
      message: 'Ruleset vSPC lets outbound tcp/2377 through. vSPC opens every outbound tcp port.',
    },
    right: {
      ...PASS,
      horizons: { now: 'pass', nextBoot: null, nextPatch: null },
      message: 'Ruleset vic-engine lets outbound tcp/2377 through.',
    },
    stored: {
      ...UNKNOWN,
      horizons: { now: 'unknown', nextBoot: null, nextPatch: null },
      observed: null,
      message: 'The firewall configuration could not be read: the account has no permission to read it.',
      reason: 'no-permission',
    },
    old: { verdict: 'waived', message: 'Waived until 2027-01-01: the host is retired by then (CHG0042, J. Doe).' },
  };
  for (const name of ['rightToo', 'patchRisk', 'foreign']) firewall[name] = firewall['right'] ?? {};
  return Object.entries(hosts).flatMap(([name, host]) => {
    if (host.trouble !== null) return findingsOfAway(host);
    const note = name === 'old' ? oldNote(host) : aFinding(host, { rule: OLD, severity: 'low' });
    return [remapping(host, gen8[name] ?? {}), note, port(host, firewall[name] ?? {})];
  });
}

function findingsOfAway(host: ScannedHost): Finding[] {
  const unknown = { ...UNKNOWN, reason: 'disconnected', observed: null } as const;
  const message = 'could not be read: the host is disconnected.';
  return [
    remapping(host, {
      ...unknown,
      horizons: { now: 'unknown', nextBoot: 'unknown', nextPatch: null },
      message: `iovDisableIR ${message}`,
    }),
    aFinding(host, { rule: OLD, severity: 'low' }),
    port(host, {
      ...unknown,
      horizons: { now: 'unknown', nextBoot: null, nextPatch: null },
      message: `The firewall configuration ${message}`,
    }),
  ];
}

function oldNote(host: ScannedHost): Finding {
  return remapping(host, {
    rule: OLD,
    severity: 'low',
    verdict: 'warn',
    state: 'non-compliant',
    horizons: { now: 'fail', nextBoot: 'fail', nextPatch: null },
    expected: 'TRUE',
    message: 'iovDisableIR is FALSE now and after a reboot; wanted is TRUE.',
  });
}

/** Counted here by hand of the parts, since the engine's own counting is not under test. */
export function aScan(parts: Partial<Scan> & Pick<Scan, 'hosts' | 'findings'>): Scan {
  const { hosts, findings } = parts;
  const count = <Key extends string>(keys: readonly Key[], seen: readonly (Key | null)[]): Record<Key, number> =>
    Object.fromEntries(keys.map((key) => [key, seen.filter((one) => one === key).length])) as Record<Key, number>;
  return {
    tool: { name: 'esxcheck', version: '0.1.0' },
    startedAt: '2026-11-23T06:00:00.000Z',
    finishedAt: '2026-11-23T06:00:12.345Z',
    targets: [
      {
        url: VC,
        identity: IDENTITY,
        product: 'VMware vCenter Server 6.0.0 build-5318203',
        version: '6.0.0',
        build: '5318203',
        apiVersion: '6.0',
        error: null,
      },
    ],
    rules: RULES,
    summary: {
      hosts: hosts.length,
      unreachable: hosts.filter(({ trouble }) => trouble !== null).length,
      findings: count(
        VERDICTS,
        findings.map(({ verdict }) => verdict),
      ),
      states: count(
        STATES,
        findings.map(({ state }) => state),
      ),
    },
    ...parts,
  };
}

/** One scan that has every verdict and every state, a host that cannot be asked and a target that cannot be reached. */
export function fullScan(): Scan {
  const hosts = hostsOf();
  const scan = aScan({ hosts: Object.values(hosts), findings: findingsOf(hosts) });
  const dead = {
    url: 'https://vc02.lab.example/sdk',
    identity: null,
    product: null,
    version: null,
    build: null,
    apiVersion: null,
    error: { code: 'CONNECTION_REFUSED', message: 'vc02.lab.example:443 refuses connections' },
  };
  return { ...scan, targets: [...scan.targets, dead] };
}

/** The same estate as `kernel iovDisableIR` lists it. */
export function fullListing(): KernelListing {
  const { tool, startedAt, finishedAt, targets, hosts } = fullScan();
  return { tool, startedAt, finishedAt, targets, hosts, setting: 'iovDisableIR' };
}
