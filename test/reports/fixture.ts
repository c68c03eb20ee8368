import { STATES, VERDICTS } from '../../src/model/finding.ts';
import type { KernelSetting } from '../../src/model/kernel-setting.ts';
import { read, type Reading } from '../../src/model/reading.ts';
import type { Scan, ScannedHost, TargetReport } from '../../src/model/scan.ts';

const VC = 'https://vc01.lab.example/sdk';
const IDENTITY = '7f1c2d3e-0000-4000-8000-000000000c01';

const TARGET: TargetReport = {
  url: VC,
  identity: IDENTITY,
  product: 'VMware vCenter Server 6.0.0 build-5318203',
  version: '6.0.0',
  build: '5318203',
  apiVersion: '6.0',
  error: null,
};

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
    released: '2016-11-22',
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

/** Counted here by hand of the parts, since the engine's own counting is not under test. */
export function aScan(parts: Partial<Scan> & Pick<Scan, 'hosts' | 'findings'>): Scan {
  const { hosts, findings } = parts;
  return {
    tool: { name: 'esxcheck', version: '1.0.1' },
    startedAt: '2026-11-23T06:00:00.000Z',
    finishedAt: '2026-11-23T06:00:12.345Z',
    targets: [TARGET],
    targetRelease: null,
    since: null,
    rules: [],
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

function count<Key extends string>(keys: readonly Key[], seen: readonly (Key | null)[]): Record<Key, number> {
  return Object.fromEntries(keys.map((key) => [key, seen.filter((one) => one === key).length])) as Record<Key, number>;
}
