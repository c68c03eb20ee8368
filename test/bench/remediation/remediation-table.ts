import { row, times } from '../table.ts';
import { SHORT_TIMEOUT } from './programs.ts';
import type { Remediated } from './stage.ts';

const HEAD = ['hosts', 'client', 'wall s', '× bare', 'CPU s', '× bare', 'peak MB', 'calls a host', 'writes', 'runs'];

/** What the table cannot say by itself. */
export const REMEDIATION_NOTES = [
  'Medians, each run against a fresh fleet; calls and writes to hosts as counted by the simulator. The writes were checked host',
  'by host: none is missing, none is there twice, and the outcome of each step is what its host let it come to.',
  'The bare client repeats the requests of `esxcheck apply`; pyVmomi writes one host after the other and reads nothing.',
  `Where hosts fail, time goes by in waiting: for calls that time out after ${SHORT_TIMEOUT} s, and for a host that another task holds.`,
  'A rolling reboot takes as long as the hosts do, here a second or two, and looks once a second.',
];

function cellsOf({ work, cost, calls, writes }: Remediated, bare: Remediated | undefined): readonly string[] {
  return [
    String(work.size.hosts),
    work.job,
    cost.seconds.toFixed(2),
    times(cost.seconds, bare?.cost.seconds),
    cost.cpuSeconds.toFixed(2),
    times(cost.cpuSeconds, bare?.cost.cpuSeconds),
    (cost.peakBytes / 1e6).toFixed(0),
    (calls / work.size.hosts).toFixed(2),
    String(writes),
    String(work.runs),
  ];
}

/** A Markdown table; only what writes the same as the bare client is held beside it. */
export function remediationTable(results: readonly Remediated[]): string {
  const bare = results.find(({ work }) => work.job === 'bare client');
  const lines = results.map((result) => row(cellsOf(result, result.writes === bare?.writes ? bare : undefined)));
  return [row(HEAD), row(HEAD.map(() => '---')), ...lines].join('\n');
}
