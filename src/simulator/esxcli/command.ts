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

/** The three shapes of an answer (protocol.md 3.3). */
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
