import { child, childrenNamed, type VimElement } from './element.ts';
import { EsxcliFault } from './esxcli-fault.ts';
import { parseXml } from './xml-reader.ts';
import { textElement } from './xml-writer.ts';

export type EsxcliArguments = Readonly<Record<string, string | readonly string[]>>;

/** Fields by name, such as `Configured`; a field that occurs more than once is a list. */
export type EsxcliRow = ReadonlyMap<string, string | readonly string[]>;

/** What a command answered: rows (one for a structure), or the text of a scalar. */
export interface EsxcliAnswer {
  readonly rows: readonly EsxcliRow[];
  /** Null unless the command answers with a single value, as `set` commands do. */
  readonly scalar: string | null;
}

/** Arguments sorted by name, each a fragment of XML inside XML, so escaped twice (protocol.md 3.2). */
export function encodeArguments(args: EsxcliArguments): string {
  const names = Object.keys(args).sort();
  return names.map((name) => encodeArgument(name, args[name] ?? [])).join('');
}

function encodeArgument(name: string, value: string | readonly string[]): string {
  const values = typeof value === 'string' ? [value] : value;
  const fragment = values.map((each) => textElement(name, each)).join('');
  return `<argument>${textElement('name', name)}${textElement('val', fragment)}</argument>`;
}

/** Throws an EsxcliFault for a command that failed or gave no answer at all, a WireError for a garbled one. */
export function esxcliAnswerOf(returnval: VimElement | null): EsxcliAnswer {
  if (returnval === null) throw EsxcliFault.noAnswer();
  const fault = child(returnval, 'fault');
  if (fault !== null) throw EsxcliFault.of(fault);
  const response = child(returnval, 'response');
  if (response === null || (response.text.trim() === '' && response.children.length === 0))
    throw EsxcliFault.noAnswer();
  return answerOf(parseXml(response.text));
}

function answerOf(answer: VimElement): EsxcliAnswer {
  const wrapped = childrenNamed(answer, 'DataObject');
  if (answer.xsiType === 'ArrayOfDataObject' || wrapped.length > 0) return { rows: wrapped.map(rowOf), scalar: null };
  if (isStructure(answer)) return { rows: [rowOf(answer)], scalar: null };
  return { rows: [], scalar: answer.text };
}

/** A structure's type is named after its command; scalars are of XML Schema types. */
function isStructure(answer: VimElement): boolean {
  return answer.children.length > 0 || (answer.xsiType ?? '').startsWith('VimEsxCLI');
}

function rowOf(structure: VimElement): EsxcliRow {
  const row = new Map<string, string | string[]>();
  for (const { name, text } of structure.children) {
    const known = row.get(name);
    if (known === undefined) row.set(name, text);
    else if (typeof known === 'string') row.set(name, [known, text]);
    else known.push(text);
  }
  return row;
}

/** The text of a field; null where the row lacks it or holds a list. */
export function fieldOf(row: EsxcliRow, name: string): string | null {
  const value = row.get(name);
  return typeof value === 'string' ? value : null;
}
