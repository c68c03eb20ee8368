import { type EsxcliFacts, esxcliKey } from '../model/facts.ts';
import { nearest } from '../model/nearest.ts';
import { ABSENT, read, type Reading, unread } from '../model/reading.ts';
import { isPlainArgument, isReadingCommand, READING_COMMANDS } from '../model/reading-commands.ts';
import type { EsxcliCheck, Operator } from '../model/check.ts';
import { checkKind, type Parameters } from './check-kind.ts';
import { type Judgement, notAskedFor } from './judgement/judgement.ts';
import { shownExpected } from './judgement/site-list-check.ts';
import { judgeValue } from './judgement/value-check.ts';
import { maskedIn } from './mask.ts';
import type { SchemaTools } from './schema/tools.ts';
import { buildOperator, OPERATORS, SITE_OPERATORS } from './values/operator.ts';
import { describeOperator } from './values/operator-words.ts';

/** What an esxcli command that only reads answers: one field of the rows that are picked, or a single value. */
export const esxcli = checkKind({
  kind: 'esxcli',
  schema: (tools) => esxcliSchema(tools),
  build: ({ command, arguments: args, where, field, list, ...operator }) => ({
    kind: 'esxcli',
    command: command.split(' '),
    arguments: args ?? {},
    where: where ?? {},
    field: field ?? null,
    list: list ?? false,
    operator: buildOperator(operator),
  }),
  demand: (check) => ({ esxcli: new Map([[esxcliKey(check), check]]) }),
  reads: ['esxcli'],
  judge: (check, facts, parameters) =>
    judgeEsxcli(check, facts.esxcli.get(esxcliKey(check)) ?? notAskedFor(facts), parameters),
  expected: ({ operator }, parameters) => shownExpected(operator, parameters),
  source: (check) => `esxcli ${esxcliKey(check)}`,
  describe: describeEsxcli,
  mask: (check) => {
    const key = esxcliKey(check);
    return { name: `esxcli ${key}`, apply: (facts) => ({ ...facts, esxcli: maskedIn(facts.esxcli, key) }) };
  },
  example: {
    about: 'a field of what an esxcli command answers; only commands that end in get or list can be asked',
    title: 'The configuration of the host is encrypted by its TPM',
    check: 'esxcli: { command: system settings encryption get, field: Mode, equals: TPM }',
    examples: [
      ['{ esxcli: { system settings encryption get: [{ Mode: TPM }] } }', 'pass'],
      ['{ esxcli: { system settings encryption get: [{ Mode: None }] } }', 'fail'],
      ['{ esxcli: unread }', 'unknown'],
    ],
  },
});

function esxcliSchema(tools: SchemaTools) {
  const { z } = tools;
  const fields = z.record(z.string().regex(/^[A-Za-z][\w-]{0,99}$/), z.string().max(1_000));
  return tools
    .exactlyOne(
      {
        command: commandSchema(tools),
        arguments: fields.optional(),
        where: fields.optional(),
        field: z
          .string()
          .regex(/^[A-Za-z]\w{0,99}$/)
          .optional(),
        list: z.literal(true).optional(),
        ...tools.operatorShape('untyped'),
        ...tools.siteShape(),
      },
      [...OPERATORS, ...SITE_OPERATORS],
      ['arguments', 'where', 'field', 'list'],
    )
    .superRefine(({ command, arguments: given = {} }, context) => {
      const odd = Object.entries(given).filter(([name, value]) => !isPlainArgument(command.split(' '), name, value));
      for (const [name] of odd) {
        const message = 'a plain text was expected: no path, no address of a file or server, no markup';
        context.addIssue({ code: 'custom', message, path: ['arguments', name] });
      }
    })
    .describe(
      'What an esxcli command that only reads answers: one field of the rows that where picks (list: true where it may come several times), or a single value.',
    );
}

