import type { ScannedHost } from '../../../src/model/scan.ts';
import { harmlessOr } from '../../text/harmless.ts';
import { cell, type Cell } from '../../text/grid.ts';
import { STATE_TONES, VERDICT_TONES } from '../../text/paint.ts';
import type { Group, Row } from '../fold.ts';

export interface RowContext {
  readonly group: Group;
  readonly placeOf: (host: ScannedHost) => string;
  /** Whether a column of its own says where the hosts stand. */
  readonly placeShown: boolean;
}

export interface Column {
  readonly title: string;
  readonly cellOf: (row: Row, context: RowContext) => Cell;
}

const NAMED = 3;

const host: Column = {
  title: 'Host',
  cellOf: ({ hosts }, { placeOf, placeShown }) => {
    const names = hosts.slice(0, NAMED).map(({ name }) => harmlessOr(name, '?'));
    if (hosts.length === 1) return cell(names[0] ?? '?');
    const place = placeShown ? '' : agreed(hosts, placeOf);
    const count = `${hosts.length} hosts${place === '' ? '' : ` in ${place}`}`;
    const more = hosts.length > NAMED ? [...names, '…'] : names;
    return [...cell(count, 'strong'), ...cell(more.join(', '), 'faint')];
  },
};

const place: Column = {
  title: 'Cluster',
  cellOf: ({ hosts }, { placeOf }) => cell(agreed(hosts, placeOf)),
};

const model: Column = {
  title: 'Model',
  cellOf: ({ hosts }) => cell(agreed(hosts, (one) => harmlessOr(one.model, '?'))),
};

const build: Column = {
  title: 'Build',
  cellOf: ({ hosts }) => cell(agreed(hosts, (one) => harmlessOr(one.build, '?'))),
};

const state: Column = { title: 'State', cellOf: stateCell };

const found: Column = { title: 'Found', cellOf: foundCell };

const stateAndFound: Column = {
  title: 'State, found',
  cellOf: (row, context) => [...stateCell(row, context), ...foundCell(row)],
};

function stateCell(row: Row, { group }: RowContext): Cell {
  return row.state === null
    ? cell(group.verdict, VERDICT_TONES[group.verdict])
    : cell(row.state, STATE_TONES[row.state]);
}

function foundCell({ found: { values, sentence } }: Row): Cell {
  const first = values.length > 0 ? [values] : [];
  return sentence === null ? first : [...first, ...cell(sentence)];
}

/** What all of them share, or a word for the lack of it. */
function agreed(hosts: readonly ScannedHost[], of: (host: ScannedHost) => string): string {
  const texts = new Set(hosts.map(of));
  const [only] = texts;
  return texts.size === 1 ? (only ?? '') : 'several';
}

/** From roomy to narrow, each with the least width at which it is taken even though it must wrap. */
export const LAYOUTS: readonly { readonly columns: readonly Column[]; readonly from: number }[] = [
  { columns: [host, place, model, build, state, found], from: Infinity },
  { columns: [host, place, state, found], from: 100 },
  { columns: [host, state, found], from: 72 },
  { columns: [host, stateAndFound], from: 0 },
];

export const PLACE_TITLE = place.title;
