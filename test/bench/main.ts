// Measures scans and remediation beside other clients, on servers of this machine. It says nothing about a real vCenter's speed.
import { cpus } from 'node:os';
import { ESXCHECK } from '../conformance/support/paths.ts';
import { buildWitnesses } from '../conformance/support/build-witnesses.ts';
import { bout, type Result } from './bout.ts';
import { concurrencies, concurrencyTable, type Concurrency } from './concurrency.ts';
import { budgetsOf, budgetsOfMany, budgetsOfPacks, budgetTable } from './budgets.ts';
import { historyCosts, historyTable } from './history.ts';
import { hardenCosts, hardenTable } from './harden.ts';
import { htmlCosts, htmlTable } from './html.ts';
import { growthTable } from './growth.ts';
import { govcLoop, nodeVsphereSoap, pyVmomi } from './jobs.ts';
import { type ManyCost, manyTable, manyTargets } from './many-targets.ts';
import { measure } from './measure.ts';
import { benchOptions, type BenchOptions } from './options.ts';
import { type PackCost, packCosts, packTable } from './packs.ts';
import { processCosts, processTable } from './processes.ts';
import { profiles, profileTable } from './profile.ts';
import { REMEDIATION_NOTES, remediationTable } from './remediation/remediation-table.ts';
import { remediation } from './remediation/remediation.ts';
import type { Remediated } from './remediation/stage.ts';
import { measuredSimulator, measuredVcsim } from './servers.ts';
import { sideBySide } from './side-by-side.ts';
import { type SizeCost, sizeCosts, sizeTable } from './sizes.ts';
import { tableOf } from './table.ts';
import { tagCosts, tagTable } from './tags.ts';

const OFFLINE = ['--help', 'rules list'];

/** Milliseconds of commands that need no network. */
async function offlineCosts(runs: number): Promise<ReadonlyMap<string, number>> {
  const costs = new Map<string, number>();
  for (const line of OFFLINE) {
    const command = [process.execPath, ESXCHECK, ...line.split(' ')];
    const { seconds } = await measure({ command, env: {}, goodStatuses: [0], isDone: (output) => output !== '' }, runs);
    costs.set(`esxcheck ${line}`, seconds * 1000);
  }
  return costs;
}

function tell({ server, hosts, latencyMs, job, cost }: Result): void {
  console.error(`${server}, ${hosts} hosts, ${latencyMs} ms a call: ${job} took ${cost.seconds.toFixed(2)} s`);
}

async function measureAll({ sizes, latencies, runs, slowRuns, servers }: BenchOptions): Promise<readonly Result[]> {
  const results: Result[] = [];
  const onResult = (result: Result): void => {
    results.push(result);
    tell(result);
  };
  for (const name of servers) {
    const others = [pyVmomi(slowRuns), govcLoop(slowRuns), ...(name === 'vcsim' ? [] : [nodeVsphereSoap(runs)])];
    const serve = name === 'vcsim' ? measuredVcsim : measuredSimulator;
    for (const latencyMs of latencies)
      for (const hosts of sizes) {
        await using server = await serve(hosts, latencyMs);
        // Waiting takes as long each time.
        const times = latencyMs === 0 ? runs : 1;
        await bout({ server, hosts, latencyMs, runs: times, others, earlier: results, onResult });
      }
  }
  return results;
}

async function measureManyTargets(latencies: readonly number[]): Promise<void> {
  const results: ManyCost[] = [];
  for (const latencyMs of latencies) {
    const result = await manyTargets(latencyMs);
    console.error(`five targets, ${latencyMs} ms a call: ${result.cost.seconds.toFixed(2)} s`);
    results.push(result);
  }
  console.log(`\n## Five targets of 2,000 hosts, our simulator\n\n${manyTable(results)}`);
  console.log(`\n## Budgets\n\n${budgetTable(results.flatMap(budgetsOfMany))}`);
}

async function measureScans(options: BenchOptions): Promise<void> {
  const results = await measureAll(options);
  for (const server of new Set(results.map((result) => result.server))) {
    const here = results.filter((result) => result.server === server);
    console.log(`\n## ${server}\n\n${tableOf(here)}`);
    if (options.sizes.length > 1) console.log(`\n### What each further host costs, ${server}\n\n${growthTable(here)}`);
  }
  console.log('\nMedians; bytes are of answers as sent, calls as counted by a proxy in a run of its own.');
  console.log('node-vsphere-soap reads the properties alone: it cannot make the esxcli calls.');
  const budgets = budgetsOf(results, { offlineMs: await offlineCosts(5) });
  console.log(`\n## Budgets\n\n${budgetTable(budgets)}`);
}

