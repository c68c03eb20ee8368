import type { EsxcliFacts } from '../model/facts.ts';
import { ABSENT, read, type Reading, unread } from '../model/reading.ts';
import type { EsxcliCheck } from '../model/rule.ts';
import type { Judgement } from './judgement.ts';
import { asksPresence, judgeValue } from './value-check.ts';

/** Judges one field of what a command answers, in every row that is picked. A release without the command is passed over. */
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
  const { field, where, operator } = check;
  if (field === null) return scalar === null ? GARBLED : read(scalar);
  const names = Object.keys(where);
  // A row that does not tell what it is picked by may be the one that is meant.
  if (scalar !== null || rows.some((row) => names.some((name) => ownField(row, name) === undefined))) return GARBLED;
  const picked = rows.filter((row) => names.every((name) => ownField(row, name) === where[name]));
  const known = picked.map((row) => ownField(row, field)).filter((value) => value !== undefined);
  if (known.length === 0 && (picked.length === 0 || asksPresence(operator))) return ABSENT;
  if (known.length < picked.length && !asksPresence(operator)) return GARBLED;
  const [only] = known;
  return read(known.length === 1 && only !== undefined ? only : known.flat());
}

function ownField(row: Row, name: string): string | readonly string[] | undefined {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

const GARBLED = unread({ code: 'unexpected-answer', detail: 'esxcli answered without the field' });
