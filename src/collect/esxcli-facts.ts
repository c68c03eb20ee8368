import type { EsxcliFacts, EsxcliQuery } from '../model/facts.ts';
import { read, type Reading, unread } from '../model/reading.ts';
import { type EsxcliAnswer, type EsxcliRow, listOf, structureOf } from '../vim/esxcli.ts';
import type { HostEsxcli } from './host-esxcli.ts';
import { problemFromError } from './problem-from.ts';

/** Words that end a command which changes nothing. What a rule asks is checked when it is loaded, and once more here. */
const READING = new Set(['get', 'list']);

/**
 * Asks a command that only reads. What a release that lacks the command answers is not told apart from other failures
 * (protocol.md 3.2), so it is unread; a rule names the releases that it speaks of.
 */
export async function readEsxcli(
  esxcli: HostEsxcli,
  { command, arguments: args }: EsxcliQuery,
): Promise<Reading<EsxcliFacts>> {
  if (!READING.has(command.at(-1) ?? '')) throw new Error(`esxcli ${command.join(' ')} may change a host`);
  try {
    return factsOf(await esxcli.run(command, args), command);
  } catch (error) {
    return unread(problemFromError(error));
  }
}

/**
 * Some commands that end in `get` answer with a list; one without any row is no answer to them. A command that ends in
 * `list` may list nothing. Fields that hold no text are left out.
 */
function factsOf(answer: EsxcliAnswer, command: readonly string[]): Reading<EsxcliFacts> {
  if (answer.kind === 'scalar') return read({ rows: [], scalar: answer.text });
  const wantsList = command.at(-1) === 'list';
  const isList = answer.kind === 'list' && (wantsList || answer.rows.length > 1);
  const rows = isList || wantsList ? listOf(answer) : [structureOf(answer)];
  return read({ rows: rows.map(textsIn), scalar: null });
}

function textsIn(row: EsxcliRow): EsxcliFacts['rows'][number] {
  return Object.fromEntries([...row].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
}
