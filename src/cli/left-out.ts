import type { LeftOut, Plan } from '../model/plan.ts';
import { type Io, note, warn } from './io.ts';
import { onlyHosts } from './planned-hosts.ts';

/** What the plan left out of the hosts that `--only` names; all of it without. */
export function leftOutOf(plan: Pick<Plan, 'steps' | 'leftOut'>, only: readonly string[] = []): readonly LeftOut[] {
  const isMeant = onlyHosts(only, plan);
  return plan.leftOut.filter(({ host }) => isMeant(host));
}

/** Why a plan holds no step, in one sentence. */
export function nothingPlanned({ leftOut }: Pick<Plan, 'leftOut'>): string {
  if (leftOut.length === 0) return 'Nothing was planned: no host needed a change by the rules of the plan.';
  const reasons = new Map<string, number>();
  for (const { reason } of leftOut) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const counts = [...reasons].map(([reason, count]) => `${count} ${reason}`).join(', ');
  return `Nothing was planned: whatever a rule wants changed was left out (${counts}); the plan tells why.`;
}

/** Says of a plan without steps why it has none, and of any plan which hosts it is silent about. */
export async function tellLeftOut(
  plan: Pick<Plan, 'steps' | 'leftOut'>,
  only: readonly string[],
  io: Io,
): Promise<void> {
  if (plan.steps.length === 0) await note(io, nothingPlanned(plan));
  const unknown = leftOutOf(plan, only).filter(({ reason }) => reason === 'unknown');
  const names = [...new Set(unknown.map(({ host }) => host.name))];
  if (names.length === 0) return;
  const named = `${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ', ...' : ''}`;
  await warn(io, `left out of the plan, because something about them is not known: ${named}`);
}

const MOST_NAMED = 10;
