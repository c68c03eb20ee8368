import { resolve } from 'node:path';
import { takeLock } from '../files/lock.ts';
import type { Config } from '../config/parse-config.ts';
import { waivedBy } from '../config/waivers.ts';
import { writeFileWhole } from '../files/atomic-write.ts';
import { compareScans } from '../history/compare-scans.ts';
import { scanOf } from '../history/kept-scan.ts';
import type { Database } from '../history/store/database.ts';
import { scansLike } from '../history/store/store.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { Delivery } from '../model/notification.ts';
import type { Reporter } from '../model/reporter.ts';
import type { Scan } from '../model/scan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { judgeFacts } from '../scan/judge-facts.ts';
import { readForJudging, type ScanRequest } from '../scan/scan-estate.ts';
import { demandOfJudging } from '../scan/target-defaults.ts';
import { namesOf } from '../rules/demand.ts';
import type { Environment } from '../target/environment.ts';
import { type ChecklistFile, writeChecklists } from './checklist-files.ts';
import { keepAndForget, withTrends } from './history.ts';
import { notifyChannels } from './notify.ts';

/** Where one report of a pass goes, or its checklists. */
export type ReportFile = { readonly path: string; readonly reporter: Reporter<Scan> } | ChecklistFile;

/** Rules, and the values that they ask for. */
type JudgedBy = Pick<ScanRequest, 'rules' | 'parameters' | 'patchWithin' | 'clusterTargets' | 'imageRelease'>;

/** All that one unattended pass needs; what can be wrong with it is found by whoever makes it, before anybody is called. */
export interface PassRequest {
  readonly config: Config;
  /** Targets, scope, catalog and clock. Made anew with the signal that the deadline cuts short. */
  readonly gather: (signal: AbortSignal) => Promise<ScanPreparation>;
  readonly rules: JudgedBy;
  readonly reports: readonly ReportFile[];
  /** Opens the history of the config. Throws what opening one throws. */
  readonly openHistory: () => Promise<Database>;
  /** Folder of the locks: a pass runs alone of its config. */
  readonly locks: string;
  /** Where secrets of the channels come from. */
  readonly around: Environment;
  readonly warn: (sentence: string) => Promise<void>;
  /** Where the facts go beside the scan, an entry a target; null, or left out: nowhere. */
  readonly ship?: ((facts: Snapshot, signal: AbortSignal) => AsyncIterable<() => Promise<void>>) | null;
}

/** What reading the estate needs, and what ends its progress. */
export interface ScanPreparation {
  readonly request: Omit<ScanRequest, keyof JudgedBy | 'targetRelease'>;
  readonly stop: () => void;
}

/** What a pass came to. */
export interface PassResult {
  readonly scan: Scan;
  /** How much went wrong beside the scan: histories and reports that could not be written. Each was reported. */
  readonly shortfalls: number;
  readonly deliveries: readonly Delivery[];
}

/** Minutes after which a pass is given up where the config does not say. */
const USUAL_DEADLINE = 60;

/**
 * One pass over all that the config names: scan, compare, keep, render, notify; alone of its config and within its deadline.
 * Throws RUN_RUNNING, DEADLINE_PASSED, LOCK_NOT_TAKEN, and what a scan throws.
 */
export async function runPass(request: PassRequest): Promise<PassResult> {
  const { config, locks, around } = request;
  await using lock = await takeLock(locks, `run ${resolve(config.file)}`, alreadyRunning);
  const { deadlineMinutes = USUAL_DEADLINE } = config.sections.run ?? {};
  const result = await withDeadline(deadlineMinutes, around.signal, (signal) => passUnder(request, signal));
  await lock.release();
  return result;
}

async function passUnder(request: PassRequest, signal: AbortSignal): Promise<PassResult> {
  const { config, warn } = request;
  const { scan: found, facts } = await scanAll(request, signal);
  const shortfalls = new Shortfalls(warn);
  const keepDays = config.sections.history?.keepDays;
  const scan = await shortfalls.orElse(found, () => inHistory(request, (database) => besideLast(found, database)));
  await shortfalls.attempt(() => inHistory(request, (database) => keepAndForget(scan, database, keepDays)));
  // Twice in vain: the history cannot be had, and that was said.
  const charted =
    shortfalls.count > 1
      ? scan
      : await shortfalls.orElse(scan, () => inHistory(request, (database) => withTrends(scan, database)));
  for (const file of request.reports) await shortfalls.attempt(() => writeReport(file, charted));
  const deliveries = await notify(charted, request, signal);
  // Last: a centre that is slow keeps nobody from being told.
  await shortfalls.attempt(async () => {
    for await (const shipOne of request.ship?.(facts, signal) ?? []) await shortfalls.attempt(shipOne);
  });
  return { scan, shortfalls: shortfalls.count, deliveries };
}

