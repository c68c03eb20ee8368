import { applyPlan, isDone } from '../apply/apply-plan.ts';
import { backUp } from '../apply/backup.ts';
import { notTried } from '../apply/decide-step.ts';
import { logChange } from '../apply/event-log.ts';
import { type Journal, openJournal } from '../apply/journal/journal.ts';
import { readObstacles } from '../apply/preconditions.ts';
import type { RunOptions } from '../apply/run-context.ts';
import { type Outcome, OUTCOMES } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import { tool } from '../shipped/installation.ts';
import { canAsk } from '../target/prompt.ts';
import { askToGoOn, askWhetherItTookEffect } from './apply-questions.ts';
import { type Io, note, warn } from './io.ts';
import { rememberJournal } from './journal-register.ts';
import { type Progress, progressOn } from './progress.ts';
import type { Undertaking } from './undertaking.ts';

/** Carries the steps out under the journal; the canaries, by host id, first and alone. */
export async function carryOutSteps(
  undertaking: Undertaking,
  steps: readonly Step[],
  canaries: ReadonlySet<string> | null,
): Promise<readonly Outcome[]> {
  const { plan, journal: path, io } = undertaking;
  await using journal = await openJournal(path, plan);
  if (journal.tornBytes > 0) await warn(io, `${path}: the last line was cut short by a crash and was taken out`);
  await rememberJournal(path, io);
  const progress = progressOn(io);
  try {
    await journal.append(openedEntry(undertaking));
    progress.start(steps.length, 'applying');
    const outcomes = await inTurns(undertaking, { steps, canaries, journal, progress });
    await journal.append({ kind: 'closed', direction: undertaking.direction, counts: countsOf(outcomes) });
    return outcomes;
  } finally {
    progress.stop();
  }
}

function openedEntry({ plan, direction, connection, args, session }: Undertaking) {
  return {
    kind: 'opened',
    direction,
    planHash: plan.hash,
    target: { url: session.endpoint.url, identity: plan.target.identity },
    tool: tool(),
    account: connection.credentials.user,
    change: args.change ?? null,
  } as const;
}

interface Turns {
  readonly steps: readonly Step[];
  readonly canaries: ReadonlySet<string> | null;
  readonly journal: Journal;
  readonly progress: Progress;
}

async function inTurns(undertaking: Undertaking, turns: Turns): Promise<readonly Outcome[]> {
  const { session, plan, io } = undertaking;
  const { steps, canaries } = turns;
  const run = (some: readonly Step[]): Promise<Outcome[]> =>
    applyPlan(session, { target: plan.target, steps: some }, optionsFor(undertaking, turns));
  if (canaries === null) return run(steps);
  const others = steps.filter(({ host }) => !canaries.has(host.id));
  const first = await run(steps.filter(({ host }) => canaries.has(host.id)));
  if (others.length === 0) return first;
  turns.progress.stop();
  const goOn = first.every(isDone) && canAsk(io) && (await askToGoOn(first, io));
  if (goOn) return [...first, ...(await run(others))];
  await note(io, 'The other hosts wait for a word: run it again without --canary.');
  return [...first, ...others.map((step) => notTried(step, 'awaits-word'))];
}

function optionsFor(undertaking: Undertaking, { journal, progress }: Turns): RunOptions {
  const { direction, args, io } = undertaking;
  const { backup } = args;
  return {
    journal,
    direction,
    signal: io.signal,
    maxFailures: args.maxFailures ?? null,
    onOutcome: () => progress.step(),
    afterHost: (live, written) => tellHost({ undertaking, journal }, live, written),
    beforeFirstWrite: async (live) => (await obstacleTo(live)) ?? (await backUpFirst(journal, live, backup)),
    ...(args.confirm !== true && canAsk(io) ? { tookEffect: asking(io, progress) } : {}),
  };
}

function asking(io: Io, progress: Progress): NonNullable<RunOptions['tookEffect']> {
  let earlier: Promise<unknown> = Promise.resolve();
  // Hosts run side by side, but a person answers one question at a time.
  return (step, problem) => {
    const answer = earlier.then(() => {
      progress.stop();
      return askWhetherItTookEffect(step, problem, io);
    });
    earlier = answer.catch(() => undefined);
    return answer;
  };
}

type Live = Parameters<NonNullable<RunOptions['afterHost']>>[0];

/** Looked at again for each host: between the dry run and its turn a patch may have been staged. */
async function obstacleTo({ session, host }: Live) {
  return (await readObstacles(session, [host])).get(host.id) ?? null;
}

async function backUpFirst(journal: Journal, live: Live, folder: string | undefined) {
  if (folder === undefined) return null;
  const saved = await backUp(live, folder, new Date());
  if ('reason' in saved) return saved;
  await journal.append({ kind: 'backup', host: live.host.id, ...saved });
  return null;
}

interface Telling {
  readonly undertaking: Undertaking;
  readonly journal: Journal;
}

async function tellHost({ undertaking, journal }: Telling, live: Live, written: readonly Step[]): Promise<void> {
  const { plan, direction, args, io } = undertaking;
  const trail = { tool: tool(), direction, planHash: plan.hash, change: args.change ?? null };
  const problem = await logChange(live, written, trail);
  await journal.append({ kind: 'event', host: live.host.id, logged: problem === null, detail: problem ?? '' });
  if (problem !== null) await warn(io, `${live.host.name}: the change could not be put into its event log: ${problem}`);
}

function countsOf(outcomes: readonly Outcome[]): Readonly<Record<string, number>> {
  const kinds = OUTCOMES.map((kind) => [kind, outcomes.filter((outcome) => outcome.kind === kind).length] as const);
  return Object.fromEntries(kinds.filter(([, count]) => count > 0));
}
