import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Database } from '../../history/store/database.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { Scan } from '../../model/scan.ts';
import { configuredHistory, keepScan, withTrends as chartedBy } from '../../run/history.ts';
import { historyFile } from '../../target/environment.ts';
import type { ConfigArguments } from '../common-options.ts';
import type { Io } from './console.ts';
import { findConfig, requireOwnConfig } from './load-config.ts';

export interface HistoryArguments extends Partial<ConfigArguments> {
  readonly history?: string | undefined;
}

/**
 * The file of the history that is meant: the one that is named, else that of the config that holds, else the user's own.
 * So `run`, `scan --record` and whatever looks back speak of one history. Throws CONFIG_INVALID, CONFIG_NOT_OWN, FILE_NOT_READ.
 */
async function historyPath(args: HistoryArguments, io: Io): Promise<string> {
  if (args.history !== undefined) return resolve(args.history);
  const config = await findConfig({ config: args.config }, { ...io, quiet: true });
  const configured = config === null ? undefined : configuredHistory(config);
  if (config === null || configured === undefined) return historyFile(io);
  if (args.config === undefined) await requireOwnConfig(config.file);
  return configured;
}

/** The history that is meant, made where there is none. Throws what opening a database throws. */
export async function openHistory(args: HistoryArguments, io: Io): Promise<Database> {
  const { openDatabase } = await import('../../history/store/database.ts');
  return openDatabase(await historyPath(args, io));
}

/** The same, but a file that is not there is not made: who looks back leaves nothing behind. Throws HISTORY_EMPTY. */
export async function openExistingHistory(args: HistoryArguments, io: Io): Promise<Database> {
  const file = await historyPath(args, io);
  if (!existsSync(file)) throw noHistory(file);
  return openHistory({ history: file }, io);
}

/** The same, or null where there is none. Throws what opening a database throws. */
export async function openPresentHistory(args: HistoryArguments, io: Io): Promise<Database | null> {
  const file = await historyPath(args, io);
  return existsSync(file) ? openHistory({ history: file }, io) : null;
}

function noHistory(file: string): EsxcheckError {
  return new EsxcheckError('HISTORY_EMPTY', `There is no history in ${JSON.stringify(file)}.`, {
    details: [
      'Keep a scan with: esxcheck scan --target … --record',
      'Or put saved ones in: esxcheck history --import scan.json',
    ],
  });
}

/** Under which number it is in which file. */
interface KeptScan {
  readonly id: number;
  readonly file: string;
}

/** Keeps a scan in the history. Throws what the history throws. */
export async function recordInHistory(scan: Scan, args: HistoryArguments, io: Io): Promise<KeptScan> {
  using database = await openHistory(args, io);
  return { id: keepScan(scan, database), file: database.file };
}

/** Finds out before a scan that it could not be kept after it. Throws what opening the history throws. */
export async function requireHistory(args: HistoryArguments, io: Io): Promise<void> {
  using _database = await openHistory(args, io);
}

/** A scan with how earlier ones of the same targets stood, for charts; as it is where there is no history. */
export async function withTrends(scan: Scan, args: HistoryArguments, io: Io): Promise<Scan> {
  using database = await openPresentHistory(args, io);
  return database === null ? scan : chartedBy(scan, database);
}
