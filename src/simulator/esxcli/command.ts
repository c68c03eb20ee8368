import { escapeText } from '../wire/escape.ts';
import type { VimFault } from '../wire/fault.ts';
import { renderMember } from '../wire/render.ts';
import { fieldValue } from '../wire/value.ts';
import { compareVersions } from '../wire/versions.ts';
import type { SimulatedHost } from '../world/host.ts';
import type { World } from '../world/world.ts';

/** One esxcli command. Every command stands in esxcli/registry.ts. */
export interface Command {
  /** Words joined by dots: `system.settings.kernel.list`. */
  readonly name: string;
  readonly help: string;
  readonly parameters: readonly Parameter[];
  /** Changes something. */
  readonly writes?: boolean;
  /** How a command line would show the rows: `table:Name,Enabled` or `simple`. */
  readonly formatter: string;
  /** The release that first has it; every release where nothing is said. */
  readonly since?: string;
  readonly run: (input: CommandInput) => CommandResult;
}

export interface Parameter {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'long' | 'string[]';
  readonly required?: boolean;
  readonly help: string;
}

export interface CommandInput {
  readonly world: World;
  readonly host: SimulatedHost;
  readonly arguments: ReadonlyMap<string, readonly string[]>;
}

/** A text or several, of one column. */
export type Row = Readonly<Record<string, string | readonly string[]>>;

/** The three shapes of an answer (docs/internals/wire.md 3.3). */
export type CommandResult =
  | { readonly shape: 'list'; readonly struct: string; readonly rows: readonly Row[] }
  | { readonly shape: 'struct'; readonly struct: string; readonly row: Row }
  | { readonly shape: 'scalar'; readonly type: 'xsd:string' | 'xsd:boolean' | 'xsd:long'; readonly text: string };

/** What esxcli refuses; shown as a fault with HTTP 200. */
export class CommandError extends Error {}

export const DONE: CommandResult = { shape: 'scalar', type: 'xsd:boolean', text: 'true' };

export function argument({ arguments: given }: CommandInput, name: string): string | undefined {
  return given.get(name)?.[0];
}

export function flag(input: CommandInput, name: string): boolean | undefined {
  const text = argument(input, name);
  return text === undefined ? undefined : /^(true|1|yes)$/i.test(text);
}

const NAMESPACES =
  'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="urn:vim25" versionId="5.0"';

/** The stand-alone document of an esxcli answer (docs/internals/wire.md 3.3). */
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
