import type { EsxcliFacts } from '../model/facts.ts';
import { ABSENT, read, type Reading, unread } from '../model/reading.ts';
import type { EsxcliCheck, Operator } from '../model/rule.ts';
import type { Judgement } from './judgement.ts';
import { judgeValue } from './value-check.ts';

/**
 * Judges one field of what a command answers, in every row that is picked. Only a list that was answered shows that nothing
 * of the kind is there; a row that does not tell the field shows nothing.
 */
export function judgeEsxcli(check: EsxcliCheck, reading: Reading<EsxcliFacts>): Judgement {
  const command = `esxcli ${check.command.join(' ')}`;
  return judgeValue({
    subject: check.field === null ? command : `${check.field} of ${command}`,
    operator: check.operator,
    type: 'untyped',
    reading: reading.kind === 'read' ? valueIn(check, reading.value) : reading,
    lacking: `This host has nothing of the kind in ${command}.`,
  });
}

type Row = EsxcliFacts['rows'][number];

function valueIn(check: EsxcliCheck, { rows, scalar }: EsxcliFacts): Reading<string | readonly string[]> {
  const { field, operator } = check;
  if (field === null) return scalar === null ? OTHER_KIND : told(scalar, operator);
  const picked = scalar === null ? pickedBy(check, rows) : null;
  if (picked === null) return OTHER_KIND;
  if (picked.length === 0) return ABSENT;
  const values = picked.map((row) => ownField(row, field));
  const lists = values.filter((value) => value !== undefined);
  // One row that has it is enough to know that it is not absent.
  const isShown = operator.op === 'absent' && lists.length > 0;
  if (lists.length < values.length && !isShown) return NO_FIELD;
  const texts = lists.map((value) => valueOf(value, check));
  const [only] = texts;
  const garbled = texts.find((each) => each.kind !== 'read');
  if (garbled !== undefined) return garbled;
  if (texts.length === 1 && only !== undefined) return only;
  return read(texts.flatMap((each) => (each.kind === 'read' ? each.value : [])));
}

/** The rows that the check speaks of; null where it cannot be told which they are. */
function pickedBy({ command, where }: EsxcliCheck, rows: readonly Row[]): readonly Row[] | null {
  const names = Object.keys(where);
  // A command that ends in `get` answers with one structure, unless the check says which of several it means.
  if (names.length === 0 && command.at(-1) === 'get' && rows.length !== 1) return null;
  // A row that does not tell what it is picked by may be the one that is meant.
  if (rows.some((row) => names.some((name) => typeof ownField(row, name) !== 'string'))) return null;
  return rows.filter((row) => names.every((name) => ownField(row, name) === where[name]));
}

/** A field that comes several times is a list where the check says so, else a contradiction. */
function valueOf(
  value: string | readonly string[],
  { list, operator }: EsxcliCheck,
): Reading<string | readonly string[]> {
  if (list) return read(typeof value === 'string' ? [value] : value);
  return typeof value === 'string' ? told(value, operator) : DOUBLED;
}

/** An empty text is how esxcli shows what is not set; it is none of the words that one of several is wanted of. */
function told(text: string, operator: Operator): Reading<string> {
  const words = operator.op === 'equals' ? [operator.value] : operator.op === 'oneOf' ? operator.values : null;
  const isNoWord = text.trim() === '' && words !== null && !words.includes('');
  return isNoWord ? EMPTY : read(text);
}

function ownField(row: Row, name: string): string | readonly string[] | undefined {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

const OTHER_KIND = unread({ code: 'unexpected-answer', detail: 'esxcli answered with something of another kind' });
const NO_FIELD = unread({ code: 'unexpected-answer', detail: 'esxcli answered without the field' });
const EMPTY = unread({ code: 'setting-not-reported', detail: 'esxcli answered with an empty field' });
const DOUBLED = unread({ code: 'contradiction', detail: 'esxcli told the field more than once' });
