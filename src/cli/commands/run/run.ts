import { notifyChannels } from '../../shared/notifications.ts';
import { dirname, resolve } from 'node:path';
import { takeLock } from '../../../apply/lock.ts';
import type { Config } from '../../../config/parse-config.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import type { Scan } from '../../../model/scan.ts';
import { scanEstate } from '../../../scan/scan-estate.ts';
import { type Io, warn } from '../../shared/console.ts';
import { EXIT, exitCodeOfScan } from '../../shared/exit-code.ts';
import { withTrends } from '../../shared/history.ts';
import { findConfig } from '../../shared/load-config.ts';
import { gatherRequest } from '../../shared/scan-request.ts';
import { chooseRules } from '../../shared/select-rules.ts';
import { lockFolder } from '../../shared/state-dir.ts';
import { withWaivers } from '../../shared/waivers.ts';
import { besideLast, chosenReports, historyOf, keepInHistory, Shortfalls, writeEach } from './outputs.ts';

/** One unattended pass over all that the config names. */
export async function run(args: RunArguments & { readonly verbose?: boolean | undefined }, io: Io): Promise<number> {
  return runUnattended(args, { ...io, quiet: args.verbose !== true || io.quiet });
}

export interface RunArguments {
  readonly config?: string | false | undefined;
  readonly rules?: readonly string[] | undefined;
  readonly propertiesOnly?: boolean | undefined;
}

/** One pass, alone of its config, within its deadline. Resolves to the exit code. */
export async function runUnattended(args: RunArguments, io: Io): Promise<number> {
  const config = await requireConfig(args, io);
  await using lock = await takeLock(lockFolder(io), `run ${resolve(config.file)}`, alreadyRunning);
  const { deadlineMinutes = 60 } = config.sections.run ?? {};
  const exitCode = await withDeadline(deadlineMinutes, io, (limited) => pass(args, config, limited));
  await lock.release();
  return exitCode;
}

/** What can be wrong with the config is found before anybody is called. */
async function pass(args: RunArguments, config: Config, io: Io): Promise<number> {
  const folder = dirname(resolve(config.file));
  const reports = chosenReports(config, folder);
  const rules = await chooseRules({ rules: args.rules === undefined ? undefined : [...args.rules] }, { config, io });
  const found = await scanAll(args, config, rules, io);
  const shortfalls = new Shortfalls(io);
  const history = historyOf(config);
  const scan = await shortfalls.unlessFailed(found, () => besideLast(found, history, io));
  await shortfalls.attempt(() => keepInHistory(scan, history, io));
  const charted = await shortfalls.unlessFailed(scan, () => withTrends(scan, history, io));
  await writeEach(reports, charted, shortfalls);
  await notify(charted, config, io);
  const { maxUnknown = 0, failOn = 'fail' } = config.sections.run ?? {};
  const exitCode = exitCodeOfScan(scan, { maxUnknown, failOn });
  return shortfalls.count > 0 && exitCode !== EXIT.violations ? EXIT.couldNotRun : exitCode;
}

/** Who could not be told is told of on stderr; the scan is what it is. */
async function notify(scan: Scan, config: Config, io: Io): Promise<void> {
  if (config.sections.notifications === undefined) return;
  for (const { channel, attempts, error } of await notifyChannels(scan, config, { all: false }, io)) {
    if (error !== null) await warn(io, `${channel} was not told (tries: ${attempts}): ${error}`);
  }
}

type Rules = Awaited<ReturnType<typeof chooseRules>>;

async function scanAll(args: RunArguments, config: Config, rules: Rules, io: Io): Promise<Scan> {
  const { request, stop } = await gatherRequest({ ...args, timeout: 60 }, unasked(io), config);
  const found = await scanEstate({ ...request, ...rules, targetRelease: null }).finally(stop);
  return withWaivers(found, config, { whole: true, now: request.now() }, io);
}

/** Nobody is there to be asked, not even on a terminal. */
function unasked(io: Io): Io {
  return { ...io, stdin: Object.assign(Object.create(io.stdin) as Io['stdin'], { isTTY: false }) };
}

async function requireConfig(args: RunArguments, io: Io): Promise<Config> {
  const config = await findConfig(args, io);
  if (config?.sections.targets !== undefined) return config;
  const sentence = config === null ? 'There is no config to run by.' : `The config ${config.file} names no targets.`;
  throw new EsxcheckError('NOTHING_TO_RUN', sentence, {
    details: [
      'Write one with a section "targets", and name it with --config.',
      'To check it: esxcheck config check FILE',
    ],
  });
}

function alreadyRunning(holder: string, path: string): EsxcheckError {
  return new EsxcheckError('RUN_RUNNING', `A run by this config is under way: ${holder}.`, {
    details: ['Give it more time between runs.', `If it surely does not run any more, delete ${JSON.stringify(path)}.`],
  });
}

/** Work that is interrupted after so long, as a person would interrupt it: sessions are logged out. Throws DEADLINE_PASSED then. */
export async function withDeadline<T>(minutes: number, io: Io, work: (limited: Io) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const passed = new EsxcheckError('DEADLINE_PASSED', `The run did not end within ${minutes} min and was given up.`, {
    details: ['Nothing of it was kept. Which calls took how long is told by: --log-file FILE --log-level debug'],
  });
  const timer = setTimeout(() => late.abort(passed), minutes * 60_000);
  try {
    return await work({ ...io, signal: AbortSignal.any([io.signal, late.signal]) });
  } catch (error) {
    // A bug is told as one, however late it shows.
    const isOurs = late.signal.aborted && !io.signal.aborted && error instanceof EsxcheckError;
    throw isOurs ? passed : error;
  } finally {
    clearTimeout(timer);
  }
}
