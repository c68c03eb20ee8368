import { actionWords } from '../../src/model/action-words.ts';
import type { ApplyReport, Outcome } from '../../src/model/outcome.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { harmless } from '../text/harmless.ts';
import { countsText } from './counts.ts';

/** One line a step, to grep, and the counts. */
export const lines: Reporter<ApplyReport> = {
  name: 'lines',
  description: 'One line a step, to grep, and the counts.',
  extensions: ['.lines', '.log'],
  *render({ outcomes, direction, dryRun }) {
    for (const outcome of outcomes) yield `${outcomeLine(outcome)}\n`;
    yield `${direction}${dryRun ? ' (dry run)' : ''}: ${countsText(outcomes)}\n`;
  },
};

/** `HOST: iovDisableIR = TRUE -> iovDisableIR = FALSE: done`, and why where it was not. */
export function outcomeLine({ step, kind, reason, detail }: Outcome): string {
  const change = `${harmless(actionWords(step.before))} -> ${harmless(actionWords(step.action))}`;
  const why = reason === null ? '' : ` (${reason}): ${harmless(detail)}`;
  return `${harmless(step.host.name)}: ${change}: ${kind}${why}`;
}
