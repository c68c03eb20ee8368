import { EsxcheckError } from '../model/errors.ts';

/** Something wrong at one place of a file; lines and columns count from 1. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong and what was expected. */
  readonly text: string;
  /** What helps to put it right, where that is not said already. */
  readonly next?: string | null;
}

/** One error for all mistakes: the first in the sentence, every one in the details when there are several. */
export function invalid(code: string, mistakes: readonly Diagnostic[]): EsxcheckError {
  const lines = mistakes.map(wordsOf);
  const more = lines.length > 1 ? ` (and ${lines.length - 1} more)` : '';
  return new EsxcheckError(code, `${lines[0] ?? 'a file is wrong'}${more}`, {
    details: lines.length > 1 ? lines : [],
  });
}

/** `FILE:LINE:COLUMN: what is wrong` */
export function wordsOf({ file, line, column, text }: Diagnostic): string {
  return `${file}:${line}:${column}: ${text}`;
}
