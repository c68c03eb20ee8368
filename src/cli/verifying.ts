import { existsSync } from 'node:fs';
import { readJournal } from '../apply/journal/journal.ts';
import { identityRefusal } from '../apply/live-host.ts';
import { requireTarget } from '../apply/preconditions.ts';
import { readInventory } from '../collect/inventory.ts';
import { summarise } from '../evaluate/summary.ts';
import type { Plan } from '../model/plan.ts';
import type { Rule } from '../model/rule.ts';
import { lossesOf, type Scan } from '../model/scan.ts';
import { loadCatalog } from '../rules/catalog/releases.ts';
import { selectRules } from '../rules/select.ts';
import { judgeHosts } from '../scan/judge-hosts.ts';
import { shippedPath, tool } from '../shipped/installation.ts';
import { openConnection } from '../target/connections.ts';
import { findConfig } from './config-file.ts';
import type { ConnectionArguments } from './connection-options.ts';
import { exitCodeOfVerify, type ScanJudgement } from './exit-code.ts';
import { type Io, warn } from './io.ts';
import { resolveOneTarget } from './one-target.ts';
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
  const found = withJournal(await judgePlan(plan, rules, { args, io }), rules, records);
  const scanned = await withWaivers(found, config, { whole: false, now: new Date() }, io);
  const own = await ofPlan(plan, scanned, io);
  await writeReports(choice, scanned, io);
  const isWhole = await isJudged(plan, own, io);
  return exitCodeOfVerify({ ...own, summary: summarise(own.hosts, own.findings) }, isWhole, args);
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

async function judgePlan(plan: Plan, rules: readonly Rule[], { args, io }: Given): Promise<Scan> {
  const catalog = await loadCatalog(shippedPath('rules', 'catalog', 'releases.csv'));
  const session = await openConnection(await resolveOneTarget(args, io), { signal: io.signal });
  try {
    await requireTarget(session, plan);
    const planned = new Map(plan.steps.map(({ host }) => [host.moid, host]));
    const hosts = (await readInventory(session, io.signal)).filter(({ object }) => planned.has(object.value));
    return await judgeHosts({
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
  } finally {
    await session.close();
  }
}

/**
 * The scan without the hosts that are not, or not surely, those of the plan. A host that left the inventory, whose id leads
 * to another one now, or that does not tell its hardware, says nothing about the plan.
 */
async function ofPlan(plan: Plan, scan: Scan, io: Io): Promise<Scan> {
  const own = new Set<string>();
  const [loss] = lossesOf(scan.targets);
  if (loss !== undefined) await warn(io, `INCOMPLETE: ${loss}`);
  for (const planned of new Map(plan.steps.map(({ host }) => [host.moid, host])).values()) {
    const host = scan.hosts.find(({ moid }) => moid === planned.moid);
    const refusal = host === undefined ? GONE : identityRefusal(planned, host);
    // What the loss of the target left unread is told once, and not host by host.
    if (refusal !== null && !(loss !== undefined && refusal.reason === 'unread')) {
      await warn(io, `${planned.name}: ${refusal.detail}`);
    }
    if (refusal === null && host !== undefined) own.add(host.id);
  }
  return {
    ...scan,
    hosts: scan.hosts.filter(({ id }) => own.has(id)),
    findings: scan.findings.filter(({ host }) => own.has(host)),
  };
}

const GONE = { reason: 'host-gone', detail: 'the host of the plan is no longer there under this id' };

/** Whether the rule of every step was judged on its host. */
async function isJudged({ steps }: Plan, { hosts, findings }: Scan, io: Io): Promise<boolean> {
  if (steps.length === 0) await warn(io, 'the plan holds no step, so nothing was judged');
  const ids = new Map(hosts.map(({ moid, id }) => [moid, id]));
  const judged = new Set(
    findings.filter(({ verdict }) => verdict !== 'not-applicable').map(({ host, rule }) => `${host} ${rule}`),
  );
  const left = steps.filter(({ host, why }) => !judged.has(`${ids.get(host.moid) ?? ''} ${why.rule}`));
  if (left.length > 0) await warn(io, `${left.length} of ${steps.length} steps were not judged on their host`);
  return left.length === 0;
}