async function measureClients(hosts: number, latencyMs: number): Promise<void> {
  const results = await sideBySide(hosts, latencyMs, tell);
  console.log(`\n## Beside clients of many hosts at a time, vcsim\n\n${tableOf(results)}`);
}

async function measurePacks({ packSizes, runs, latencies, only }: BenchOptions): Promise<void> {
  const results: PackCost[] = [];
  for (const latencyMs of latencies)
    for (const hosts of packSizes)
      await packCosts({ hosts, runs: latencyMs === 0 ? runs : 1, latencyMs, only }, (result) => {
        results.push(result);
        console.error(`${result.packs}, ${hosts} hosts: ${result.cost.seconds.toFixed(2)} s`);
      });
  console.log(`\n## What each pack costs, our simulator\n\n${packTable(results)}`);
  console.log(`\n## Budgets\n\n${budgetTable(results.flatMap(budgetsOfPacks))}`);
}

async function measureRemediation({ fleet, rollout, runs }: BenchOptions): Promise<void> {
  const results: Remediated[] = [];
  const onResult = (result: Remediated): void => {
    results.push(result);
    console.error(`${result.work.job}, ${result.work.size.hosts} hosts: ${result.cost.seconds.toFixed(2)} s`);
  };
  await remediation({ fleet, rollout, runs, onResult });
  console.log(`\n## Remediation, our simulator\n\n${remediationTable(results)}\n`);
  console.log(REMEDIATION_NOTES.join('\n'));
}

const options = benchOptions(process.argv.slice(2));
const { go, python, harden } = await buildWitnesses();
for (const missing of [
  options.scans || options.clientHosts !== null ? go : null,
  python,
  options.hardenHosts === null ? null : harden,
])
  if (missing !== null) throw new Error(missing);
if (options.scans) await measureScans(options);
if (options.many) await measureManyTargets(options.latencies);
if (options.concurrencyHosts !== null) {
  const results: Concurrency[] = [];
  await concurrencies(options.concurrencyHosts, options.concurrencyPlaces, (result) => results.push(result));
  console.log(`\n## Calls to hosts at a time\n\n${concurrencyTable(results)}`);
}
if (options.clientHosts !== null) await measureClients(options.clientHosts, options.latencies.at(-1) ?? 0);
if (options.packSizes.length > 0) await measurePacks(options);
if (options.hardenHosts !== null) {
  console.log("\n## By the STIG, beside another maker's collector, vcsim");
  console.log(`\n${hardenTable(await hardenCosts(options.hardenHosts, options.runs))}`);
}
if (options.profileHosts !== null) {
  console.log('\n## Where the time goes, our simulator');
  for (const profile of await profiles(options.profileHosts)) console.log(`\n${profileTable(profile)}`);
}
if (options.historyDays !== null) {
  console.log(`\n## A history\n\n${historyTable(await historyCosts(1000, options.historyDays, options.runs))}`);
}
if (options.keepsLarge) {
  const costs: SizeCost[] = [];
  await sizeCosts((cost) => {
    costs.push(cost);
    console.error(`${cost.hosts} hosts: kept in ${(cost.keepMs / 1000).toFixed(1)} s`);
  });
  console.log(`\n## One scan of very many hosts\n\n${sizeTable(costs)}`);
}
if (options.tagHosts.length > 0)
  console.log(`\n## Tags, our simulator, 20 ms a call\n\n${tagTable(await tagCosts(options.tagHosts))}`);
if (options.processes) {
  const sizes = options.runs === 1 ? [20, 200] : [20, 100, 200, 500];
  const costs = await processCosts({ sizes, latencies: options.latencies, runs: options.runs });
  console.log(`\n## Small targets by one process and by several\n\n${processTable(costs)}`);
}
if (options.htmlHosts !== null)
  console.log(`\n## The HTML report\n\n${htmlTable(await htmlCosts(options.htmlHosts, options.runs))}`);
if (options.remediation) await measureRemediation(options);
console.log(`\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}`);
