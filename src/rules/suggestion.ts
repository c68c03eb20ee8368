import { nearest } from '../model/nearest.ts';

/** What to say after an unknown name. */
export function suggestion(mistyped: string, known: readonly string[]): string {
  const near = nearest(mistyped, known);
  return near === null ? `known are ${known.join(', ')}` : `did you mean "${near}"?`;
}
