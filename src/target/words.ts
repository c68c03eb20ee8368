import { EsxcheckError } from '../model/errors.ts';

/**
 * Splits a command line into words: at blanks, but not inside single or double quotes; nothing else is special, and a
 * backslash stands for itself, so that Windows paths need no care.
 */
export function splitWords(line: string): readonly string[] {
  const words = [...line.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) => word);
  const unquoted = line.replace(/"[^"]*"|'[^']*'/g, '');
  if (/["']/.test(unquoted)) {
    throw new EsxcheckError('USAGE', 'The --password-command has a quote without its partner.');
  }
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}
