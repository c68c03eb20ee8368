import { afterAll, expect, test } from 'vitest';
import { EVERYTHING } from '../../src/collect/scope.ts';
import type { EstateFacts } from '../../src/model/snapshot.ts';
import { demandOf } from '../../src/rules/demand.ts';
import { judgeFacts } from '../../src/scan/judge-facts.ts';
import { judgeSnapshot } from '../../src/scan/judge-snapshot.ts';
import { readEstate } from '../../src/scan/scan-estate.ts';
import { frameworksNamed } from '../../src/shipped/shipped-frameworks.ts';
import { configured } from '../config/config-text.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { packOf, verdictsOf } from '../support/scans.ts';

const END = 'lifecycle/end-of-general-support';
const NEAR = `${END}-near`;
const ONE = `${END}-one-source`;
const TOOL = { name: 'esxcheck', version: '0' };
const JUDGING = { parameters: new Map<string, string>(), tool: TOOL };

const ESTATE = `
datacenters:
  - name: Lab
    hosts:
      - { name: seven, version: 7.0.3, build: 24784741 }
      - { name: eight, version: 8.0.3, build: 25595708 }
      - { name: nine, version: 9.0.2, build: 25595025 }
      - { name: later, version: 9.2.0, build: 99999999 }
      - { name: gone, version: 7.0.3, build: 24784741, connection: disconnected }
      - { name: mute, version: 7.0.3, build: 24784741, trouble: { noPermission: [summary.config.product] } }
`;

const server = await simulatedVcenter(ESTATE);
afterAll(() => server[Symbol.asyncDispose]());
const rules = await packOf('lifecycle');
const connections = [connectionTo(server)];

/** What is read of the estate on that day. */
function readOn(day: string): Promise<EstateFacts> {
  const now = (): Date => new Date(`${day}T12:00:00Z`);
  return readEstate({ connections, scope: EVERYTHING, releaseName: () => null, now }, demandOf(rules));
}

test('a host is judged as of the day on which it was read', async () => {
  const scan = judgeFacts(await readOn('2026-11-30'), { ...JUDGING, rules });
  expect(verdictsOf(scan, 'seven')).toEqual({ [END]: 'warn' });
  expect(verdictsOf(scan, 'eight')).toEqual({ [END]: 'pass', [NEAR]: 'pass' });
  expect(verdictsOf(scan, 'nine')).toEqual({ [ONE]: 'pass', [NEAR]: 'pass' });
  const before = judgeFacts(await readOn('2025-10-02'), { ...JUDGING, rules });
  expect(verdictsOf(before, 'seven')).toEqual({ [END]: 'pass', [NEAR]: 'warn' });
  const after = judgeFacts(await readOn('2028-01-01'), { ...JUDGING, rules });
  expect([verdictsOf(after, 'eight'), verdictsOf(after, 'nine')]).toEqual([{ [END]: 'warn' }, { [ONE]: 'warn' }]);
});

test('what was not told, and a line that the catalog does not have, is unknown and nothing else', async () => {
  const scan = judgeFacts(await readOn('2026-11-30'), { ...JUDGING, rules });
  for (const name of ['later', 'gone']) expect(verdictsOf(scan, name)).toEqual({ [END]: 'unknown', [NEAR]: 'unknown' });
  expect(verdictsOf(scan, 'mute')).toEqual({ [END]: 'unknown', [ONE]: 'unknown', [NEAR]: 'unknown' });
});

test('a snapshot is judged as of its own day, also one of a release that did not know the fact', async () => {
  const read = await readOn('2025-10-02');
  const facts = read.facts.map((host) => ({ ...host, properties: new Map() }));
  const snapshot = { ...read, facts, tool: TOOL, purpose: { everything: true, rules: [] }, asked: [] };
  const scan = judgeSnapshot(snapshot, { ...JUDGING, rules });
  expect(verdictsOf(scan, 'seven')).toEqual({ [END]: 'pass', [NEAR]: 'warn' });
  const forged = read.facts.map((host) => ({
    ...host,
    properties: new Map([['host.supportDaysLeft', { kind: 'read', value: '9999' }] as const]),
  }));
  const judged = judgeSnapshot(
    { ...snapshot, startedAt: '2026-11-30T00:00:00Z', facts: forged },
    { ...JUDGING, rules },
  );
  expect(verdictsOf(judged, 'seven')).toEqual({ [END]: 'warn' });
});

test.each([
  ['stig', 'seven', END, 'fail'],
  ['stig', 'eight', END, 'pass'],
  ['scg', 'eight', END, 'pass'],
])('by the framework %s, %s is judged by %s: %s', async (family, host, rule, verdict) => {
  const { rules: ofFramework } = await frameworksNamed([family]);
  const scan = judgeFacts(await readOn('2026-11-30'), { ...JUDGING, rules: ofFramework });
  expect(verdictsOf(scan, host)[rule]).toBe(verdict);
});

test('a framework makes no fail of what one source tells', async () => {
  const { rules: ofFramework } = await frameworksNamed(['scg']);
  const scan = judgeFacts(await readOn('2028-01-01'), { ...JUDGING, rules: ofFramework });
  expect([verdictsOf(scan, 'nine')[ONE], verdictsOf(scan, 'eight')[END]]).toEqual(['warn', 'fail']);
});

test('a config demands what the pack only warns of', async () => {
  const text = `packs: [lifecycle]\nrules: { ${END}: { enforce: remedy } }`;
  const scan = judgeFacts(await readOn('2026-11-30'), { ...JUDGING, rules: (await configured(text)).rules });
  expect(verdictsOf(scan, 'seven')).toEqual({ [END]: 'fail' });
  expect(verdictsOf(scan, 'gone')).toEqual({ [END]: 'unknown', [NEAR]: 'unknown' });
});
