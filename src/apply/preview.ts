import { eachHost } from '../collect/each-host.ts';
import { Lifeline } from '../collect/target-loss.ts';
import type { Session } from '../connect/session.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Action, Step } from '../model/plan.ts';
import { read } from '../model/reading.ts';
import { remarkOn, type Sighting } from './actions/carrier.ts';
import { readNow, thingOf } from './actions/index.ts';
import { isPin, notTried, unreachable, verdictOn } from './decide-step.ts';
import { stepsByHost } from './host-runs.ts';
import type { Past } from './journal/step-history.ts';
import { type LiveHost, readLiveHosts, type Refusal } from './live-host.ts';
import { readObstacles } from './preconditions.ts';

/** What an apply would do now. */
export interface Preview {
  /** One for every step that was asked for, in their order by host. */
  readonly outcomes: readonly Outcome[];
  /** Vendor and model of each host that was read, by its id. */
  readonly models: ReadonlyMap<string, string>;
}

export interface PreviewOptions {
  /** What earlier runs did. */
  readonly past: Past;
  readonly signal?: AbortSignal;
  readonly onHost?: () => void;
}

/** Reads every host of the steps anew and tells what would become of each step; writes nothing. */
export async function previewSteps(
  session: Session,
  steps: readonly Step[],
  { past, signal, onHost }: PreviewOptions,
): Promise<Preview> {
  const hosts = stepsByHost(steps);
  const live = await readLiveHosts(
    session,
    hosts.flatMap(([first]) => (first === undefined ? [] : [first.host])),
  );
  const lifeline = new Lifeline(session);
  for (const each of live.values()) if ('problem' in each) await lifeline.report(each.problem);
  const outcomes = await eachHost(
    hosts,
    async (ofHost) => {
      const told = await previewHost(live.get(ofHost[0]?.host.id ?? ''), ofHost, { past, lifeline });
      onHost?.();
      return told;
    },
    { hostCalls: session.hostCalls, signal },
  );
  return { outcomes: await withObstacles(session, outcomes.flat(), lifeline), models: modelsOf(live) };
}

/** Hosts on which a change would not last, or is not ours to make, are refused as a whole. */
async function withObstacles(
  session: Session,
  outcomes: readonly Outcome[],
  lifeline: Lifeline,
): Promise<readonly Outcome[]> {
  const changing = outcomes.filter(({ kind }) => kind === 'would-change');
  const hosts = new Map(changing.map(({ step }) => [step.host.id, step.host]));
  const obstacles = await readObstacles(session, [...hosts.values()]);
  const isBlind = [...obstacles.values()].some(({ reason }) => reason === 'unread');
  const isLost = isBlind && !(await lifeline.answers());
  return outcomes.map((outcome) => {
    const obstacle = obstacles.get(outcome.step.host.id);
    if (obstacle === undefined || outcome.kind !== 'would-change') return outcome;
    if (isLost && obstacle.reason === 'unread') return unreachable(outcome.step, lifeline);
    return { ...outcome, kind: 'refused', ...obstacle };
  });
}

const GONE: Refusal = { reason: 'host-gone', detail: 'The host is no longer in the inventory; plan again.' };

async function previewHost(
  live: LiveHost | Refusal | undefined,
  steps: readonly Step[],
  { past, lifeline }: { readonly past: Past; readonly lifeline: Lifeline },
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  /** What earlier steps of the host would leave behind. */
  const changed = new Map<string, Action>();
  let isStopped = false;
  for (const step of steps) {
    const outcome: Outcome = isStopped
      ? notTried(step, 'earlier-step')
      : await previewStep(live ?? GONE, step, { past, lifeline, changed });
    outcomes.push(outcome);
    if (outcome.kind === 'would-change') changed.set(thingOf(step.action), step.action);
    isStopped ||= !['would-change', 'already-so', 'done'].includes(outcome.kind);
  }
  return outcomes;
}

interface Circumstances {
  readonly past: Past;
  readonly lifeline: Lifeline;
  readonly changed: ReadonlyMap<string, Action>;
}

async function previewStep(
  live: LiveHost | Refusal,
  step: Step,
  { past, lifeline, changed }: Circumstances,
): Promise<Outcome> {
  if ('reason' in live) {
    const { reason, detail, problem } = live;
    if (lifeline.lost !== null && problem !== undefined) return unreachable(step, lifeline);
    return { step, kind: 'refused', observed: null, reason, detail };
  }
  if (lifeline.lost !== null) return unreachable(step, lifeline);
  const earlier = changed.get(thingOf(step.action));
  const reading = earlier === undefined ? await readNow(live, step.action) : expected(earlier, step);
  if (reading.kind === 'unread') {
    await lifeline.report(reading.problem);
    if (lifeline.lost !== null && !past.of(step.id).isOpen) return unreachable(step, lifeline);
  }
  const verdict = verdictOn(step, reading, { past: past.of(step.id), direction: past.direction });
  if (verdict.kind !== 'write') return { step, ...verdict };
  const detail = isPin(step, past.direction)
    ? 'It is so already, and is set again to stay so.'
    : 'It matches the plan.';
  return { step, kind: 'would-change', reason: null, detail: detail + remarkOn(verdict), observed: verdict.now };
}

/** What an earlier step leaves is read the way that the later one was planned. */
function expected(state: Action, { readAs }: Step): Sighting<Action> {
  return readAs === undefined ? read(state) : { ...read(state), source: readAs };
}

function modelsOf(hosts: ReadonlyMap<string, LiveHost | Refusal>): ReadonlyMap<string, string> {
  const models = new Map<string, string>();
  for (const [id, live] of hosts) {
    if ('host' in live) models.set(id, `${live.host.vendor ?? '?'} ${live.host.model ?? '?'}`);
  }
  return models;
}

/** One host of each model among those that would be changed: the first in the plan's order. */
export function canaries({ outcomes, models }: Preview): ReadonlySet<string> {
  const chosen = new Map<string, string>();
  for (const { kind, step } of outcomes) {
    const model = models.get(step.host.id);
    if (kind === 'would-change' && model !== undefined && !chosen.has(model)) chosen.set(model, step.host.id);
  }
  return new Set(chosen.values());
}
