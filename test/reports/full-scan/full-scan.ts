import type { KernelListing, Scan } from '../../../src/model/scan.ts';
import type { WaiverListing } from '../../../reports/waivers/listing.ts';
import type { WaiverReport } from '../../../src/model/waiver.ts';
import { aScan } from '../fixture.ts';
import { findingsOf } from './findings.ts';
import { hostsBySituation } from './hosts.ts';
import { RULES } from './rules.ts';

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
  return { ...scan, targets: [...scan.targets, dead], waivers: [WAIVER] };
}

const WAIVER: WaiverReport = {
  rule: 'vic/*',
  host: 'esx-13.lab.example',
  cluster: null,
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
  const waivers = [waiver, { ...waiver, state: 'expired' as const, host: null, cluster: 'Gen8-A', ticket: null }];
  return { day: '2026-11-23', waivers: waivers.map((each, index) => ({ ...each, daysLeft: 39 - 40 * index })) };
}

/** The same estate as `kernel iovDisableIR` lists it. */
export function fullListing(): KernelListing {
  const { tool, startedAt, finishedAt, targets, hosts } = fullScan();
  return { tool, startedAt, finishedAt, targets, hosts, setting: 'iovDisableIR' };
}
