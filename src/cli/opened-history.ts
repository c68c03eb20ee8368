import { resolve } from 'node:path';
import { EsxcheckError } from '../model/errors.ts';
import type { Database } from '../history/store/database.ts';
import type { Io } from './io.ts';
import { historyFile } from './state-folder.ts';

export interface HistoryArguments {
  readonly history?: string | undefined;
}

/** The history that is meant, made where there is none. Throws what opening a database throws. */
export async function openHistory({ history }: HistoryArguments, io: Io): Promise<Database> {
  const { openDatabase } = await import('../history/store/database.ts');
  return openDatabase(history === undefined ? historyFile(io) : resolve(history));
}

/** The same, but a file that is not there is not made: who looks back leaves nothing behind. Throws HISTORY_EMPTY. */
export async function openExistingHistory(args: HistoryArguments, io: Io): Promise<Database> {
  const { existsSync } = await import('node:fs');
  const file = args.history === undefined ? historyFile(io) : resolve(args.history);
  if (!existsSync(file)) throw noHistory(file);
  return openHistory(args, io);
}

function noHistory(file: string): EsxcheckError {
  return new EsxcheckError('HISTORY_EMPTY', `There is no history in ${JSON.stringify(file)}.`, {
    details: [
      'Keep a scan with: esxcheck scan --target … --record',
      'Or put saved ones in: esxcheck history --import scan.json',
    ],
  });
}
