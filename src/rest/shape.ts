import { z } from 'zod';
import { RestAnswerError } from './json.ts';

/** An answer of the form of the schema. Throws a RestAnswerError that names the part that is of another one. */
export function shapeOf<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const where = result.error.issues[0]?.path.map(String).join('.') ?? '';
  throw new RestAnswerError(
    where === '' ? 'the answer is of another kind' : `${where} of the answer is of another kind`,
  );
}

/** A moment as RFC 3339 writes it, as milliseconds since 1970. */
export const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** A list of managed object ids. */
export const ids = z.array(z.string().min(1));
