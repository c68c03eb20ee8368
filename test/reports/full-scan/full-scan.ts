import type { KernelListing, Scan } from '../../../src/model/scan.ts';
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
  const targetRelease = {
    name: 'ESXi 6.0 Patch 4',
    version: '6.0.0',
    build: '4600944',
    released: '2016-11-22',
    measured: false,
  };
  return { ...scan, targets: [...scan.targets, dead], targetRelease };
}

/** The same estate as `kernel iovDisableIR` lists it. */
export function fullListing(): KernelListing {
  const { tool, startedAt, finishedAt, targets, hosts } = fullScan();
  return { tool, startedAt, finishedAt, targets, hosts, setting: 'iovDisableIR' };
}
