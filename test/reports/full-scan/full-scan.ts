import type { WaiverListing } from '../../../reports/waivers/listing.ts';
import { prepatchReport } from '../../../src/evaluate/readiness.ts';
import type { Since } from '../../../src/model/changes-since.ts';
import type { BuildStep } from '../../../src/model/flip.ts';
import type { PrepatchReport } from '../../../src/model/readiness.ts';
import type { KernelListing, Scan, ScannedHost } from '../../../src/model/scan.ts';
import type { WaiverReport } from '../../../src/model/waiver.ts';
import { aScan } from '../fixture.ts';
import { findingsOf } from './findings.ts';
import { hostsBySituation } from './hosts.ts';
import { GEN8, OLD, RULES } from './rules.ts';

/** One scan that has every verdict and every state, a host that cannot be asked and a target that cannot be reached. */
export function fullScan(): Scan {
  const hosts = hostsBySituation();
  const scan = aScan({ hosts: Object.values(hosts), findings: findingsOf(hosts), rules: RULES });
  const dead = {
    url: 'https://vc02.lab.example/sdk',
    identity: null,
    product: null,
    version: null,
    build: null,
    apiVersion: null,
    error: { code: 'CONNECTION_REFUSED', message: 'vc02.lab.example:443 refuses connections' },
  };
  const targetRelease = {
    name: 'ESXi 6.0 Patch 4',
    version: '6.0.0',
    build: '4600944',
    released: '2016-11-22',
    measured: false,
  };
  return { ...scan, targets: [...scan.targets, dead], targetRelease, waivers: [WAIVER], since: sinceOf(hosts) };
}

const WAIVER: WaiverReport = {
  rule: 'vic/*',
  host: 'esx-13.lab.example',
  cluster: null,
  datacenter: null,
  target: null,
  reason: 'the host is retired by then',
  owner: 'J. Doe',
  ticket: 'CHG0042',
  expires: '2027-01-01',
  place: 'esxcheck.yaml:2',
  state: 'active',
  matched: 1,
};

/** The waivers of that scan, as `rules waivers` lists them. */
export function fullWaivers(): WaiverListing {
  const { matched: _, ...waiver } = WAIVER;
  const place = { datacenter: 'Lab', target: 'vc01.lab.example' };
  const waivers = [
    waiver,
    { ...waiver, state: 'expired' as const, host: null, cluster: 'Gen8-A', ticket: null, ...place },
  ];
  return { day: '2026-11-23', waivers: waivers.map((each, index) => ({ ...each, daysLeft: 39 - 40 * index })) };
}

/** The same estate as `kernel iovDisableIR` lists it. */
export function fullListing(): KernelListing {
  const { tool, startedAt, finishedAt, targets, hosts } = fullScan();
  return { tool, startedAt, finishedAt, targets, hosts, setting: 'iovDisableIR' };
}

/** The same, as if two of its rules blocked a patch: every answer, and what could not be read. */
export function fullPrepatch(): PrepatchReport {
  const scan = fullScan();
  const rules = scan.rules.map((rule) => (rule.id !== OLD ? { ...rule, blocks: ['patch'] as const } : rule));
  return prepatchReport({ ...scan, rules });
}

/** One host that was patched and turned wrong, two that only rebooted, and hosts that one scan alone holds. */
function sinceOf({ wrong, right, rightToo, foreign, away1 }: Record<string, ScannedHost>): Since {
  const reboot = { kind: 'reboot', before: '2026-09-01T00:00:00Z', after: '2026-10-01T04:12:31Z' } as const;
  const lone = { uuid: null, serial: null };
  return {
    startedAt: '2026-09-20T06:00:00.000Z',
    compared: 12,
    changed: [
      { host: idOf(right), changes: [reboot] },
      {
        host: idOf(wrong),
        changes: [
          {
            kind: 'release',
            before: { build: '4192238', release: 'ESXi 6.0 Patch 3' },
            after: { build: '4600944', release: null },
          },
          reboot,
          { kind: 'setting', setting: 'iovDisableIR', which: 'default', before: 'FALSE', after: 'TRUE' },
          {
            kind: 'verdict',
            rule: GEN8,
            before: { verdict: 'warn', state: 'may-regress-on-patch' },
            after: { verdict: 'fail', state: 'non-compliant' },
          },
        ],
      },
      { host: idOf(rightToo), changes: [reboot] },
    ],
    onlyBefore: [
      { id: 'gone/host-1', name: 'esx-90.lab.example', ...lone, asked: true },
      { id: 'gone/host-2', name: 'esx-91.lab.example', ...lone, asked: false },
    ],
    onlyNow: [{ id: idOf(foreign), name: 'esx-14.lab.example', ...lone, asked: true }],
    changedRules: [OLD],
    onlyRulesBefore: ['hardening/dcui-timeout@stig', 'hardening/ssh-disabled@stig'],
    onlyRulesNow: ['hardening/dcui-timeout'],
    uncompared: [idOf(away1)],
    flips: { steps: [patchOf([wrong, right, rightToo, away1])], buildUnread: 1 },
  };
}

/** What a patch did to four hosts, one of which told little: defaults that all of them show, one of most, one setting that is new, and drift. */
function patchOf(hosts: readonly (ScannedHost | undefined)[]): BuildStep {
  const shown = {
    kind: 'default',
    hosts: 3,
    read: 3,
    followed: 3,
    kept: 0,
    agree: 0,
    differ: 0,
    failing: [],
  } as const;
  const bare = { rules: [], uncovered: 3 } as const;
  const [, , , away] = hosts.map(idOf);
  if (away === undefined) throw new Error('four hosts were patched');
  return {
    before: { build: '4192238', release: 'ESXi 6.0 Patch 3' },
    after: { build: '4600944', release: 'ESXi 6.0 Patch 4' },
    vendor: 'HP',
    model: 'ProLiant DL380p Gen8',
    hosts: hosts.map(idOf),
    silent: 0,
    compared: 197,
    unread: 1,
    flips: [
      {
        ...shown,
        setting: 'iovDisableIR',
        before: 'FALSE',
        after: 'TRUE',
        extent: 'all',
        followed: 2,
        kept: 1,
        rules: [GEN8],
        uncovered: 0,
        failing: [GEN8],
      },
      { ...shown, ...bare, setting: 'vtdEnable', before: 'TRUE', after: '', extent: 'all' },
      {
        ...shown,
        ...bare,
        setting: 'maxVMs',
        before: '0',
        after: '4096',
        extent: 'most',
        read: 4,
        named: [away],
      },
      { ...shown, ...bare, setting: 'newThing', kind: 'new', before: null, after: '1', extent: 'all' },
    ],
    drift: [
      {
        ...shown,
        ...bare,
        setting: 'com1_baud',
        before: '9600',
        after: '115200',
        extent: 'few',
        hosts: 1,
        named: [away],
      },
    ],
  };
}

function idOf(host: ScannedHost | undefined): string {
  return host?.id ?? '';
}
