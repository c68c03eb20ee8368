import { z } from 'zod';
import { requestInvalid } from './refusal.ts';

/** Bodies of requests of sites: docs/internals/server.md 3. Keys that a later release adds are not looked at. */

const plain = z
  .string()
  .min(1)
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), {
    error: 'text without control characters was expected',
  });

export const siteName = z.string().regex(/^[a-z0-9-]{1,40}$/);
export const targetName = plain.max(253);
const worker = plain.max(253);
const key = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const signature = z.string().regex(/^[A-Za-z0-9_-]{86}$/);
const slots = z.number().int().min(0).max(100);

/** More than any site has vCenters. */
export const MOST_TARGETS = 500;
const targets = z.array(targetName).max(MOST_TARGETS);

export const enrolBody = z.object({ site: siteName, code: z.string().min(1).max(200), key, signature });
export const rotateBody = z.object({ key, signature });
export const helloBody = z.object({ worker, version: plain.max(100), targets, slots });
export const jobsBody = z.object({ worker, targets, slots });
export const failedBody = z.object({
  code: z.string().regex(/^[A-Z][A-Z0-9_]{0,60}$/),
  message: z.string().max(4_000),
});
export const shipmentQuery = z.object({ target: targetName, attempt: z.uuid().optional() });

/** The body of a request as JSON of that form, or throws REQUEST_INVALID. */
export function bodyOf<Value>(schema: z.ZodType<Value>, bytes: unknown): Value {
  return taken(schema, jsonIn(Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0)));
}

/** A value of that form, or throws REQUEST_INVALID with the first thing that is otherwise. */
export function taken<Value>(schema: z.ZodType<Value>, value: unknown): Value {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const path = error.issues[0]?.path.map(String).join('.') ?? '';
  throw requestInvalid(
    path === '' ? 'The body is not of the form that was expected.' : `${path} is not of the form that was expected.`,
  );
}

function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw requestInvalid('The body is not JSON in UTF-8.');
  }
}
