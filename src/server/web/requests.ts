import { z } from 'zod';

/** PostgreSQL knows no NUL in a text. */
const text = z
  .string()
  .max(500)
  .refine((value) => !value.includes('\0'), { error: 'holds a NUL' });

/** An id of a row. */
export const id = z.coerce.number().int().min(1).max(2_147_483_647);

/** A day that PostgreSQL and people can mean. */
const day = z.iso
  .date()
  .refine((value) => value >= '2000-01-01' && value <= '2999-12-31', { error: 'a day of this age' });

/** What may stand in a form that was sent empty is left out. */
function orNone<Schema extends z.ZodType>(schema: Schema): z.ZodPreprocess<z.ZodOptional<Schema>> {
  return z.preprocess((value) => (value === '' ? undefined : value), z.optional(schema));
}

export const pageNumber = z.coerce.number().int().min(1).max(1000).default(1);

/** `stale`: of a vCenter that is, whatever it was. */
export const verdict = z.enum(['stale', 'fail', 'unknown', 'warn', 'waived', 'pass', 'not-applicable']);

export const onePart = z.object({ page: pageNumber });
export const onDay = z.object({ day: orNone(day) });
export const onDayInParts = z.object({ day: orNone(day), page: pageNumber });
export const byName = z.object({ name: text.default(''), page: pageNumber });
export const byVerdict = z.object({ verdict: verdict.default('fail'), page: pageNumber });
export const ofTarget = z.object({ target: id });
export const ofRule = z.object({ rule: id });
export const ofHost = z.object({ host: id });

/** The end of a day, or now where it has not ended. */
export function endOf(dayText: string, now: Date): Date {
  const end = new Date(`${dayText}T23:59:59.999Z`);
  return end < now ? end : now;
}

/** The day before this moment, to the second. */
export function yesterday(now: Date): Date {
  return new Date(now.getTime() - 86_400_000);
}

/** Rows of a page, and days before and after today that waivers are listed for. */
export const PAGE_SIZE = 50;
export const WAIVER_DAYS = 60;
export const TREND_DAYS = 365;