/** Nothing that a rule says may change a host: the last word is one of the two that only read, and the command is known. */
function commandSchema({ z }: SchemaTools) {
  return z
    .string()
    .max(200)
    .regex(/^([a-z][a-z0-9]*)( [a-z][a-z0-9]*)+$/, {
      error: 'words such as system settings encryption get were expected',
    })
    .refine((words) => /( get| list)$/.test(words), {
      error: 'a command that ends in get or list was expected',
      abort: true,
    })
    .refine((words) => isReadingCommand(words.split(' ')), { error: ({ input }) => unknownCommand(String(input)) });
}

function unknownCommand(words: string): string {
  const near = nearest(words, [...READING_COMMANDS]);
  const hint = near === null ? '' : `; did you mean "${near}"?`;
  return `a command that is known to change nothing was expected (docs/writing-rules.md says which are)${hint}`;
}

function describeEsxcli(check: EsxcliCheck): string {
  const where = Object.entries(check.where).map(([name, value]) => ` where ${name} is ${value}`);
  const field = check.field === null ? '' : ` ${check.field}`;
  const given = Object.entries(check.arguments).map(([name, value]) => ` ${name}=${value}`);
  return `esxcli ${check.command.join(' ')}${given.join('')}${where.join('')}:${field} ${describeOperator(check.operator)}`;
}

/**
 * Judges one field of what a command answers, in every row that is picked. Only a list that was answered shows that nothing
 * of the kind is there; a row that does not tell the field shows nothing.
 */
function judgeEsxcli(check: EsxcliCheck, reading: Reading<EsxcliFacts>, parameters: Parameters): Judgement {
  const command = `esxcli ${check.command.join(' ')}`;
  return judgeValue({
    subject: check.field === null ? command : `${check.field} of ${command}`,
    operator: check.operator,
    parameters,
    type: 'untyped',
    reading: reading.kind === 'read' ? valueIn(check, reading.value) : reading,
    lacking: `This host has nothing of the kind in ${command}.`,
  });
}

type Row = EsxcliFacts['rows'][number];

function valueIn(check: EsxcliCheck, { rows, scalar }: EsxcliFacts): Reading<string | readonly string[]> {
  const { field, operator } = check;
  if (field === null) return scalar === null ? OTHER_KIND : fieldText(scalar, operator);
  const picked = scalar === null ? pickedBy(check, rows) : null;
  if (picked === null) return OTHER_KIND;
  if (!isWhole(check, rows)) return NO_ROWS;
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

/** Lists that no host answers without rows, and one of them where every host has it: they prove nothing without (docs/internals/wire.md 3.4). */
const ON_EVERY_HOST: ReadonlyMap<string, readonly [field: string, value: string] | null> = new Map([
  ['system account list', ['UserID', 'root']],
  ['system ssh server config list', null],
] as const);

function isWhole({ command }: EsxcliCheck, rows: readonly Row[]): boolean {
  const known = ON_EVERY_HOST.get(command.join(' '));
  if (known === undefined) return true;
  return known === null ? rows.length > 0 : rows.some((row) => ownField(row, known[0]) === known[1]);
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
  return typeof value === 'string' ? fieldText(value, operator) : DOUBLED;
}

/** An empty text is how esxcli shows what is not set; it is none of the words that one of several is wanted of. */
function fieldText(text: string, operator: Operator): Reading<string> {
  const words = operator.op === 'equals' ? [operator.value] : operator.op === 'oneOf' ? operator.values : null;
  const isNoWord = text.trim() === '' && words !== null && !words.includes('');
  return isNoWord ? EMPTY : read(text);
}

function ownField(row: Row, name: string): string | readonly string[] | undefined {
  return Object.hasOwn(row, name) ? row[name] : undefined;
}

const OTHER_KIND = unread({ code: 'unexpected-answer', detail: 'esxcli answered with something of another kind' });
const NO_ROWS = unread({ code: 'unexpected-answer', detail: 'esxcli answered without what every host has' });
const NO_FIELD = unread({ code: 'unexpected-answer', detail: 'esxcli answered without the field' });
const EMPTY = unread({ code: 'setting-not-reported', detail: 'esxcli answered with an empty field' });
const DOUBLED = unread({ code: 'contradiction', detail: 'esxcli told the field more than once' });
