import type { Problem } from './problem.ts';

/**
 * What came of reading one fact.
 *
 * `absent` is knowledge: the host answered and does not have it. `unread` is the lack of it, and is never a pass.
 */
export type Reading<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unread'; readonly problem: Problem };

export function read<T>(value: T): Reading<T> {
  return { kind: 'read', value };
}

export const ABSENT: Reading<never> = { kind: 'absent' };

export function unread(problem: Problem): Reading<never> {
  return { kind: 'unread', problem };
}

/** A part of a fact that nobody asked the host for. */
export const NOT_ASKED: Reading<never> = unread({ code: 'not-reported', detail: 'not asked' });

/** Whether two values are one in different notations: `FALSE`, `false`, `0` and `0x0`; nothing else is made alike. */
export function sameWhenNormalized(one: string, other: string): boolean {
  return normalizeValue(one) === normalizeValue(other);
}

/** One notation for values that are the same. */
export function normalizeValue(value: string): string {
  const text = value.trim();
  if (/^true$/i.test(text)) return '1';
  if (/^false$/i.test(text)) return '0';
  return /^(0x[0-9a-f]{1,32}|\d{1,40})$/i.test(text) ? BigInt(text).toString() : text;
}
