import { asShipped } from '../../../frameworks/as-shipped.ts';
import { remarksOn } from '../../../model/erratum.ts';
import type { Scan } from '../../../model/scan.ts';
import { allFrameworks } from '../../../shipped/shipped-frameworks.ts';
import type { AttestationArguments } from '../../common-options.ts';
import { type ViewArguments, viewFrom } from '../../view-options.ts';
import { readAttestations } from '../../shared/attestations.ts';
import { type Io, warn } from '../../shared/console.ts';
import { exitCodeOfScan } from '../../shared/exit-code.ts';
import { type HistoryArguments, withTrends } from '../../shared/history.ts';
import { chooseScanOutput, type ScanOutputArguments, writeScanOutput } from '../../shared/scan-output.ts';
import { type EarlierArguments, isOfHistory, readEarlierScan, readScan } from '../../shared/saved-scan.ts';

type ReportOfScanArguments = HistoryArguments &
  ScanOutputArguments &
  AttestationArguments &
  Partial<ViewArguments> &
  EarlierArguments & { readonly scan: string; readonly maxUnknown: number; readonly failOn: string };

/** Renders a scan that was saved. Asks nobody and judges nothing anew. */
export async function run(args: ReportOfScanArguments, io: Io): Promise<number> {
  const choice = await chooseScanOutput(args, viewFrom(args));
  const read = await withStrictFrameworks(await readScan(args.scan, args, io), io);
  const remarks = remarksOn(read);
  // A scan keeps those of its day: what a config names today is not asked.
  const attestations = await readAttestations(args, { config: null, frameworks: read.frameworks ?? [], io });
  const attested = attestations.length === 0 ? read : { ...read, attestations };
  const scan = remarks.length === 0 ? attested : { ...attested, remarks };
  const earlier = await readEarlierScan(args, io);
  const told = earlier === null ? scan : { ...scan, since: earlier.differencesTo(scan) };
  const charted = isOfHistory(args.scan) ? await withTrends(told, args, io) : told;
  await writeScanOutput(choice, charted, io);
  return exitCodeOfScan(scan, { ...args, failOn: args.failOn === 'warn' ? 'warn' : 'fail' });
}

/** More of them than this help nobody. */
const MOST_NAMED = 5;

/** The scan with frameworks that close no more than those that ship: its file may have been changed by hand. */
async function withStrictFrameworks(scan: Scan, io: Io): Promise<Scan> {
  if (scan.frameworks === undefined) return scan;
  const { frameworks, loosened } = asShipped(scan.frameworks, await allFrameworks());
  if (loosened.length === 0) return scan;
  const more = loosened.length > MOST_NAMED ? ` and ${loosened.length - MOST_NAMED} more` : '';
  const named = `${loosened.slice(0, MOST_NAMED).join(', ')}${more}`;
  await warn(io, `of ${named} the scan says other than the framework that ships; the stricter of the two counts`);
  return { ...scan, frameworks };
}
