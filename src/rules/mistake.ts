import { EsxcheckError } from '../model/errors.ts';

/** Something wrong at one place of a rule file; lines and columns count from 1. */
export interface Mistake {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong and what was expected. */
  readonly text: string;
}

/** One error for all mistakes: the first in the sentence, every one in the details when there are several. */
export function ruleInvalid(mistakes: readonly Mistake[]): EsxcheckError {
  const lines = mistakes.map(({ file, line, column, text }) => `${file}:${line}:${column}: ${text}`);
  const more = lines.length > 1 ? ` (and ${lines.length - 1} more)` : '';
  return new EsxcheckError('RULE_INVALID', `${lines[0] ?? 'a rule file is wrong'}${more}`, {
    details: lines.length > 1 ? lines : [],
  });
}
