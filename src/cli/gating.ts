import { readJournal } from '../apply/journal/journal.ts';
import type { Config } from '../config/parse-config.ts';
import type { Rule } from '../model/rule.ts';
import { lossesOf, type Scan } from '../model/scan.ts';
import { loadCatalog } from '../rules/catalog/releases.ts';
import { judgeHosts } from '../scan/judge-hosts.ts';
import { shippedPath, tool } from '../shipped/installation.ts';
import { openConnection } from '../target/connections.ts';
import type { ConnectionArguments } from './connection-options.ts';
import { EXIT, exitCodeOfGate } from './exit-code.ts';
import { type Io, note, warn } from './io.ts';
import { readOneHost } from './one-host.ts';
import { resolveOneTarget } from './one-target.ts';
import type { RuleArguments } from './options.ts';
import type { ReportChoice } from './report-choice.ts';
import { writeReports } from './reports.ts';
import type { RuleChoice } from './rule-choice.ts';
import { withJournal } from './taking-effect.ts';
import { withWaivers } from './waiving.ts';

export type GateArguments = ConnectionArguments &
  Pick<RuleArguments, 'pack' | 'rule'> & {
    readonly host: string;
    readonly journal?: string | undefined;
  };

interface Asked {
  readonly choice: ReportChoice<Scan>;
  readonly rules: RuleChoice;
  readonly config: Config | null;
  readonly io: Io;
}

/**
 * Judges one host by what runs on it now. Resolves to 0 only when every rule that applies to it passes, and when something
 * was judged of each rule and pack that was named.
 */
export async function gateHost(args: GateArguments, { choice, rules, config, io }: Asked): Promise<number> {
  const records = args.journal === undefined ? [] : await readJournal(args.journal);
  const found = withJournal(await judgeOne(args, rules, io), rules.rules, records);
  const scan = await withWaivers(found, config, { whole: false, now: new Date() }, io);
  for (const loss of lossesOf(scan.targets)) await warn(io, `INCOMPLETE: ${loss}`);
  await writeReports(choice, scan, io);
  const unjudged = unjudgedIn(scan, rules.rules, args);
  const exitCode = exitCodeOfGate(scan, unjudged === null);
  const words = exitCode === EXIT.incomplete && unjudged !== null ? unjudged : wordsFor(exitCode, scan);
  await note(io, `${scan.hosts[0]?.name ?? args.host}: ${words}`);
  return exitCode;
}

/** What was asked for and not judged, in words; null where nothing was. A name that applies to nothing proves nothing. */
function unjudgedIn(
  { findings }: Scan,
  rules: readonly Rule[],
  { pack = [], rule = [] }: Pick<GateArguments, 'pack' | 'rule'>,
): string | null {
  const judged = new Set(findings.filter(({ verdict }) => verdict !== 'not-applicable').map((finding) => finding.rule));
  const packOf = new Map(rules.map(({ id, pack: name }) => [id, name]));
  const packs = new Set([...judged].map((id) => packOf.get(id)));
  const named = [...rule.filter((id) => !judged.has(id)), ...pack.filter((name) => !packs.has(name))];
  if (named.length > 0) {
    return `what was asked for by name was not judged, since it does not apply: ${named.join(', ')}. Leave it in maintenance mode.`;
  }
  return judged.size > 0 ? null : 'no rule applies to it, so nothing was judged: leave it in maintenance mode.';
}

const WORDS: Readonly<Record<number, string>> = {
  [EXIT.done]: 'its rules pass now.',
  [EXIT.violations]: 'its rules do not pass now: leave it in maintenance mode.',
  [EXIT.incomplete]: 'it cannot be told whether its rules pass now: leave it in maintenance mode.',
};

/** An open gate says what people chose not to look at. */
function wordsFor(exitCode: number, { summary }: Scan): string {
  const { waived } = summary.findings;
  const words = WORDS[exitCode] ?? '';
  return exitCode === EXIT.done && waived > 0
    ? `its rules pass now, but for ${waived} that ${waived === 1 ? 'is' : 'are'} waived.`
    : words;
}

async function judgeOne(args: GateArguments, { rules, parameters }: RuleChoice, io: Io): Promise<Scan> {
  const catalog = await loadCatalog(shippedPath('rules', 'catalog', 'releases.csv'));
  const session = await openConnection(await resolveOneTarget(args, io), { signal: io.signal });
  try {
    const host = await readOneHost(session, args.host, io.signal);
    return await judgeHosts({
      session,
      hosts: [host],
      rules,
      parameters,
      releaseName: (build) => catalog.releaseName(build),
      releaseDate: (build) => catalog.releaseDate(build),
      tool: tool(),
      now: () => new Date(),
      signal: io.signal,
    });
  } finally {
    await session.close();
  }
}
