import { createHash } from 'node:crypto';

/**
 * JSON with sorted keys and no space, so that equal documents have equal texts. Lists keep their order.
 * Made for documents of texts, truths and nulls; `jq -cjS` writes the same.
 */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : Number(one > other)));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`).join(',')}}`;
}

/** SHA-256 of the canonical text, in hexadecimal. */
export function canonicalHash(value: unknown): string {
  return createHash('sha256').update(canonicalText(value), 'utf8').digest('hex');
}
