import type { ScannedHost } from '../../src/model/scan.ts';
import { cell, type Cell, type Grid, type GridColumn } from '../text/cells.ts';
import { harmless, harmlessOr } from '../text/harmless.ts';
import { kernelTexts, type KernelTexts } from '../text/kernel-values.ts';
import type { Layout } from '../text/layout.ts';
import { problemIn } from './problem.ts';

interface Column extends GridColumn {
  readonly cellOf: (host: ScannedHost, setting: string) => Cell;
}

const NAME: Column = { title: 'Host', comfort: 18, cellOf: ({ name }) => cell(harmlessOr(name, '?')) };
const MODEL: Column = { title: 'Model', comfort: 16, cellOf: ({ model }) => cell(harmlessOr(model, '?')) };
const BUILD: Column = { title: 'Build', comfort: 8, cellOf: ({ build }) => cell(harmlessOr(build, '?')) };
const RELEASE: Column = { title: 'Release', comfort: 12, cellOf: ({ release }) => cell(harmlessOr(release, '?')) };
const REMARK: Column = { title: 'Remark', comfort: 18, cellOf: remarkCell };
const VALUES: readonly Column[] = [
  valueColumn('Default', ({ default: byDefault }) => byDefault),
  valueColumn('Configured', ({ configured }) => configured),
  valueColumn('Runtime', ({ runtime }) => runtime),
];

const LAYOUTS: readonly { readonly columns: readonly Column[]; readonly from: number }[] = [
  { columns: [NAME, MODEL, BUILD, RELEASE, ...VALUES, REMARK], from: 140 },
  { columns: [NAME, BUILD, ...VALUES, REMARK], from: 92 },
  { columns: [NAME, ...VALUES, REMARK], from: 76 },
  { columns: [NAME, ...VALUES], from: 0 },
];

/** From roomy to narrow. */
export function layoutsFor(hosts: readonly ScannedHost[], setting: string): Layout[] {
  return LAYOUTS.map(({ columns, from }) => ({ from, grid: gridOf(columns, hosts, setting) }));
}

function gridOf(columns: readonly Column[], hosts: readonly ScannedHost[], setting: string): Grid {
  const rows = hosts.map((host) => columns.map(({ cellOf }) => cellOf(host, setting)));
  return { head: columns, sections: [{ heading: null, rows }] };
}

function valueColumn(title: string, of: (texts: KernelTexts) => string): Column {
  return {
    title,
    comfort: title.length,
    cellOf: ({ kernel }, setting) => {
      const text = of(kernelTexts(kernel.get(setting)));
      return cell(text, text === '?' ? 'unsure' : 'plain');
    },
  };
}

/** A host that holds one value now and another after a reboot is what a listing is looked at for. */
function remarkCell({ kernel }: ScannedHost, setting: string): Cell {
  const reading = kernel.get(setting);
  const problem = problemIn(reading);
  if (problem !== null) return cell(harmless(problem.code), 'unsure');
  const { configured, runtime } = kernelTexts(reading);
  return configured === runtime ? cell('') : cell(`${configured} after reboot`, 'careful');
}
