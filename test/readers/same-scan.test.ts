import { afterAll, expect, test } from 'vitest';
import { json } from '../../reports/scan/json.ts';
import type { HostCallsReport } from '../../src/connect/call-limiter.ts';
import type { Rule } from '../../src/model/rule.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { listKernelSetting } from '../../src/scan/scan-estate.ts';
import { generateEstate } from '../../src/simulator/estate.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { EVERYTHING } from '../../src/collect/scope.ts';
import { scanOf } from '../support/scans.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { poolOf } from './support/pools.ts';

const AWKWARD = `
datacenters:
  - name: 'Lab%2fA'
    clusters:
      - name: C1
        hosts:
          - { name: gone, version: 7.0.3, build: 24784741, connection: disconnected }
          - { name: mute, version: 7.0.3, build: 24784741, trouble: { noPermission: [summary.config.product, config.firewall] } }
          - { name: __proto__, version: 8.0.3, build: 24022510, vendor: HPE, model: ProLiant DL380 Gen10 }
          - { name: "a\u202Eb \u{1F600}", version: 6.0.0, build: 4600944, vendor: HP, model: ProLiant DL380p Gen8 }
          - { name: silent, version: 8.0.3, build: 24022510, trouble: { esxcli: noPermission } }
          - { name: nil, version: 8.0.3, build: 24022510, trouble: { esxcli: nil } }
`;
const DIRECT = `
kind: esxi
host: { name: esx-alone, vendor: HP, model: ProLiant DL380p Gen8, version: 6.0.0, build: 4600944 }
`;

const servers: Simulator[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

async function started(): Promise<readonly Simulator[]> {
  const generated = [1, 2].map((seed) => ({ ...generateEstate({ hosts: 12 }), instanceUuid: `uuid-${seed}` }));
  for (const estate of [...generated, AWKWARD, DIRECT]) servers.push(await simulatedVcenter(estate));
  return servers;
}

const connections = (await started()).map((server) => connectionTo(server));
const rules: readonly Rule[] = await loadPacks('rules');
const releaseName = (build: string): string => `release of ${build}`;
const releaseDate = (): string => '2020-01-01';

/** The report, without the clocks of the logins. */
function reportOf(scan: Awaited<ReturnType<typeof scanOf>>): string {
  const targets = scan.targets.map((target) => ({ ...target, clock: undefined }));
  return [...json.render({ ...scan, targets }, { width: null, colour: false })].join('');
}

test('several targets read in processes make the very report that one process makes, by all rules that ship', async () => {
  const told = { hosts: 0, doubts: 0 };
  const progress = { onHostDone: () => (told.hosts += 1), onDoubt: () => (told.doubts += 1) };
  const request = { rules, releaseName, releaseDate, progress };
  const here = await scanOf(connections, request);
  const before = { ...told };
  const there = await scanOf(connections, { ...request, readersFor: () => poolOf() });
  expect(reportOf(there)).toBe(reportOf(here));
  expect(told).toEqual({ hosts: before.hosts * 2, doubts: before.doubts * 2 });
  expect(servers.map(({ openSessions, openTokens }) => [openSessions, openTokens])).toEqual(servers.map(() => [0, 0]));
}, 120_000);

test('no login is made beside those of the process that asks', () => {
  expect(servers.map(({ logins }) => logins)).toEqual(servers.map(() => 2));
});

test('what the limit of calls to hosts came to in another process is told as in one: once a target', async () => {
  const told = { here: [] as string[], there: [] as string[] };
  const watched = (lines: string[]) =>
    connections.map((connection) => ({
      ...connection,
      witness: {
        wantsBodies: false,
        onCall: () => {},
        onHostCalls: ({ url, most, limit }: HostCallsReport & { url: string }) =>
          void lines.push(`${url} of ${most}: ${limit >= 1 && limit <= most}`),
      },
    }));
  await scanOf(watched(told.here), { rules, releaseName });
  await scanOf(watched(told.there), { rules, releaseName, readersFor: () => poolOf() });
  expect(told.there.toSorted()).toEqual(told.here.toSorted());
  expect(told.there).toHaveLength(connections.length);
}, 120_000);

test('a listing of one setting is the same', async () => {
  const request = {
    connections,
    scope: EVERYTHING,
    releaseName,
    now: () => new Date(0),
    tool: { name: 'esxcheck', version: '0' },
  };
  const setting = 'iovDisableIR';
  const there = await listKernelSetting({ ...request, setting, readersFor: () => poolOf({ most: 5 }) });
  expect(there.hosts).toEqual((await listKernelSetting({ ...request, setting })).hosts);
}, 120_000);
