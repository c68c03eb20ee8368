import { existsSync } from 'node:fs';
import { readJournal } from '../apply/journal.ts';
import { requireTarget } from '../apply/require-target.ts';
import { readInventory } from '../collect/inventory.ts';
import { openConnection } from '../target/open-connection.ts';
import type { Plan } from '../model/plan.ts';
import type { Rule } from '../model/rule.ts';
import type { Scan } from '../model/scan.ts';
import { loadCatalog } from '../rules/catalog.ts';
import { selectRules } from '../rules/select.ts';
import { judgeHosts } from '../scan/judge-hosts.ts';
import { findConfig } from './config-file.ts';
import { EXIT, exitCodeOfScan, type ScanJudgement } from './exit-code.ts';
import { shippedPath, tool } from '../shipped/installation.ts';
import { type Io, warn } from './io.ts';
import { resolveOneTarget } from './one-target.ts';
import type { ConnectionArguments } from './connection-options.ts';
import { readPlan } from './plan-file.ts';
import type { ReportChoice } from './report-choice.ts';
import { writeReports } from './reports.ts';
import { type Configured, knownRules, profiled } from './rule-choice.ts';
import { withJournal } from './taking-effect.ts';
import { withWaivers } from './waiving.ts';

export type VerifyArguments = ConnectionArguments &
  ScanJudgement & {
    readonly plan: string;
    readonly rules?: readonly string[] | undefined;
    readonly config?: string | false | undefined;
    readonly profile?: string | undefined;
    readonly journal?: string | undefined;
  };

/** Judges the hosts of a plan anew by the rules that its steps are for. Resolves to the exit code of a scan. */
export async function verifyPlan(args: VerifyArguments, choice: ReportChoice<Scan>, io: Io): Promise<number> {
  const plan = await readPlan(args.plan);
  const config = await findConfig(args, io);
  const rules = await touchedRules(plan, args, { config, io });
  const journal = args.journal ?? `${args.plan}.journal`;
  const records = args.journal !== undefined || existsSync(journal) ? await readJournal(journal) : [];
  const { scan, missing } = await judgePlan(plan, rules, { args, io });
  const found = withJournal(scan, rules, records);
  const scanned = await withWaivers(found, config, { whole: false, now: new Date() }, io);
  await writeReports(choice, scanned, io);
  if (scanned.hosts.length === 0) return missing > 0 ? EXIT.incomplete : EXIT.done;
  const exitCode = exitCodeOfScan(scanned, args);
  return exitCode === EXIT.done && missing > 0 ? EXIT.incomplete : exitCode;
}

/** The rules that steps of the plan name; people are told where one has changed since. */
async function touchedRules(plan: Plan, args: VerifyArguments, configured: Configured): Promise<readonly Rule[]> {
  const ids = [...new Set(plan.steps.map(({ why }) => why.rule))];
  if (ids.length === 0) return [];
  // The plan has named them: whom the config has judged by them is not asked again.
  const heeded = { packs: false, enabled: false, usual: null };
  const known = await knownRules({ rules: [...(args.rules ?? [])] }, configured, heeded);
  const rules = selectRules(profiled(known, args.profile ?? plan.parameters['profile']), { packs: [], ids });
  for (const { id, hash } of rules) {
    const planned = plan.rules.find((rule) => rule.id === id);
    if (planned?.hash !== hash) await warn(configured.io, `the rule ${id} has changed since the plan was made`);
  }
  return rules;
}

interface Given {
  readonly args: VerifyArguments;
  readonly io: Io;
}

async function judgePlan(plan: Plan, rules: readonly Rule[], { args, io }: Given) {
  const catalog = await loadCatalog(shippedPath('rules', 'catalog', 'releases.csv'));
  const session = await openConnection(await resolveOneTarget(args, io), { signal: io.signal });
  try {
    await requireTarget(session, plan);
    const planned = new Map(plan.steps.map(({ host }) => [host.moid, host]));
    const hosts = (await readInventory(session, io.signal)).filter(({ object }) => planned.has(object.value));
    const scan = await judgeHosts({
      session,
      hosts,
      rules,
      parameters: new Map(Object.entries(plan.parameters)),
      releaseName: (build) => catalog.releaseName(build),
      releaseDate: (build) => catalog.releaseDate(build),
      tool: tool(),
      now: () => new Date(),
      signal: io.signal,
    });
    const missing = await tellMissing(planned, scan, io);
    return { scan, missing };
  } finally {
    await session.close();
  }
}

/** A host that left the inventory, or whose id leads to another one now, is not a pass. */
async function tellMissing(planned: ReadonlyMap<string, Plan['steps'][number]['host']>, scan: Scan, io: Io) {
  let missing = 0;
  for (const { moid, name, uuid } of planned.values()) {
    const found = scan.hosts.find((host) => host.moid === moid);
    const isIt = found !== undefined && (uuid === null || found.uuid === null || found.uuid === uuid);
    if (isIt) continue;
    missing += 1;
    await warn(io, `${name}: the host of the plan is no longer there under this id`);
  }
  return missing;
}