async function writeReport(file: ReportFile, scan: Scan): Promise<void> {
  if ('isFolder' in file) await writeChecklists(file, scan, null);
  else await writeFileWhole(file.path, file.reporter.render(scan, { width: null, colour: false }));
}

interface FoundFacts {
  readonly scan: Scan;
  readonly facts: Snapshot;
}

async function scanAll({ config, gather, rules, warn }: PassRequest, signal: AbortSignal): Promise<FoundFacts> {
  const { request, stop } = await gather(signal);
  const whole = { ...request, ...rules, targetRelease: null };
  const read = await readForJudging(whole).finally(stop);
  const { scan, warnings } = waivedBy(config, judgeFacts(read, whole), { whole: true, now: request.now() });
  for (const sentence of warnings) await warn(sentence);
  const purpose = { everything: false, rules: rules.rules.map(({ id, hash }) => ({ id, hash })) };
  return { scan, facts: { ...read, tool: request.tool, purpose, asked: namesOf(demandOfJudging(whole)) } };
}

async function inHistory<T>({ openHistory }: PassRequest, work: (database: Database) => T): Promise<T> {
  using database = await openHistory();
  return work(database);
}

/** Whom no word reached is a warning; the scan is what it is. */
async function notify(
  scan: Scan,
  { config, around, warn }: PassRequest,
  signal: AbortSignal,
): Promise<readonly Delivery[]> {
  if (config.sections.notifications === undefined) return [];
  const deliveries = await notifyChannels(scan, config, { all: false }, { ...around, signal });
  for (const { channel, attempts, error } of deliveries) {
    if (error !== null) await warn(`${channel} was not told (tries: ${attempts}): ${error}`);
  }
  return deliveries;
}

function alreadyRunning(holder: string, path: string): EsxcheckError {
  return new EsxcheckError('RUN_RUNNING', `A run by this config is under way: ${holder}.`, {
    details: ['Give it more time between runs.', `If it surely does not run any more, delete ${JSON.stringify(path)}.`],
  });
}

/** Work that is interrupted after so long, as a person would interrupt it: sessions are logged out. Throws DEADLINE_PASSED then. */
export async function withDeadline<T>(
  minutes: number,
  signal: AbortSignal,
  work: (limited: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const passed = new EsxcheckError('DEADLINE_PASSED', `The run did not end within ${minutes} min and was given up.`, {
    details: ['Nothing of it was kept. Which calls took how long is told by: --log-file FILE --log-level debug'],
  });
  const timer = setTimeout(() => late.abort(passed), minutes * 60_000);
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } catch (error) {
    // A bug is told as one, however late it shows.
    const isOurs = late.signal.aborted && !signal.aborted && error instanceof EsxcheckError;
    throw isOurs ? passed : error;
  } finally {
    clearTimeout(timer);
  }
}

/** What went wrong beside the scan itself: each is reported once, and none keeps the others from being tried. */
class Shortfalls {
  readonly #warn: PassRequest['warn'];
  #count = 0;

  constructor(warn: PassRequest['warn']) {
    this.#warn = warn;
  }

  get count(): number {
    return this.#count;
  }

  /** An error for people is reported and counted; a bug is thrown on. */
  async attempt(work: () => Promise<void>): Promise<void> {
    await this.orElse(undefined, work);
  }

  /** The same, with what takes the place of a result that there is not. */
  async orElse<T>(instead: T, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof EsxcheckError)) throw error;
      this.#count += 1;
      await this.#warn([`${error.code}: ${error.message}`, ...error.details].join(' '));
      return instead;
    }
  }
}

/** The scan beside the last one of the same targets; as it is where there is none. */
function besideLast(scan: Scan, database: Database): Scan {
  const [last] = scansLike(
    database,
    scan.targets.map(({ url }) => url),
  );
  return last === undefined ? scan : { ...scan, since: compareScans(scanOf(database, last.id), scan) };
}
