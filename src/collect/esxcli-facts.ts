import type { EsxcliFacts, EsxcliQuery } from '../model/facts.ts';
import { read, type Reading, unread } from '../model/reading.ts';
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
    const { rows, scalar } = await esxcli.run(command, args);
    return read({ rows: rows.map((row) => Object.fromEntries(row)), scalar });
  } catch (error) {
    return unread(problemFromError(error));
  }
}
