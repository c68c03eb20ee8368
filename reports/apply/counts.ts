import { OUTCOMES, type Outcome, type OutcomeKind } from '../../src/model/outcome.ts';
import { counted } from '../text/prose.ts';

/** How many steps came to each outcome, those that none came to included. */
export function countsOf(outcomes: readonly Outcome[]): Readonly<Record<OutcomeKind, number>> {
  const counts = Object.fromEntries(OUTCOMES.map((kind) => [kind, 0])) as Record<OutcomeKind, number>;
  for (const { kind } of outcomes) counts[kind] += 1;
  return counts;
}

/** `12 steps on 5 hosts: 10 done, 2 refused`; every step is counted once. */
export function countsText(outcomes: readonly Outcome[]): string {
  const hosts = new Set(outcomes.map(({ step }) => step.host.id)).size;
  const counts = countsOf(outcomes);
  const parts = OUTCOMES.filter((kind) => counts[kind] > 0).map((kind) => `${counts[kind]} ${kind}`);
  const sum = `${counted(outcomes.length, 'step')} on ${counted(hosts, 'host')}`;
  return parts.length === 0 ? sum : `${sum}: ${parts.join(', ')}`;
}
