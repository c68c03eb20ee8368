import type { ScannedHost } from '../../../src/model/scan.ts';
import { cell, type Cell, type GridColumn, harmlessOr } from '../../text/cells.ts';
import { STATE_TONES, VERDICT_TONES } from '../../text/paint.ts';
import type { Group, Row } from '../fold.ts';

export interface RowContext {
  readonly group: Group;
  readonly placeOf: (host: ScannedHost) => string;
  /** Whether a column of its own says where the hosts stand. */
  readonly placeShown: boolean;
}

export interface Column extends GridColumn {
  readonly cellOf: (row: Row, context: RowContext) => Cell;
}

export const PLACE_TITLE = 'Cluster';

const NAMED = 3;

const HOST: Column = { title: 'Host', comfort: 20, cellOf: hostCell };
const STATE: Column = { title: 'State', comfort: 20, cellOf: stateCell };
const FOUND: Column = { title: 'Found', comfort: 60, cellOf: foundCell };
const PLACE: Column = {
  title: PLACE_TITLE,
  comfort: 12,
  cellOf: ({ hosts }, { placeOf }) => agreedCell(hosts, placeOf),
};
const MODEL: Column = {
  title: 'Model',
  comfort: 16,
  cellOf: ({ hosts }) => agreedCell(hosts, ({ model }) => harmlessOr(model, '?')),
};
const BUILD: Column = {
  title: 'Build',
  comfort: 8,
  cellOf: ({ hosts }) => agreedCell(hosts, ({ build }) => harmlessOr(build, '?')),
};
const STATE_AND_FOUND: Column = {
  title: 'State, found',
  comfort: 60,
  cellOf: (row, context) => [...stateCell(row, context), ...foundCell(row)],
};

interface ColumnLayout {
  readonly columns: readonly Column[];
  /** Columns of the terminal from which it is taken even though texts must wrap. */
  readonly from: number;
}

const LAYOUTS: readonly ColumnLayout[] = [
  { columns: [HOST, PLACE, MODEL, BUILD, STATE, FOUND], from: 156 },
  { columns: [HOST, PLACE, STATE, FOUND], from: 100 },
  { columns: [HOST, STATE, FOUND], from: 72 },
  { columns: [HOST, STATE_AND_FOUND], from: 0 },
];

/** From roomy to narrow; without the place where no host has one to show. */
export function layoutsFor(placed: boolean): ColumnLayout[] {
  return LAYOUTS.map(({ columns, from }) => ({
    from,
    columns: placed ? columns : columns.filter((column) => column !== PLACE),
  }));
}

/** One name, or how many hosts and the first of their names. */
export function hostCell({ hosts }: Row, { placeOf, placeShown }: RowContext): Cell {
  const names = hosts.slice(0, NAMED).map(({ name }) => harmlessOr(name, '?'));
  if (hosts.length === 1) return cell(names[0] ?? '?');
  const place = placeShown ? null : agreed(hosts, placeOf);
  const count = `${hosts.length} hosts${place === null || place === '' ? '' : ` in ${place}`}`;
  const more = hosts.length > NAMED ? ',…' : '';
  return [...cell(count, 'strong'), ...cell(`${names.join(', ')}${more}`, 'faint')];
}

function stateCell(row: Row, { group }: RowContext): Cell {
  return row.state === null
    ? cell(group.verdict, VERDICT_TONES[group.verdict])
    : cell(row.state, STATE_TONES[row.state]);
}

/** Values, then words where values do not suffice. */
export function foundCell({ found: { values, sentence } }: Row): Cell {
  const first = values.length > 0 ? [values] : [];
  return sentence === null ? first : [...first, ...cell(sentence)];
}

function agreedCell(hosts: readonly ScannedHost[], of: (host: ScannedHost) => string): Cell {
  return cell(agreed(hosts, of) ?? 'several');
}

/** What all of them share; null when they differ. */
function agreed(hosts: readonly ScannedHost[], of: (host: ScannedHost) => string): string | null {
  const texts = new Set(hosts.map(of));
  const [only] = texts;
  return texts.size === 1 ? (only ?? null) : null;
}
