import type { z } from 'zod';
import { escapeControlCharacters } from '../model/control-characters.ts';

/** Characters of a path or a message that are shown: both may be made of what the file holds. */
const SHOWN = 200;

/** Where a document is not as it must be, and what was expected: the first place only. */
export function describeIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'It does not fit its schema.';
  const place = issue.path.map(String).join('.');
  return escapeControlCharacters(
    `${place === '' ? 'the document' : place.slice(0, SHOWN)}: ${issue.message.slice(0, SHOWN)}`,
  );
}
