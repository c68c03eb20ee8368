/**
 * How long each statement of the pages takes at the size of the fleet; run by hand: `node src/server/test/queries/budget.ts`.
 * Sizes by variables: ESXCHECK_TARGETS, ESXCHECK_HOSTS, ESXCHECK_RULES, ESXCHECK_DAYS, ESXCHECK_CHURN.
 */
import { readFile } from 'node:fs/promises';
import { Pool } from 'pg';
import { changeCounts, changes } from '../../queries/changes.ts';
import { clustersOf } from '../../queries/clusters.ts';
import { estateNow, estateOn, estateTrend } from '../../queries/estate.ts';
import { findHosts, hostFindings, hostFindingsAt, hostsOf, hostTimeline, oneHost } from '../../queries/hosts.ts';
import { attempts, unjudgedShipments } from '../../queries/jobs.ts';
import { exposureStates, oneRule, ruleHosts, ruleStates } from '../../queries/rules.ts';
import type { View } from '../../queries/view.ts';
import { endingWaivers } from '../../queries/waivers.ts';
import { insertEstate, SMALL } from '../support/estate.ts';
import { startPostgres } from '../support/postgres.ts';

function numberOf(name: string, otherwise: number): number {
  return Number(process.env[`ESXCHECK_${name}`] ?? otherwise);
}

/** This is a program of a person, not a test. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const size = {
  ...SMALL,
  targets: numberOf('TARGETS', 50),
  hosts: numberOf('HOSTS', 40_000),
  rules: numberOf('RULES', 70),
  days: numberOf('DAYS', 30),
  churn: numberOf('CHURN', 0.01),
};

const server = await startPostgres();
const pool = new Pool({ connectionString: server.url(), max: 1 });
await pool.query(await readFile(new URL('../../database/migrations/0001-first.sql', import.meta.url), 'utf8'));
const began = performance.now();
const client = await pool.connect();
await insertEstate(client, size);
client.release();
say(
  `estate of ${size.hosts} hosts, ${size.rules} rules, ${size.days} days: ${Math.round(performance.now() - began)} ms`,
);

const view: View = {
  sites: process.env['ESXCHECK_SITE'] === undefined ? null : [process.env['ESXCHECK_SITE']],
  exposure: null,
  now: size.now,
  staleBefore: new Date(size.now.getTime() - 30 * 3_600_000),
};
const since = new Date(size.now.getTime() - 86_400_000);
const page = { number: 1, size: 50 };
const statements: Readonly<Record<string, () => Promise<unknown>>> = {
  estateNow: () => estateNow(pool, view),
  'trend of a year': () => estateTrend(pool, view, { days: 365, target: null }),
  'estate as of a day': () => estateOn(pool, view, '2026-11-20'),
  'changes, counts': () => changeCounts(pool, view, { since, target: null }),
  'changes, page': () => changes(pool, view, { since, page }),
  'rules, all': () => ruleStates(pool, view),
  'rules, one vCenter': () => ruleStates(pool, view, 3),
  clusters: () => clustersOf(pool, view, 3),
  'hosts of a vCenter': () => hostsOf(pool, view, { target: 3, cluster: null, page }),
  'one host': () => oneHost(pool, view, 1003),
  findings: () => hostFindings(pool, view, 1003),
  'findings as of a day': () => hostFindingsAt(pool, view, { host: 1003, at: since }),
  timeline: () => hostTimeline(pool, view, { host: 1003, page }),
  'find a host': () => findHosts(pool, view, { name: '0099', page }),
  'one rule': () => oneRule(pool, view, 7),
  'hosts that fail a rule': () => ruleHosts(pool, view, { rule: 7, verdict: 'fail', page }),
  'hosts that pass a rule': () => ruleHosts(pool, view, { rule: 7, verdict: 'pass', page }),
  exposure: () => exposureStates(pool, view),
  waivers: () => endingWaivers(pool, view, 60),
  attempts: () => attempts(pool, view, page),
  shipments: () => unjudgedShipments(pool, view),
};
for (const [name, ask] of Object.entries(statements)) {
  const times: number[] = [];
  for (let turn = 0; turn < 21; turn += 1) {
    const start = performance.now();
    await ask();
    times.push(performance.now() - start);
  }
  times.sort((one, other) => one - other);
  say(`${name}: median ${times[10]?.toFixed(1)} ms, p95 ${times[19]?.toFixed(1)} ms`);
}
await pool.end();
await server[Symbol.asyncDispose]();
