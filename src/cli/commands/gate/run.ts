import { SCAN_REPORTERS } from '../../../../reports/scan.ts';
import { type Gate, gateHost, type GateRequest, type GateResult } from '../../../apply/gate-host.ts';
import { readJournal } from '../../../apply/journal/journal.ts';
import { labelsOf } from '../../../config/labels.ts';
import { lossesOf, type Scan } from '../../../model/scan.ts';
import { openConnection } from '../../../target/connections.ts';
import type { ConfigArguments, ReportArguments, RuleArguments } from '../../common-options.ts';
import type { ConnectionArguments } from '../../connection-options.ts';
import { resolveOneTarget } from '../../shared/connections.ts';
import { type ViewArguments, viewFrom } from '../../view-options.ts';
import { type Io, note, warn } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { findConfig } from '../../shared/load-config.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { judgingBy } from '../../shared/scan-request.ts';
import { chooseRules, type RuleChoice } from '../../shared/select-rules.ts';
import { withWaivers } from '../../shared/waivers.ts';

type GateArguments = ConnectionArguments &
  ConfigArguments &
  RuleArguments &
  ReportArguments &
  Partial<ViewArguments> & { readonly host: string; readonly journal?: string | undefined };

const EXIT_CODES: Readonly<Record<Gate, number>> = {
  open: EXIT.done,
  shut: EXIT.violations,
  unknown: EXIT.incomplete,
};

/** Says whether one host may go back to work after a patch. Reads only. */
export async function run(args: GateArguments, io: Io): Promise<number> {
  const choice = await chooseReports(SCAN_REPORTERS, args, viewFrom(args));
  const config = await findConfig(args, io);
  const rules = await chooseRules(args, { config, io });
  const waiving = {
    labels: labelsOf(config),
    waive: (scan: Scan) => withWaivers(scan, config, { whole: false, now: new Date() }, io),
  };
  const result = await judgeHost(args, rules, io, waiving);
  for (const loss of lossesOf(result.scan.targets)) await warn(io, `INCOMPLETE: ${loss}`);
  await writeReports(choice, result.scan, io);
  await note(io, `${result.scan.hosts[0]?.name ?? args.host}: ${sentenceOf(result)}`);
  return EXIT_CODES[result.gate];
}

async function judgeHost(
  args: GateArguments,
  rules: RuleChoice,
  io: Io,
  waiving: Pick<GateRequest, 'labels' | 'waive'>,
): Promise<GateResult> {
  const records = args.journal === undefined ? [] : await readJournal(args.journal);
  const judging = await judgingBy(io);
  const session = await openConnection(await resolveOneTarget(args, io), { signal: io.signal });
  try {
    return await gateHost(session, {
      ...rules,
      host: args.host,
      named: { packs: args.pack ?? [], rules: args.rule ?? [] },
      records,
      ...waiving,
      ...judging,
    });
  } finally {
    await session.close();
  }
}

/** An open gate says what people chose not to look at. */
function sentenceOf({ gate, scan, unjudged }: GateResult): string {
  if (gate === 'shut') return 'its rules do not pass now: leave it in maintenance mode.';
  if (gate === 'open') {
    const { waived } = scan.summary.findings;
    if (waived === 0) return 'its rules pass now.';
    return `its rules pass now, but for ${waived} that ${waived === 1 ? 'is' : 'are'} waived.`;
  }
  if (unjudged === null) return 'it cannot be told whether its rules pass now: leave it in maintenance mode.';
  if (unjudged.named.length === 0) {
    return 'no rule applies to it, so nothing was judged: leave it in maintenance mode.';
  }
  return `what was asked for by name was not judged, since it does not apply: ${unjudged.named.join(', ')}. Leave it in maintenance mode.`;
}
