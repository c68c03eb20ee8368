import { escapeText } from '../wire/escape.ts';
import type { VimFault } from '../wire/fault.ts';
import { renderMember } from '../wire/render.ts';
import { fieldValue } from '../wire/value.ts';
import { compareVersions } from '../wire/versions.ts';
import type { CommandResult, Row } from './command.ts';

const NAMESPACES =
  'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="urn:vim25" versionId="5.0"';

/** The stand-alone document of an esxcli answer (protocol.md 3.3). */
export function renderResult(command: string, result: CommandResult, extraMembers = false): string {
  const type = (struct: string): string => `VimEsxCLI${command.replaceAll('.', '')}${struct}`;
  if (result.shape === 'scalar') return document(result.type, escapeText(result.text));
  if (result.shape === 'struct') return document(type(result.struct), renderRow(result.row, extraMembers));
  const rows = result.rows.map(
    (row) => `<DataObject xsi:type="${type(result.struct)}">${renderRow(row, extraMembers)}</DataObject>`,
  );
  return document('ArrayOfDataObject', rows.join(''));
}

function document(type: string, content: string): string {
  return `<obj ${NAMESPACES} xsi:type="${type}">${content}</obj>`;
}

/** Columns in alphabetical order; with extra members backwards, and one that nobody knows. */
function renderRow(row: Row, extraMembers: boolean): string {
  const names = Object.keys(row).toSorted((a, b) => (a < b ? -1 : 1));
  const ordered = extraMembers ? ['UnheardOf', ...names.reverse()] : names;
  return ordered
    .flatMap((name) => [row[name] ?? 'x'].flat().map((text) => `<${name}>${escapeText(text)}</${name}>`))
    .join('');
}

/** faultDetail of a command that was refused: the texts stand in errMsg alone. */
export function renderCommandFault(messages: readonly string[]): string {
  const texts = messages.map((message) => `<errMsg>${escapeText(message)}</errMsg>`).join('');
  return document(
    'LocalizedMethodFault',
    `<fault xsi:type="VimEsxCLICLIFault">${texts}</fault><localizedMessage>EsxCLI.CLIFault.summary</localizedMessage>`,
  );
}

/** faultDetail of a fault that has a type of its own, with what it tells besides its words. */
export function renderTypedFault({ type, fields, message }: VimFault, version: string): string {
  const members = Object.entries(fields).map(([name, value]) => renderMember(name, fieldValue(value), version));
  return document(
    'LocalizedMethodFault',
    `<fault xsi:type="${type}">${members.join('')}</fault><localizedMessage>${escapeText(message)}</localizedMessage>`,
  );
}

/** Whether a host of this API version understands a version such as `urn:vim25/5.0`. */
export function hostUnderstands(apiVersion: string, version: string): boolean {
  const [, asked] = /^urn:vim25\/(\d+(?:\.\d+)+)$/.exec(version) ?? [];
  return asked !== undefined && compareVersions(asked, apiVersion) <= 0;
}
