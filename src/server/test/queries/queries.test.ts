import { readdir, readFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeCounts, changes } from '../../queries/changes.ts';
import { estateNow, estateOn, estateTrend, totalsOf } from '../../queries/estate.ts';
import { type HostEvent, hostFindings, hostFindingsAt, hostTimeline } from '../../queries/hosts.ts';
import { ruleHosts, ruleStates } from '../../queries/rules.ts';
import type { View } from '../../queries/view.ts';
import { endingWaivers } from '../../queries/waivers.ts';
import { insertEstate, SMALL } from '../support/estate.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

const FOLDER = new URL('../../queries/', import.meta.url);
const SEED = Number(process.env['ESXCHECK_SEED'] ?? 19);

let postgres: TestPostgres;
let pool: Pool;
const view: View = {
  sites: null,
  exposure: null,
  now: SMALL.now,
  staleBefore: new Date(SMALL.now.getTime() - 30 * 3_600_000),
};
const whole = { number: 1, size: 100_000 };
const yesterday = new Date(SMALL.now.getTime() - 86_400_000);

beforeAll(async () => {
  postgres = await startPostgres();
  pool = new Pool({ connectionString: postgres.url() });
  pool.on('error', () => undefined);
  await pool.query(await readFile(new URL('../../database/migrations/0001-first.sql', import.meta.url), 'utf8'));
  const client = await pool.connect();
  await insertEstate(client, { ...SMALL, churn: 0.2 });
  client.release();
});
afterAll(async () => {
  await pool.end();
  await postgres[Symbol.asyncDispose]();
});

test('no statement reads vCenters but through those that the reader sees', async () => {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(8);
  for (const name of files) {
    const text = await readFile(new URL(name, FOLDER), 'utf8');
    const direct = [...text.matchAll(/\b(?:FROM|JOIN)\s+target\b/g)];
    expect(direct.length, name).toBe(name === 'view.ts' ? 1 : 0);
    if (/rule\.(name|title)/.test(text)) expect(text, name).toContain('SHOWN');
  }
});

test('at any moment a host stands to each rule in one way: that of the last entry of its timeline', async () => {
  const timelines = new Map<number, readonly HostEvent[]>();
  const timelineOf = async (host: number): Promise<readonly HostEvent[]> => {
    const known = timelines.get(host) ?? (await hostTimeline(pool, view, { host, page: whole })).rows;
    timelines.set(host, known);
    return known;
  };
  const hour = fc.integer({ min: 1, max: (SMALL.days - 1) * 24 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 39 }), hour, async (host, hours) => {
      const at = new Date(SMALL.now.getTime() - hours * 3_600_000 + 1_800_000);
      const told = await hostFindingsAt(pool, view, { host, at });
      expect(new Set(told.map(({ rule }) => rule)).size).toBe(told.length);
      expect(told).toHaveLength(SMALL.rules);
      const events = (await timelineOf(host)).filter((event) => event.at <= at);
      for (const { rule, verdict } of told) expect(events.find((event) => event.rule === rule)?.verdict).toBe(verdict);
    }),
    { seed: SEED, numRuns: 60 },
  );
});

test('now is the end of every timeline', async () => {
  for (const host of [1, 2, 3, 4]) {
    const now = await hostFindings(pool, view, host);
    const at = await hostFindingsAt(pool, view, { host, at: SMALL.now });
    expect(at).toEqual(now);
  }
});

test('counts of changes are those of the list, and each is a change of verdict', async () => {
  const counts = await changeCounts(pool, view, { since: yesterday, target: null });
  const { rows } = await changes(pool, view, { since: yesterday, page: whole });
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.every(({ before, verdict }) => before !== verdict)).toBe(true);
  const { newlyFailing, fixed, newlyUnknown, other } = counts;
  expect(newlyFailing + fixed + newlyUnknown + other).toBe(rows.length);
  expect(newlyFailing).toBe(rows.filter(({ verdict }) => verdict === 'fail').length);
  const byTarget = await Promise.all(
    [1, 2, 3, 4].map((target) => changeCounts(pool, view, { since: yesterday, target })),
  );
  expect(byTarget.reduce((sum, part) => sum + part.newlyFailing + part.other, 0)).toBe(newlyFailing + other);
});

test('a rule has as many hosts in its lists as it counts, and stale ones are in one list of their own', async () => {
  for (const state of (await ruleStates(pool, view)).slice(0, 8)) {
    for (const verdict of ['fail', 'unknown', 'warn', 'waived', 'pass'] as const) {
      const { rows } = await ruleHosts(pool, view, { rule: state.id, verdict, page: whole });
      expect(rows, verdict).toHaveLength(state[verdict]);
      expect(rows.every(({ isStale }) => !isStale)).toBe(true);
    }
    const { rows } = await ruleHosts(pool, view, { rule: state.id, verdict: 'stale', page: whole });
    expect(rows).toHaveLength(10);
    expect(rows.every(({ isStale }) => isStale)).toBe(true);
  }
});

test('today of the trend, of the day and of now are one, but for what was not read', async () => {
  const totals = totalsOf(await estateNow(pool, view));
  const trend = await estateTrend(pool, view, { days: 365, target: null });
  expect(trend.at(-1)).toMatchObject({ hosts: totals.hosts, failing: totals.failing, unread: totals.stale });
  expect(totalsOf(await estateOn(pool, view, '2026-12-01'))).toEqual(totals);
  const early = { ...view, now: new Date('2026-11-25T08:00:00Z'), staleBefore: new Date('2026-11-24T02:00:00Z') };
  const before = totalsOf(await estateOn(pool, early, '2026-11-25'));
  expect(before).toMatchObject({ hosts: 40, stale: 0 });
});

test('a waiver is seen by those alone who see a host that it speaks of', async () => {
  expect(await endingWaivers(pool, view, 60)).toHaveLength(2);
  for (const site of SMALL.sites) {
    const seen = await endingWaivers(pool, { ...view, sites: [site] }, 60);
    expect(seen.map(({ owner }) => owner)).toEqual([`ops@${site}.example`]);
  }
  expect(await endingWaivers(pool, { ...view, sites: [] }, 60)).toEqual([]);
  expect(await endingWaivers(pool, view, 9)).toEqual([]);
});
