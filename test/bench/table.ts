import type { Result } from './bout.ts';

const HEAD = [
  'hosts',
  'ms a call',
  'client',
  'wall s',
  '× bare',
  'CPU s',
  '× bare',
  'peak MB',
  'calls a host',
  'received MB',
  'runs',
];

export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

export function times(mine: number, theirs: number | undefined): string {
  return theirs === undefined ? '' : (mine / theirs).toFixed(2);
}

function cellsOf(result: Result, bare: Result | undefined): readonly string[] {
  const { cost, traffic, hosts, latencyMs } = result;
  return [
    String(hosts),
    String(latencyMs),
    result.job,
    cost.seconds.toFixed(2),
    times(cost.seconds, bare?.cost.seconds),
    cost.cpuSeconds.toFixed(2),
    times(cost.cpuSeconds, bare?.cost.cpuSeconds),
    (cost.peakBytes / 1e6).toFixed(0),
    (traffic.calls / hosts).toFixed(2),
    (traffic.bytes / 1e6).toFixed(1),
    String(result.runs),
  ];
}

/** A Markdown table of the results against one server: medians, and their ratios to the bare client's. */
export function tableOf(results: readonly Result[]): string {
  const lines = results.map((result) => {
    const bare = results.find(
      ({ hosts, latencyMs, job }) => hosts === result.hosts && latencyMs === result.latencyMs && job === 'bare client',
    );
    return row(cellsOf(result, bare));
  });
  return [row(HEAD), row(HEAD.map(() => '---')), ...lines].join('\n');
}
