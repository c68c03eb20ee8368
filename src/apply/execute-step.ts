import type { Outcome } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import type { State } from './actions/carrier.ts';
import { readNow } from './actions/index.ts';
import { type StepOutcome, unreachable, unreadVerdict, type Verdict, verdictOn } from './decide-step.ts';
import { type LiveHost, readLiveHost, type Refusal } from './live-host.ts';
import type { Run } from './run-state.ts';
import { type Answer, send } from './send.ts';
import { busy, verifyWrite } from './verify-write.ts';

/** What a step came to, and the host as it was when something was written to it in this run. */
export interface CarriedOut {
  readonly outcome: Outcome;
  readonly written: LiveHost | null;
}

/** Reads, and where the host is as the plan saw it writes and reads again; every turn of it is in the journal first. */
export async function executeStep(run: Run, step: Step): Promise<CarriedOut> {
  let looked = await look(run, step);
  if (isLost(run, looked.verdict)) return { outcome: unreachable(step, run.lifeline), written: null };
  if (looked.verdict.kind !== 'write') return end(run, step, { ended: looked.verdict, written: null });
  const refusal = looked.live === null ? null : await run.options.beforeFirstWrite?.(looked.live);
  if (refusal) return endUnwritten(run, step, refusal);
  for (const busyMs of [...run.pace.busyMs, null]) {
    const { live, verdict } = looked;
    if (live === null || verdict.kind !== 'write') break;
    const { now, source } = verdict;
    const answer = await writeOnce(run, step, { live, now, source });
    if (answer.kind !== 'busy')
      return end(run, step, { ended: await verifyWrite(run, step, { live, answer, now, source }), written: live });
    await run.journal.append({ kind: 'deferred', direction: run.direction, step: step.id, detail: answer.detail });
    if (busyMs === null || run.stopped !== null)
      return end(run, step, { ended: busy(verdict.now, answer), written: null });
    await run.pause(busyMs);
    looked = await look(run, step);
    if (isLost(run, looked.verdict)) return { outcome: unreachable(step, run.lifeline), written: null };
  }
  const ended = looked.verdict.kind === 'write' ? busy(looked.verdict.now, null) : looked.verdict;
  return end(run, step, { ended, written: null });
}

interface StepReading {
  readonly live: LiveHost | null;
  readonly verdict: Verdict;
}

/** Whether the thing is unread since the target as a whole does not answer: nothing was tried then, and nothing is put down. */
function isLost({ lifeline }: Run, { kind, ...verdict }: Verdict): boolean {
  return lifeline.lost !== null && kind === 'refused' && 'reason' in verdict && verdict.reason === 'unread';
}

/** Reasons for a refusal before the first write that the loss of the target may be behind. */
const BLIND: ReadonlySet<string> = new Set(['unread', 'backup-failed']);

async function endUnwritten(run: Run, step: Step, refusal: Refusal): Promise<CarriedOut> {
  if (BLIND.has(refusal.reason) && !(await run.lifeline.answers())) {
    return { outcome: unreachable(step, run.lifeline), written: null };
  }
  return end(run, step, { ended: refused(refusal), written: null });
}

/** The host and the thing, both read anew. */
async function look(run: Run, step: Step): Promise<StepReading> {
  const past = run.pastOf(step);
  const live = await readLiveHost(run.session, step.host);
  if ('reason' in live) {
    if (live.problem !== undefined) await run.lifeline.report(live.problem);
    const isBlind = live.reason === 'unread' || live.reason === 'not-connected' || live.reason === 'host-gone';
    const verdict = past.isOpen && isBlind ? unreadVerdict(live.detail, past) : refused(live);
    return { live: null, verdict };
  }
  const reading = await readNow(live, step.action);
  if (reading.kind === 'unread') await run.lifeline.report(reading.problem);
  return { live, verdict: verdictOn(step, reading, { past, direction: run.direction }) };
}

function refused({ reason, detail }: Pick<StepOutcome, 'reason' | 'detail'>): StepOutcome {
  return { kind: 'refused', reason, detail, observed: null };
}

interface WriteAttempt extends State {
  readonly live: LiveHost;
}

/** The intent is on the disk before anything is sent. */
async function writeOnce(run: Run, step: Step, { live, now, source }: WriteAttempt): Promise<Answer> {
  const { id, host, action } = step;
  await run.journal.append({
    kind: 'intent',
    direction: run.direction,
    step: id,
    host: host.id,
    hostName: live.host.name,
    action,
    observed: now,
    ...(source === 'itself' ? {} : { readAs: source }),
    bootTime: live.host.bootTime,
  });
  return send(live, action, { now, source });
}

/** Puts the outcome down. Where nobody can read what came of a write, a person may know. */
async function end(
  run: Run,
  step: Step,
  { ended, written }: { ended: StepOutcome; written: LiveHost | null },
): Promise<CarriedOut> {
  const asked = ended.kind === 'indeterminate' && written === null ? await ask(run, step, ended) : ended;
  const outcome: Outcome = { step, ...asked };
  if (!(outcome.kind === 'done' && run.pastOf(step).isDone && !run.pastOf(step).isOpen)) await putDown(run, outcome);
  return { outcome, written: outcome.kind === 'done' ? written : null };
}

async function ask(run: Run, step: Step, ended: StepOutcome): Promise<StepOutcome> {
  if (run.options.tookEffect === undefined) return ended;
  const tookEffect = await run.options.tookEffect(step, ended.detail);
  await run.journal.append({ kind: 'answered', direction: run.direction, step: step.id, tookEffect });
  return tookEffect
    ? { kind: 'done', reason: null, detail: 'Done, as a person says who looked.', observed: null }
    : ended;
}

function putDown(run: Run, { step, kind, reason, detail, observed }: Outcome): Promise<void> {
  return run.journal.append({
    kind: 'result',
    direction: run.direction,
    step: step.id,
    host: step.host.id,
    outcome: kind,
    reason,
    detail,
    observed,
  });
}
