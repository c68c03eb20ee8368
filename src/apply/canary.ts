import type { Preview } from './preview.ts';

/** One host of each model among those that would be changed: the first in the plan's order. */
export function canaries({ outcomes, models }: Preview): ReadonlySet<string> {
  const chosen = new Map<string, string>();
  for (const { kind, step } of outcomes) {
    const model = models.get(step.host.id);
    if (kind === 'would-change' && model !== undefined && !chosen.has(model)) chosen.set(model, step.host.id);
  }
  return new Set(chosen.values());
}
