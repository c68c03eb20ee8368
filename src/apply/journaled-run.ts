import { type Outcome, OUTCOMES } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import { backUp } from './backup.ts';
import type { ApplyContext } from './context.ts';
import { notTried } from './decide-step.ts';
import { logChange } from './event-log.ts';
import { applyPlan, isDone } from './host-runs.ts';
import { type Journal, openJournal } from './journal/journal.ts';
import type { LiveHost, Refusal } from './live-host.ts';
import { readObstacles } from './preconditions.ts';
import type { RunOptions } from './run-state.ts';

/** Which steps, and who may be asked. */
export interface ExecuteOptions {
  readonly steps: readonly Step[];
  /** Hosts that come first and alone, by id; null where all are done in one go. */
  readonly canaries: ReadonlySet<string> | null;
  /** Failed steps after which nothing new is started; null for any number. */
  readonly maxFailures: number | null;
  /** Folder that each host's configuration is saved into before the first write to it; null for none. */
  readonly backup: string | null;
  /** Whether the others are to follow the canaries; null where nobody can be asked. */
  readonly goOn: ((canaries: readonly Outcome[]) => Promise<boolean>) | null;
  /** Whether a write took effect that cannot be read; null where nobody can be asked. */
  readonly tookEffect: RunOptions['tookEffect'] | null;
  /** Called with the path when the journal is open. */
  readonly onJournal: (path: string) => Promise<void>;
}

/**
 * Carries the steps out under the journal; one outcome for each. Those of hosts that wait for a word after the canaries are
 * not tried. Throws what opening and writing a journal throws.
 */
export async function executePlan(context: ApplyContext, options: ExecuteOptions): Promise<readonly Outcome[]> {
  const { plan, journal: path, listener } = context;
  await using journal = await openJournal(path, plan);
  if (journal.tornBytes > 0) {
    await listener.warn(`${path}: the last line was cut short by a crash and was taken out`);
  }
  await options.onJournal(path);
  try {
    await journal.append(openedEntry(context));
    listener.start(options.steps.length, 'applying');
    const outcomes = await inTurns(context, options, journal);
    await journal.append({ kind: 'closed', direction: context.direction, counts: countsOf(outcomes) });
    return outcomes;
  } finally {
    listener.stop();
  }
}

function openedEntry({ plan, direction, session, tool, account, change }: ApplyContext) {
  const target = { url: session.endpoint.url, identity: plan.target.identity };
  return { kind: 'opened', direction, planHash: plan.hash, target, tool, account, change } as const;
}

async function inTurns(context: ApplyContext, options: ExecuteOptions, journal: Journal): Promise<readonly Outcome[]> {
  const { session, plan, listener } = context;
  const { steps, canaries } = options;
  const run = (some: readonly Step[]): Promise<Outcome[]> =>
    applyPlan(session, { target: plan.target, steps: some }, runOptions(context, options, journal));
  if (canaries === null) return run(steps);
  const others = steps.filter(({ host }) => !canaries.has(host.id));
  const first = await run(steps.filter(({ host }) => canaries.has(host.id)));
  if (others.length === 0) return first;
  listener.stop();
  const goOn = first.every(isDone) && options.goOn !== null && (await options.goOn(first));
  if (goOn) return [...first, ...(await run(others))];
  return [...first, ...others.map((step) => notTried(step, 'awaits-word'))];
}

function runOptions(context: ApplyContext, options: ExecuteOptions, journal: Journal): RunOptions {
  const { direction, signal, listener } = context;
  const { maxFailures, backup, tookEffect } = options;
  return {
    journal,
    direction,
    signal,
    maxFailures,
    onOutcome: listener.step,
    afterHost: (live, written) => logHost(context, journal, { live, written }),
    beforeFirstWrite: async (live) => (await obstacleTo(live)) ?? (await backUpFirst(journal, live, backup)),
    ...(tookEffect === null || tookEffect === undefined ? {} : { tookEffect }),
  };
}

/** Looked at again for each host: between the dry run and its turn a patch may have been staged. */
async function obstacleTo({ session, host }: LiveHost): Promise<Refusal | null> {
  return (await readObstacles(session, [host])).get(host.id) ?? null;
}

async function backUpFirst(journal: Journal, live: LiveHost, folder: string | null): Promise<Refusal | null> {
  if (folder === null) return null;
  const saved = await backUp(live, folder, new Date());
  if ('reason' in saved) return saved;
  await journal.append({ kind: 'backup', host: live.host.id, ...saved });
  return null;
}

interface HostChanges {
  readonly live: LiveHost;
  readonly written: readonly Step[];
}

/** Puts what was written into the host's own event log; that it could not be is no failure of the change. */
async function logHost(context: ApplyContext, journal: Journal, { live, written }: HostChanges): Promise<void> {
  const { plan, direction, tool, change, listener } = context;
  const problem = await logChange(live, written, { tool, direction, planHash: plan.hash, change });
  await journal.append({ kind: 'event', host: live.host.id, logged: problem === null, detail: problem ?? '' });
  if (problem !== null) {
    await listener.warn(`${live.host.name}: the change could not be put into its event log: ${problem}`);
  }
}

function countsOf(outcomes: readonly Outcome[]): Readonly<Record<string, number>> {
  const kinds = OUTCOMES.map((kind) => [kind, outcomes.filter((outcome) => outcome.kind === kind).length] as const);
  return Object.fromEntries(kinds.filter(([, count]) => count > 0));
}
