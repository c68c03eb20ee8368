import { child, isTold, type VimElement } from './element.ts';
import { EsxcliFault } from './esxcli-fault.ts';
import { parseXml } from './xml-reader.ts';
import { textElement } from './xml-writer.ts';

export type EsxcliArguments = Readonly<Record<string, string | readonly string[]>>;

/** What stands in a field: a text, several where the element occurs more than once, null where it holds other elements. */
export type EsxcliField = string | readonly string[] | null;

/** Fields by name, such as `Configured`. */
export type EsxcliRow = ReadonlyMap<string, EsxcliField>;

/**
 * What a command answered, by the kind that the answer itself names in `xsi:type`. Whoever wants one kind asks for it by
 * `listOf`, `structureOf` or `scalarOf`: an answer of another kind is no empty list and no structure without fields.
 */
export type EsxcliAnswer =
  | { readonly kind: 'list'; readonly rows: readonly EsxcliRow[] }
  | { readonly kind: 'structure'; readonly row: EsxcliRow }
  | { readonly kind: 'scalar'; readonly text: string };

/** Arguments sorted by name, each a fragment of XML inside XML, so escaped twice (docs/internals/wire.md 3.2). */
export function encodeArguments(args: EsxcliArguments): string {
  const names = Object.keys(args).sort();
  return names.map((name) => encodeArgument(name, args[name] ?? [])).join('');
}

function encodeArgument(name: string, value: string | readonly string[]): string {
  const values = typeof value === 'string' ? [value] : value;
  const fragment = values.map((each) => textElement(name, each)).join('');
  return `<argument>${textElement('name', name)}${textElement('val', fragment)}</argument>`;
}

/**
 * Throws an EsxcliFault for a command that failed or gave no answer at all,
 * and for an answer that is none; a WireError for one that is no XML.
 */
export function esxcliAnswerOf(returnval: VimElement | null): EsxcliAnswer {
  if (returnval === null) throw EsxcliFault.noAnswer();
  const fault = child(returnval, 'fault');
  if (fault !== null) throw EsxcliFault.of(fault);
  if (isTold(returnval, 'fault')) throw garbled('tells more than one fault');
  const response = child(returnval, 'response');
  if (response === null || (response.text.trim() === '' && response.children.length === 0))
    throw EsxcliFault.noAnswer();
  return answerOf(parseXml(response.text));
}

const LIST = 'ArrayOfDataObject';

/** XML Schema's types of a single value, as far as esxcli's type information knows them. */
const SCALARS: ReadonlySet<string | null> = new Set([
  'string',
  'boolean',
  'byte',
  'short',
  'int',
  'long',
  'float',
  'double',
  'dateTime',
  'anyURI',
]);

function answerOf(answer: VimElement): EsxcliAnswer {
  const { name, xsiType, children, text } = answer;
  if (name !== 'obj') throw garbled(`begins with <${name}>`);
  if (xsiType === LIST || (xsiType === null && children.length > 0)) return { kind: 'list', rows: rowsOf(answer) };
  if (SCALARS.has(xsiType)) {
    if (children.length > 0) throw garbled('has elements in a single value');
    return { kind: 'scalar', text };
  }
  if (xsiType === null || xsiType.startsWith('ArrayOf')) throw garbled(`is of the kind ${xsiType ?? 'none'}`);
  if (children.length === 0) throw garbled('is a structure without any field');
  return { kind: 'structure', row: rowOf(answer) };
}

function garbled(what: string): EsxcliFault {
  return EsxcliFault.unexpected(what);
}

/** Some producers leave the type of the whole out; every row names itself. */
function rowsOf({ children, text }: VimElement): readonly EsxcliRow[] {
  const isWhole = children.every((row) => row.name === 'DataObject' && row.children.length > 0);
  if (!isWhole || (children.length === 0 && text.trim() !== '')) throw garbled('lists something that is no row');
  return children.map(rowOf);
}

function rowOf(structure: VimElement): EsxcliRow {
  const row = new Map<string, string | string[] | null>();
  for (const { name, text, children } of structure.children) {
    const known = row.get(name);
    const told = children.length === 0 ? text : null;
    if (known === undefined) row.set(name, told);
    else if (known === null || told === null) row.set(name, null);
    else if (typeof known === 'string') row.set(name, [known, told]);
    else known.push(told);
  }
  return row;
}

/** The rows of a list, which may be empty. Throws an EsxcliFault for an answer of another kind. */
export function listOf(answer: EsxcliAnswer): readonly EsxcliRow[] {
  if (answer.kind === 'list') return answer.rows;
  throw garbled(`is a ${answer.kind}, not a list`);
}

/** The one structure of an answer; some servers wrap it as the only row of a list. Throws an EsxcliFault for any other answer. */
export function structureOf(answer: EsxcliAnswer): EsxcliRow {
  if (answer.kind === 'structure') return answer.row;
  const [row, ...more] = answer.kind === 'list' ? answer.rows : [];
  if (row !== undefined && more.length === 0) return row;
  throw garbled(answer.kind === 'list' ? `is a list of ${answer.rows.length}, not a structure` : 'is no structure');
}

/** The text of a single value. Throws an EsxcliFault for an answer of another kind. */
export function scalarOf(answer: EsxcliAnswer): string {
  if (answer.kind === 'scalar') return answer.text;
  throw garbled(`is a ${answer.kind}, not a single value`);
}

/** The text of a field; null where the row lacks it, tells it more than once, or holds something else there. */
export function fieldOf(row: EsxcliRow, name: string): string | null {
  const value = row.get(name);
  return typeof value === 'string' ? value : null;
}
