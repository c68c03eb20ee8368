import { z } from 'zod';
import { factType, FACT_NAMES } from '../../evaluate/fact-names.ts';
import { knownRelease } from '../../evaluate/release-branch.ts';
import type { ValueType } from '../../evaluate/value.ts';
import { nearest } from '../../model/nearest.ts';
import { isPlainArgument, isReadingCommand, READING_COMMANDS } from '../../model/reading-commands.ts';
import { suggestion } from '../suggestion.ts';
import { exactlyOne } from './closed.ts';
import { describeIssue } from './describe-issue.ts';
import { OPERATORS } from '../operators.ts';
import { operatorSchema, operatorShape } from './operator-schema.ts';

const short = z.string().min(1).max(200);
const fields = z.record(z.string().regex(/^[A-Za-z][\w-]{0,99}$/), z.string().max(1_000));

/** A number or a version, until the type of the fact is known. */
const bound = z.union([z.number(), z.string().max(100)], { error: 'a number or a version was expected' });

/** The operator is checked by the type of the fact that `name` names. */
export const propertyCheck = exactlyOne(
  {
    name: short,
    ...operatorShape('untyped'),
    atLeast: bound.optional(),
    atMost: bound.optional(),
    between: z.tuple([bound, bound], { error: 'a list of two was expected' }).optional(),
  },
  OPERATORS,
)
  .superRefine(fitFact)
  .describe('A host fact or property fact by name, see rules facts. Of a list, every entry must be as wanted.');

function fitFact(file: { readonly name: string }, context: z.core.$RefinementCtx<{ readonly name: string }>): void {
  const { name, ...operator } = file;
  const type: ValueType | null = factType(name);
  if (type === null) {
    const message = `unknown fact "${name}": ${suggestion(name, FACT_NAMES)}`;
    context.addIssue({ code: 'custom', message, path: ['name'] });
    return;
  }
  const misfits = operatorSchema(type).safeParse(operator).error?.issues.flatMap(describeIssue) ?? [];
  for (const { path, text } of misfits) context.addIssue({ code: 'custom', message: text, path: [...path] });
}

const build = z.int().min(1).max(999_999_999_999);
const builds = z.array(build).min(1).max(500);

const LINE = "a version such as '8.0.3', or a line such as '8.0', was expected";

/** Lowest builds by version or line; a build that the catalog has elsewhere was meant for another key. */
const lowestBuilds = z
  .record(z.string().regex(/^\d{1,3}\.\d{1,3}(\.\d{1,3})?$/, { error: LINE }), build)
  .refine((lines) => Object.keys(lines).length > 0, { error: LINE })
  .superRefine((lines, context) => {
    for (const [key, lowest] of Object.entries(lines)) {
      const version = knownRelease(lowest)?.version;
      if (version === undefined || version === key || version.startsWith(`${key}.`)) continue;
      context.addIssue({ code: 'custom', message: `build ${lowest} is one of ${version}`, path: [key] });
    }
  });

export const releaseCheck = exactlyOne(
  {
    atLeast: lowestBuilds.optional(),
    notOlderThan: z.iso.date({ error: 'a date such as 2024-06-25 was expected' }).optional(),
    oneOf: builds.optional(),
    notOneOf: builds.optional(),
  },
  ['atLeast', 'notOlderThan', 'oneOf', 'notOneOf'],
).describe(
  'The build: the lowest of each version or line, a date by the catalog, or builds that are wanted or known to be bad.',
);

export const vibCheck = exactlyOne({ name: short, vendor: short.optional(), ...operatorShape('version') }, OPERATORS, [
  'vendor',
]).describe('A package of the running image: its version. One that is not installed makes the rule not applicable.');

/** Nothing that a rule says may change a host: the last word is one of the two that only read, and the command is known. */
const command = z
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

function unknownCommand(words: string): string {
  const near = nearest(words, [...READING_COMMANDS]);
  const hint = near === null ? '' : `; did you mean "${near}"?`;
  return `a command that is known to change nothing was expected (docs/writing-rules.md says which are)${hint}`;
}

export const esxcliCheck = exactlyOne(
  {
    command,
    arguments: fields.optional(),
    where: fields.optional(),
    field: z
      .string()
      .regex(/^[A-Za-z]\w{0,99}$/)
      .optional(),
    list: z.literal(true).optional(),
    ...operatorShape('untyped'),
  },
  OPERATORS,
  ['arguments', 'where', 'field', 'list'],
)
  .superRefine(fitArguments)
  .describe(
    'What an esxcli command that only reads answers: one field of the rows that where picks (list: true where it may come several times), or a single value.',
  );

interface Asked {
  readonly command: string;
  readonly arguments?: Readonly<Record<string, string>> | undefined;
}

function fitArguments({ command: words, arguments: given = {} }: Asked, context: z.core.$RefinementCtx<Asked>): void {
  const odd = Object.entries(given).filter(([name, value]) => !isPlainArgument(words.split(' '), name, value));
  for (const [name] of odd) {
    const message = 'a plain text was expected: no path, no address of a file or server, no markup';
    context.addIssue({ code: 'custom', message, path: ['arguments', name] });
  }
}
