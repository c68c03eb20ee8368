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
  const picked = rows.filter((row) => Object.entries(where).every(([name, value]) => ownField(row, name) === value));
  if (picked.length === 0) return ABSENT;
  const values = picked.map((row) => ownField(row, field));
  if (values.includes(undefined)) return asksPresence(operator) ? ABSENT : GARBLED;
  const known = values.filter((value) => value !== undefined);
  const [only] = known;
  return read(known.length === 1 && only !== undefined ? only : known.flat());
}

function ownField(row: Row, name: string): string | readonly string[] | undefined {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

const GARBLED = unread({ code: 'unexpected-answer', detail: 'esxcli answered without the field' });
