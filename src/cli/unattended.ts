import { dirname, resolve } from 'node:path';
import { takeLock } from '../apply/lock.ts';
import type { Config } from '../config/parse-config.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { Scan } from '../model/scan.ts';
import { scanEstate } from '../scan/scan-estate.ts';
import { findConfig } from './config-file.ts';
import { EXIT, exitCodeOfScan } from './exit-code.ts';
import { gatherRequest } from './gathering.ts';
import { type Io, warn } from './io.ts';
import { chooseRules } from './rule-choice.ts';
import { Shortfalls } from './shortfalls.ts';
import { lockFolder } from './state-folder.ts';
import { besideLast, historyOf, keepInHistory } from './unattended-history.ts';
import { chosenReports, writeEach } from './unattended-reports.ts';
import { withWaivers } from './waiving.ts';
import { withDeadline } from './with-deadline.ts';
import { withTrends } from './with-trends.ts';

interface RunArguments {
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
  const { notifyChannels } = await import('./notifying.ts');
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
