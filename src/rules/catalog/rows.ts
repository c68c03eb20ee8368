import { readFile, stat } from 'node:fs/promises';
import { decodeText, NotText } from '../../files/text.ts';
import { escapeControlCharacters } from '../../model/control-characters.ts';
import { EsxcheckError } from '../../model/errors.ts';

/** A line of a catalog file: its cells by column. */
export interface CatalogRow {
  readonly cells: ReadonlyMap<string, string>;
  /** Throws CATALOG_INVALID with the file and the line. */
  readonly refuse: (text: string) => never;
}

/** Bytes; the largest that ships is below a tenth. */
const LARGEST_CATALOG = 1024 * 1024;

/** The text of one catalog file. Throws CATALOG_INVALID when it cannot be read or is far too large. */
export async function catalogText(file: string): Promise<string> {
  try {
    if ((await stat(file)).size <= LARGEST_CATALOG) return decodeText(await readFile(file));
  } catch (cause) {
    const why = cause instanceof NotText ? `: ${cause.message}` : '';
    throw new EsxcheckError('CATALOG_INVALID', `The catalog file ${file} cannot be read${why}.`, { cause });
  }
  throw new EsxcheckError('CATALOG_INVALID', `The catalog file ${file} is too large.`);
}

/**
 * The rows of a catalog file. Cells hold no commas and no quotes, so that a line is read by splitting it.
 * Throws CATALOG_INVALID with the line that is wrong.
 */
export function catalogRows(text: string, file: string, columns: readonly string[]): readonly CatalogRow[] {
  const [header, ...lines] = text.trimEnd().split(/\r?\n/);
  if (header !== columns.join()) throw invalid(file, 1, `the columns ${columns.join()} were expected`);
  return lines.map((line, index) => {
    const refuse = (why: string): never => {
      throw invalid(file, index + 2, why);
    };
    return { cells: cellsOf(line, columns, refuse), refuse };
  });
}

function cellsOf(line: string, columns: readonly string[], refuse: (why: string) => never): Map<string, string> {
  const cells = line.split(',');
  if (cells.length !== columns.length || line.includes('"')) {
    refuse(`${columns.length} cells without quotes were expected`);
  }
  if (escapeControlCharacters(line) !== line) refuse('a control or invisible character is not expected');
  return new Map(columns.map((column, index) => [column, cells[index] ?? '']));
}

/** A cell that must match; what it should be is told, never what it is. */
export function cell({ cells, refuse }: CatalogRow, column: string, form: RegExp, wanted: string): string {
  const value = cells.get(column) ?? '';
  return form.test(value) ? value : refuse(`${column}: ${wanted} was expected`);
}

/** A cell that must not be empty. */
export function filled(row: CatalogRow, column: string): string {
  return cell(row, column, /\S/, 'text');
}

export function buildIn(row: CatalogRow, column = 'build'): string {
  return cell(row, column, /^[1-9]\d{0,11}$/, 'a build number');
}

/** Refuses a row whose key was there before. */
export function refuseTwice(seen: Set<string>, row: CatalogRow, key: string, text: string): void {
  if (seen.has(key)) row.refuse(`${text} is there twice`);
  seen.add(key);
}

function invalid(file: string, line: number, text: string): EsxcheckError {
  return new EsxcheckError('CATALOG_INVALID', `${file}:${line}: ${text}`);
}
