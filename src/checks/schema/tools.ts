import { z } from 'zod';
import type { RuleValue } from '../../model/check.ts';
import { compilePattern, OPERATORS } from '../values/operator.ts';
import { SITE_LIST_NAMES } from '../../model/site-lists.ts';
import { booleanIn, compareVersions, numberIn, orderOf, type ValueType } from '../values/value.ts';
import { closed, exactlyOne } from './closed.ts';

/** Text, a number or true/false; `FALSE` may be quoted or not. */
export const scalar = z
  .union([z.string().max(1_000), z.number(), z.boolean()], { error: 'text, a number or true/false was expected' })
  .refine((value) => typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value), {
    error: 'the number is too large to be kept exactly: quote it',
  });

const pattern = z.string().min(1).max(1_000).superRefine(checkPattern).meta({
  description: 'RE2 regular expression, unanchored, case-insensitive.',
});

/** The operator keys for a value of a type. */
export function operatorShape(type: ValueType) {
  const value = scalar.refine((given) => isOfType(given, type), { error: expectationOf(type) });
  const number = boundOf(type);
  const flag = z.literal(true, { error: 'true was expected' });
  const list = z.array(value).min(1).max(200);
  return {
    equals: value.optional(),
    oneOf: list.optional(),
    notOneOf: list.optional(),
    matches: pattern.optional(),
    atLeast: number.optional(),
    atMost: number.optional(),
    between: z
      .tuple([number, number], { error: `a list of two ${type === 'version' ? 'versions' : 'numbers'} was expected` })
      .refine(([low, high]) => (orderOf(String(low), high, type) ?? 0) <= 0, { error: 'the lower number comes first' })
      .optional(),
    present: flag.optional(),
    absent: flag.optional(),
  };
}

/** The operators that compare with a list of the site, for kinds whose values a site may have lists of. */
function siteShape() {
  const list = z.enum(SITE_LIST_NAMES, { error: `one of ${SITE_LIST_NAMES.join(', ')} was expected` });
  return {
    listedIn: list.optional().describe('The list of the site that every entry must be in.'),
    notListedIn: list.optional().describe('The list of the site that no entry may be in.'),
  };
}

/** What a value of the type may be compared with by its order. */
function boundOf(type: ValueType): z.ZodType<number | string> {
  if (type === 'version') {
    return z
      .string({ error: 'a version was expected (quote it)' })
      .max(100)
      .refine(isVersion, { error: 'a version such as 8.0.3 was expected' });
  }
  return z.number().refine(() => type !== 'text' && type !== 'boolean', {
    error: `${type} has no order: equals, oneOf or matches was expected`,
  });
}

function isVersion(text: string): boolean {
  return compareVersions(text, text) !== undefined;
}

/** One for all facts of a type: schemas are made anew at every start. */
const operatorSchemas = new Map<ValueType, z.ZodObject<ReturnType<typeof operatorShape>, z.core.$strict>>();

/** `{ equals: FALSE }`: one operator and its value. */
export function operatorSchema(type: ValueType) {
  const known = operatorSchemas.get(type);
  if (known !== undefined) return known;
  const made = exactlyOne(operatorShape(type), OPERATORS);
  operatorSchemas.set(type, made);
  return made;
}

function checkPattern(source: string, context: z.core.$RefinementCtx<string>): void {
  try {
    compilePattern(source);
  } catch (error) {
    const why =
      error instanceof Error ? error.message.replace(/^error parsing regexp: /, '').replace('(?i)', '') : 'unknown';
    context.addIssue({ code: 'custom', message: `an RE2 regular expression was expected: ${why}` });
  }
}

function isOfType(value: RuleValue, type: ValueType): boolean {
  if (type === 'boolean') return booleanIn(String(value)) !== undefined;
  if (type === 'integer') return typeof value !== 'boolean' && typeof numberIn(String(value)) === 'bigint';
  if (type === 'version') return typeof value === 'string' && isVersion(value);
  return type === 'untyped' || typeof value === 'string';
}

function expectationOf(type: ValueType): string {
  if (type === 'version') return 'a version such as 8.0.3 was expected (quote it)';
  return type === 'text'
    ? 'text was expected (quote it)'
    : `${type === 'boolean' ? 'true or false' : 'a whole number'} was expected`;
}

/** Text of at most 200 characters that matches; else what was expected is said. */
function name(pattern: RegExp, expected: string): z.ZodString {
  return z.string().max(200).regex(pattern, { error: expected });
}

/** The name of a parameter that people give, such as `{ parameter: vch-address }`. */
const parameter = closed({
  parameter: name(/^[a-z][a-z0-9-]{0,50}$/, 'the name of a parameter was expected, such as vch-address'),
});

const TOOLS = { z, closed, exactlyOne, name, parameter, scalar, operatorShape, operatorSchema, siteShape } as const;

/**
 * What the schema of a check kind is made with. It is handed over, so that a kind needs no schema library of its own: a
 * scan of rules that were parsed ahead loads none.
 */
export type SchemaTools = typeof TOOLS & {
  /** What does not fit a schema, each at its place and in our own words. */
  readonly issuesIn: (schema: z.ZodType, value: unknown) => readonly SchemaIssue[];
};

interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

export function schemaTools(issuesIn: SchemaTools['issuesIn']): SchemaTools {
  return { ...TOOLS, issuesIn };
}
