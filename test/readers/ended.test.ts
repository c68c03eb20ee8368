import { afterAll, expect, test } from 'vitest';
import type { Rule } from '../../src/model/rule.ts';
import type { Scan } from '../../src/model/scan.ts';
import type { PoolOptions } from '../../src/readers/reader-pool.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { connectionTo, gen8Estate, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { scanOf, shippedRules } from '../support/scans.ts';
import { misbehaving, poolOf } from './support/pools.ts';

const HOSTS = 3;
const servers: Simulator[] = [];
for (const uuid of ['a', 'b', 'c']) {
  servers.push(await simulatedVcenter(`instanceUuid: ${uuid}\n${gen8Estate(HOSTS).replaceAll('esx-', `${uuid}-`)}`));
}
afterAll(() => Promise.all(servers.map((server) => server.close())));
const [bad] = servers;
const connections = servers.map((server) => connectionTo(server));
const rules: readonly Rule[] = await shippedRules();

async function scanWith(
  options: Partial<PoolOptions>,
): Promise<{ readonly scan: Scan; readonly said: readonly string[] }> {
  const said: string[] = [];
  const onEnded = (sentence: string): void => void said.push(sentence);
  const readersFor = () => poolOf({ onEnded, ...options });
  return { scan: await scanOf(connections, { rules, readersFor }), said };
}

/** Verdicts of the hosts of one server, each once. */
function verdictsAt({ hosts, findings }: Scan, url: string | undefined): readonly string[] {
  const ids = new Set(hosts.filter(({ target }) => target === url).map(({ id }) => id));
  return [...new Set(findings.filter(({ host }) => ids.has(host)).map(({ verdict }) => verdict))];
}

/** A target whose readers die is lost and unknown; all others are what they are. */
function expectLost({ scan, said }: Awaited<ReturnType<typeof scanWith>>, why: RegExp): void {
  const [lost, ...others] = scan.targets;
  expect(lost?.error?.code).toBe('TARGET_LOST');
  expect(lost?.error?.message).toMatch(/was lost after 0 of 3 hosts; 3 hosts were not read \(READER_ENDED: .* twice: /);
  expect(lost?.error?.message).toMatch(why);
  expect(others.map(({ error }) => error)).toEqual([null, null]);
  expect(scan.hosts).toHaveLength(HOSTS * 3);
  expect(scan.hosts.filter(({ target }) => target === bad?.url).every(({ trouble }) => trouble !== null)).toBe(true);
  expect(verdictsAt(scan, bad?.url)).toEqual(['unknown']);
  for (const { url } of servers.slice(1)) expect(verdictsAt(scan, url)).toContain('pass');
  for (const { url } of servers.slice(1)) expect(verdictsAt(scan, url)).not.toContain('unknown');
  expect(said.join('\n')).toContain('is read once more');
  expect(servers.map(({ openSessions, openTokens }) => [openSessions, openTokens])).toEqual(servers.map(() => [0, 0]));
}

test.each([
  ['killed', /ended by SIGKILL/],
  ['garbage', /its answer \d+ cannot be read: /],
  ['stranger', /its answer \d+ cannot be read: a host that was asked for was expected/],
  ['elsewhere', /its answer \d+ cannot be read: a host that was asked for was expected/],
  ['twice', /its answer \d+ cannot be read: each host once was expected/],
  ['nothing', /its answer \d+ cannot be read: every host that was asked for was expected/],
  ['endless', /its answer \d+ cannot be read: /],
  ['full', /it ran out of memory/],
  ['throws', /it ended with code 1/],
])(
  'a target whose reader is %s is unknown with the reason, and no other target is',
  async (how, why) => {
    expectLost(await scanWith({ command: misbehaving(how, bad?.url ?? '') }), why);
  },
  120_000,
);

test('a reader that hangs is ended', async () => {
  const options = { command: misbehaving('hangs', bad?.url ?? ''), silentMs: 8_000 };
  expectLost(await scanWith(options), /it said nothing for 8 s/);
}, 120_000);

test.each([
  ['that ends before it has begun', misbehaving('absent', '')],
  ['that is not there', ['/nonexistent/esxcheck']],
])('where a reader %s, this process reads all of it', async (_, command) => {
  const { scan, said } = await scanWith({ command });
  const here = await scanOf(connections, { rules });
  expect([scan.findings, scan.hosts]).toEqual([here.findings, here.hosts]);
  expect(said).toEqual([]);
});

test('an interruption ends readers, sessions and all', async () => {
  const interruption = new AbortController();
  const options = { command: misbehaving('hangs', bad?.url ?? ''), silentMs: 60_000 };
  const readersFor = () => {
    setTimeout(() => interruption.abort(new Error('enough')), 1_500);
    return poolOf(options);
  };
  await expect(scanOf(connections, { rules, readersFor, signal: interruption.signal })).rejects.toThrow();
  expect(servers.map(({ openSessions }) => openSessions)).toEqual([0, 0, 0]);
});
