import { PREPATCH_REPORTERS } from '../../../../reports/prepatch.ts';
import { prepatchReport } from '../../../evaluate/readiness.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import { remarksOn, withoutDoubtful } from '../../../model/erratum.ts';
import type { Scan } from '../../../model/scan.ts';
import { scanEstate } from '../../../scan/scan-estate.ts';
import type { ConfigArguments, ReportArguments, RuleArguments } from '../../common-options.ts';
import type {
  ConnectionArguments,
  ProcessArguments,
  ReadingArguments,
  ScopeArguments,
} from '../../connection-options.ts';
import { usageError } from '../../parser/usage-error.ts';
import { type Io, warn } from '../../shared/console.ts';
import { exitCodeOfPrepatch } from '../../shared/exit-code.ts';
import type { HistoryArguments } from '../../shared/history.ts';
import { findConfig } from '../../shared/load-config.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { readScan } from '../../shared/saved-scan.ts';
import { gatherRequest } from '../../shared/scan-request.ts';
import { chooseRules } from '../../shared/select-rules.ts';
import { choosePlannedReleases } from '../../shared/target-releases.ts';
import { withWaivers } from '../../shared/waivers.ts';
import type { PrepatchOptions } from './options.ts';

type PrepatchArguments = ConnectionArguments &
  ReadingArguments &
  ProcessArguments &
  ScopeArguments &
  ConfigArguments &
  RuleArguments &
  PrepatchOptions &
  HistoryArguments &
  ReportArguments;

/** Answers host by host whether a patch can begin. Reads only. */
export async function run(args: PrepatchArguments, io: Io): Promise<number> {
  const reports = await chooseReports(PREPATCH_REPORTERS, args);
  const scan = args.from === undefined ? await scanned(args, io) : await saved(args.from, args, io);
  const report = prepatchReport(scan);
  await writeReports(reports, report, io);
  return exitCodeOfPrepatch(report);
}

const PACK = 'prepatch';
/** What speaks of the planned release: whether hosts can go there, and what it does to kernel settings. */
const PACKS_OF_RELEASE = ['upgrade', 'hpe'];
const PACK_OF_UPGRADES = 'upgrade';

async function scanned(args: PrepatchArguments, io: Io): Promise<Scan> {
  const config = await findConfig(args, io);
  const planned = await choosePlannedReleases(args.to, { config, args, io });
  const isPlanned = planned.targetRelease !== null || planned.clusterTargets.length > 0;
  if (!isPlanned && args.pack?.includes(PACK_OF_UPGRADES) === true) throw noRelease();
  const pack = [...new Set([PACK, ...(isPlanned ? PACKS_OF_RELEASE : []), ...(args.pack ?? [])])];
  const rules = await chooseRules({ ...args, pack }, { config, io });
  if (!rules.rules.some(({ blocks }) => blocks !== undefined))
    throw nothingBlocks('No rule that is left blocks a patch.');
  const { request, stop } = await gatherRequest(args, io, config);
  const found = await scanEstate({ ...request, ...rules, ...planned }).finally(stop);
  return withWaivers(found, config, { whole: false, now: request.now() }, io);
}

function noRelease(): EsxcheckError {
  return usageError(`--pack ${PACK_OF_UPGRADES} judges hosts for a release, and none is named.`, [
    'Name it with --to, such as --to 9.0, or for clusters in the config (clusters: NAME: targetRelease).',
  ]);
}

function nothingBlocks(sentence: string): EsxcheckError {
  return new EsxcheckError('NOTHING_BLOCKS', sentence, {
    details: ['Scan by the rules that do: --pack prepatch, with this release or a later one.'],
  });
}

/** A scan by some of the rules that block says nothing of the others. Throws NOTHING_BLOCKS, with those that it lacks. */
async function requireBlockers(scan: Scan, args: PrepatchArguments, io: Io): Promise<void> {
  const judged = new Set(scan.rules.flatMap(({ id, blocks }) => (blocks === undefined ? [] : [id])));
  if (judged.size === 0) throw nothingBlocks('The scan was judged by no rule that blocks a patch.');
  const config = await findConfig(args, { ...io, quiet: true });
  const isMore = prepatchReport(scan).hosts.some(({ undertaking }) => undertaking !== 'patch');
  const { rules: wanted } = await chooseRules({ pack: [PACK, ...(isMore ? [PACK_OF_UPGRADES] : [])] }, { config, io });
  const missing = wanted.flatMap(({ id, blocks }) => (blocks === undefined || judged.has(id) ? [] : [id]));
  if (missing.length > 0) throw nothingBlocks(`The scan was not judged by ${missing.join(', ')}.`);
}

/** Flags that say what to read, and by what to judge it: a scan that was made is as it is. */
const WITHOUT_EFFECT = {
  '--target': 'target',
  '--properties-only': 'propertiesOnly',
  '--datacenter': 'datacenter',
  '--compute-resource': 'computeResource',
  '--host': 'host',
  '--pack': 'pack',
  '--rule': 'rule',
  '--rules': 'rules',
  '--profile': 'profile',
  '--framework': 'framework',
  '--vch-address': 'vchAddress',
  '--vch-network': 'vchNetwork',
  '--to': 'to',
} as const satisfies Readonly<Record<string, keyof PrepatchArguments>>;

/** The waivers are those of that time. What an earlier release may have told wrongly is unknown. */
async function saved(from: string, args: PrepatchArguments, io: Io): Promise<Scan> {
  const given = Object.entries(WITHOUT_EFFECT).find(([, name]) => args[name] !== undefined);
  if (given !== undefined)
    throw usageError(`${given[0]} has no effect with --from: a scan that was made is answered from.`);
  const scan = await readScan(from, args, io);
  for (const remark of remarksOn(scan)) await warn(io, remark);
  await requireBlockers(scan, args, io);
  return withoutDoubtful(scan);
}
