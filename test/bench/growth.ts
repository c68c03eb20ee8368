import type { Result } from './bout.ts';
import { row } from './table.ts';

const HEAD = ['ms a call', 'client', 'hosts', 'wall ms a host', 'CPU ms a host', 'peak MB a thousand hosts'];

/** A Markdown table of what each further host cost, between the smallest and the largest estate that a client was given. */
export function growthTable(results: readonly Result[]): string {
  const kinds = [...new Set(results.map(({ latencyMs, job }) => JSON.stringify([latencyMs, job])))];
  const lines = kinds.flatMap((kind) => {
    const same = results.filter(({ latencyMs, job }) => JSON.stringify([latencyMs, job]) === kind);
    const sizes = same.toSorted((a, b) => a.hosts - b.hosts);
    const [small, large] = [sizes[0], sizes.at(-1)];
    return small === undefined || large === undefined || small === large ? [] : [row(cellsOf(small, large))];
  });
  return [row(HEAD), row(HEAD.map(() => '---')), ...lines].join('\n');
}

function cellsOf(small: Result, large: Result): readonly string[] {
  const more = large.hosts - small.hosts;
  const each = (value: (result: Result) => number): number => (value(large) - value(small)) / more;
  return [
    String(large.latencyMs),
    large.job,
    `${small.hosts} to ${large.hosts}`,
    each(({ cost }) => cost.seconds * 1000).toFixed(2),
    each(({ cost }) => cost.cpuSeconds * 1000).toFixed(2),
    each(({ cost }) => cost.peakBytes / 1000).toFixed(0),
  ];
}
