import { dirname, resolve } from 'node:path';
import type { Config } from '../../../config/parse-config.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import { requireFrameworks } from '../../../run/checklist-files.ts';
import { reportFiles } from '../../../run/report-files.ts';
import { type PassResult, runPass } from '../../../run/unattended-pass.ts';
import { lockFolder } from '../../../target/environment.ts';
import { readAttestations } from '../../shared/attestations.ts';
import { type Io, warn } from '../../shared/console.ts';
import { EXIT, exitCodeOfScan } from '../../shared/exit-code.ts';
import { configuredHistory } from '../../../run/history.ts';
import { openHistory } from '../../shared/history.ts';
import { findConfig } from '../../shared/load-config.ts';
import { gatherRequest } from '../../shared/scan-request.ts';
import { chooseRules } from '../../shared/select-rules.ts';
import { shipperOf } from '../../shared/ship-facts.ts';
import { plannedReleases } from '../../shared/target-releases.ts';

interface RunArguments {
  readonly config?: string | false | undefined;
  readonly rules?: readonly string[] | undefined;
  readonly propertiesOnly?: boolean | undefined;
  readonly processes?: number | undefined;
  readonly verbose?: boolean | undefined;
}

/** One unattended pass over all that the config names. What can be wrong with the config is found before anybody is called. */
export async function run(args: RunArguments, around: Io): Promise<number> {
  const io = unattended(around, args.verbose === true);
  const config = await requireConfig(args, io);
  const reports = reportFiles(config, dirname(resolve(config.file)));
  const chosen = await chooseRules({ rules: args.rules === undefined ? undefined : [...args.rules] }, { config, io });
  for (const file of reports) if ('isFolder' in file) requireFrameworks(chosen.frameworks, file.reporter);
  const attestations = await readAttestations({}, { config, frameworks: chosen.frameworks, io });
  const planned = await plannedReleases(undefined, null, { config, args, io, rules: chosen.rules });
  const rules = { ...chosen, ...planned, attestations };
  const history = { history: configuredHistory(config), config: false } as const;
  const result = await runPass({
    config,
    gather: (signal) => gatherRequest({ ...args, timeout: 60 }, { ...io, signal }, config),
    rules,
    reports,
    openHistory: () => openHistory(history, io),
    locks: lockFolder(io),
    around: io,
    warn: (sentence) => warn(io, sentence),
    ship: shipperOf(config, io),
  });
  return exitCodeOf(result, config);
}

/** Nobody is there to be asked, not even on a terminal, and notes are for those who want them. */
function unattended(io: Io, verbose: boolean): Io {
  const stdin = Object.assign(Object.create(io.stdin) as Io['stdin'], { isTTY: false });
  return { ...io, stdin, quiet: !verbose || io.quiet };
}

function exitCodeOf({ scan, shortfalls }: PassResult, { sections }: Config): number {
  const { maxUnknown = 0, failOn = 'fail' } = sections.run ?? {};
  const exitCode = exitCodeOfScan(scan, { maxUnknown, failOn });
  return shortfalls > 0 && exitCode !== EXIT.violations ? EXIT.couldNotRun : exitCode;
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
