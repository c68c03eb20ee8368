// Measures scans and remediation beside other clients, on servers of this machine. It says nothing about a real vCenter's speed.
import { cpus } from 'node:os';
import { ESXCHECK } from '../conformance/support/paths.ts';
import { buildWitnesses } from '../conformance/support/build-witnesses.ts';
import { bout, type Result } from './bout.ts';
import { budgetsOf, budgetsOfPacks, budgetTable } from './budgets.ts';
import { historyCosts, historyTable } from './history.ts';
import { htmlCosts, htmlTable } from './html.ts';
import { nodeVsphereSoap, pyVmomi } from './jobs.ts';
import { manyTargets } from './many-targets.ts';
import { measure } from './measure.ts';
import { benchOptions, type BenchOptions } from './options.ts';
import { packCosts, packTable } from './packs.ts';
import { REMEDIATION_NOTES, remediationTable } from './remediation/remediation-table.ts';
import { remediation } from './remediation/remediation.ts';
import type { Remediated } from './remediation/stage.ts';
import { measuredSimulator, measuredVcsim } from './servers.ts';
import { tableOf } from './table.ts';

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

async function measureAll({ sizes, runs, slowRuns, servers }: BenchOptions): Promise<readonly Result[]> {
  const results: Result[] = [];
  const onResult = (result: Result): void => {
    results.push(result);
    console.error(`${result.server}, ${result.hosts} hosts: ${result.job} took ${result.cost.seconds.toFixed(2)} s`);
  };
  for (const name of servers) {
    const others = name === 'vcsim' ? [pyVmomi(slowRuns)] : [nodeVsphereSoap(runs)];
    for (const hosts of sizes) {
      console.error(`${name}: starting ${hosts} hosts`);
      await using server = await (name === 'vcsim' ? measuredVcsim(hosts) : measuredSimulator(hosts));
      await bout({ server, hosts, runs, others, onResult });
    }
  }
  return results;
}

async function measureScans(options: BenchOptions): Promise<void> {
  const results = await measureAll(options);
  for (const server of new Set(results.map((result) => result.server))) {
    console.log(`\n## ${server}\n\n${tableOf(results.filter((result) => result.server === server))}`);
  }
  console.log('\nMedians; bytes are of answers as sent, calls as counted by a proxy in a run of its own.');
  console.log('node-vsphere-soap reads the properties alone: it cannot make the esxcli calls.');
  const many = options.many ? await manyTargets() : null;
  const budgets = budgetsOf(results, { offlineMs: await offlineCosts(5), many });
  console.log(`\n## Budgets\n\n${budgetTable(budgets)}`);
}

async function measurePacks(hosts: number, { runs, latencyMs }: BenchOptions): Promise<void> {
  const results = await packCosts({ hosts, runs, latencyMs }, ({ packs, cost }) => {
    console.error(`${packs}, ${hosts} hosts: ${cost.seconds.toFixed(2)} s`);
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
const { go, python } = await buildWitnesses();
for (const missing of [options.scans ? go : null, python]) if (missing !== null) throw new Error(missing);
if (options.scans) await measureScans(options);
if (options.packHosts !== null) await measurePacks(options.packHosts, options);
if (options.historyDays !== null) {
  console.log(`\n## A history\n\n${historyTable(await historyCosts(1000, options.historyDays, options.runs))}`);
}
if (options.htmlHosts !== null)
  console.log(`\n## The HTML report\n\n${htmlTable(await htmlCosts(options.htmlHosts, options.runs))}`);
if (options.remediation) await measureRemediation(options);
console.log(`\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}`);
