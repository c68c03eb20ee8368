import { advisoriesOf, loadAdvisories } from '../advisories/load.ts';
import { labelsOf } from '../config/labels.ts';
import { patchWithinOf } from '../config/patch-within.ts';
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { siteParameters } from '../checks/values/site-lists.ts';
import { type Config, parseConfig } from '../config/parse-config.ts';
import { configureRules } from '../config/configure-rules.ts';
import { openDatabase } from '../history/store/database.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { TargetReport } from '../model/scan.ts';
import { loadRules } from '../rules/load.ts';
import { USUAL_PACKS } from '../rules/select.ts';
import { configuredHistory } from '../run/history.ts';
import { reportFiles } from '../run/report-files.ts';
import { type PassRequest, type PassResult, runPass } from '../run/unattended-pass.ts';
import { tool } from '../shipped/installation.ts';
import { shippedReleases } from '../shipped/releases.ts';
import { shippedRules } from '../shipped/shipped-rules.ts';
import { missingFile, readSmallFile } from '../target/bounded-file.ts';
import { configuredConnections } from '../target/configured-connections.ts';
import { type Environment, historyFile, lockFolder } from '../target/environment.ts';
import { invalid } from '../yaml/diagnostic.ts';

/** What a pass takes beside its config. */
export interface RunOptions {
  /** Folders of further rules: `DIR/PACK/NAME.yaml`. */
  readonly folders?: readonly string[];
  readonly signal?: AbortSignal;
  /** Hears what people must know, in sentences. */
  readonly onWarning?: (sentence: string) => void;
}

/**
 * One unattended pass over all that a config names, as the command `run`: scan, compare with the last scan, keep, write the
 * reports, notify; alone of its config and within its deadline. What could not be kept or written is counted in `shortfalls`.
 *
 * Throws CONFIG_INVALID, NOTHING_TO_RUN, NO_RULE_CHOSEN, RUN_RUNNING, DEADLINE_PASSED, and what a scan throws.
 */
export async function run(file: string, options: RunOptions = {}): Promise<PassResult> {
  const config = await configIn(file);
  const around = environmentOf(options);
  const warn = (sentence: string): Promise<void> => Promise.resolve(options.onWarning?.(sentence));
  const rules = await rulesOf(config, options.folders ?? [], warn);
  return runPass({
    config,
    gather: (signal) => gatheringOf(config, { ...around, signal }, warn),
    rules: {
      rules,
      parameters: siteParameters(config.sections.site ?? {}),
      patchWithin: patchWithinOf(config),
    },
    reports: reportFiles(config, dirname(resolve(config.file))),
    openHistory: async () => openDatabase(configuredHistory(config) ?? historyFile(around)),
    locks: lockFolder(around),
    around,
    warn,
  });
}

async function configIn(file: string): Promise<Config> {
  const text = (await readSmallFile(file))?.text;
  if (text === undefined) throw missingFile(file);
  const parsed = parseConfig(text, file);
  if (!('sections' in parsed)) throw invalid('CONFIG_INVALID', parsed);
  if (parsed.sections.targets !== undefined) return parsed;
  throw new EsxcheckError('NOTHING_TO_RUN', `The config ${file} names no targets.`);
}

/** Nobody is there to be asked for a password. */
function environmentOf({ signal }: RunOptions): Environment {
  return {
    env: process.env,
    platform: process.platform,
    homeDir: homedir(),
    stdin: Readable.from([]),
    stderr: new Writable({ write: (_chunk, _encoding, done) => done() }),
    signal: signal ?? new AbortController().signal,
  };
}

async function rulesOf(config: Config, folders: readonly string[], warn: PassRequest['warn']) {
  const advisories = advisoriesOf(config);
  const newer = advisories === null ? null : await loadAdvisories(advisories);
  const loaded = await loadRules(shippedRules(null, newer), ...folders);
  const own = folders.length === 0 ? [] : await loadRules(...folders);
  const usual = [...USUAL_PACKS, ...new Set(own.map(({ rule }) => rule.pack))];
  const configured = configureRules(loaded, config, { packs: true, enabled: true, usual });
  if ('mistakes' in configured) throw invalid('CONFIG_INVALID', configured.mistakes);
  for (const warning of configured.warnings) await warn(warning);
  if (configured.rules.length > 0) return configured.rules;
  throw new EsxcheckError('NO_RULE_CHOSEN', 'The config chooses no rule.');
}

async function gatheringOf(config: Config, around: Environment, warn: PassRequest['warn']) {
  const { targets = [], scope = {} } = config.sections;
  const { connections, warnings } = await configuredConnections(targets, dirname(resolve(config.file)), around);
  for (const warning of warnings) await warn(warning);
  const request = {
    connections,
    scope: {
      datacenters: scope.datacenters ?? [],
      computeResources: scope.computeResources ?? [],
      hosts: scope.hosts ?? [],
      folders: scope.folders ?? [],
      tags: scope.tags ?? [],
      attributes: scope.attributes ?? [],
    },
    labels: labelsOf(config),
    ...(await shippedReleases()),
    signal: around.signal,
    tool: tool(),
    now: () => new Date(),
    progress: {
      onDoubt: (sentence: string) => void warn(sentence),
      onTargetLost: ({ error }: Pick<TargetReport, 'error'>) => void warn(`INCOMPLETE: ${error?.message ?? ''}`),
      onTargetFailed: (url: string, error: EsxcheckError) => void warn(`${url}: ${error.code}: ${error.message}`),
    },
  };
  return { request, stop: () => undefined };
}
