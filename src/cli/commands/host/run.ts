import { momentText } from '../../../../reports/text/title.ts';
import { pageFor } from '../../../../reports/text/page.ts';
import { list, plain, type Span, strong } from '../../../../reports/text/wrap.ts';
import { escapeControlCharacters } from '../../../model/control-characters.ts';
import { type HostVerdicts, hostVerdictsIn } from '../../../history/host-verdicts.ts';
import type { Scan } from '../../../model/scan.ts';
import { type Io, print, widthOf } from '../../shared/console.ts';
import { type HistoryArguments, openPresentHistory } from '../../shared/history.ts';
import { judgeScan, type ScanArguments } from '../scan/run.ts';

type HostArguments = Omit<ScanArguments, 'host' | 'computeResource' | 'datacenter'> & { readonly name: string };

/** Shows one host completely. Reads only. */
export async function run({ name, ...args }: HostArguments, io: Io): Promise<number> {
  return judgeScan({ ...args, host: [name] }, io, async (scan) => {
    if (args.format !== undefined && args.format !== 'table') return;
    if (args.output === undefined) await printPast(scan, args, io);
  });
}

/** Scans of the past that are looked at. */
const MOST_SCANS = 10;
const MOST_RULES = 5;

/** How it stood before; nothing where no history is kept, or where the name fits several hosts. */
async function printPast(scan: Scan, args: HistoryArguments, io: Io): Promise<void> {
  const [host, ...others] = scan.hosts;
  if (host === undefined || others.length > 0) return;
  using database = await openPresentHistory(args, io);
  if (database === null) return;
  const width = widthOf(io.stdout);
  const page = pageFor({ width, colour: io.colour && width !== null });
  await print(io, list('Earlier scans', hostVerdictsIn(database, host, MOST_SCANS).map(pastSpans), page));
}

function pastSpans({ at, counts, failed }: HostVerdicts): Span[] {
  const numbers = `${counts.fail} non-compliant, ${counts.unknown} unknown, ${counts.warn} warnings, ${counts.pass} compliant`;
  const named = failed.slice(0, MOST_RULES).map(escapeControlCharacters).join(', ');
  const more = failed.length > MOST_RULES ? ` and ${failed.length - MOST_RULES} more` : '';
  return [strong(momentText(at)), plain(`${numbers}${failed.length === 0 ? '' : `: ${named}${more}`}`)];
}
