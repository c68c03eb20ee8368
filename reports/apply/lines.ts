import { actionWords } from '../../src/model/action-words.ts';
import type { ApplyReport, Outcome } from '../../src/model/outcome.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { harmless } from '../text/harmless.ts';
import { countsText } from './counts.ts';
import { leftInMaintenance, rebootLine, rebootsText } from './reboots.ts';
import { appliedApart } from '../plan/hosts-apart.ts';

/** One line a step and a reboot, to grep, and the counts. */
export const lines: Reporter<ApplyReport> = {
  name: 'lines',
  description: 'One line a step and a reboot, to grep, and the counts.',
  extensions: ['.lines', '.log'],
  *render(report) {
    const { outcomes, reboots, direction, dryRun, error } = appliedApart(report);
    for (const outcome of outcomes) yield `${outcomeLine(outcome)}\n`;
    for (const reboot of reboots ?? []) yield `${rebootLine(reboot)}\n`;
    yield `${direction}${dryRun ? ' (dry run)' : ''}: ${countsText(outcomes)}\n`;
    if (reboots !== null) yield `${rebootsText(reboots)}\n`;
    const left = leftInMaintenance(reboots ?? []);
    if (left.length > 0) yield `left in maintenance mode: ${left.join(', ')}\n`;
    if (error !== null) yield `broken off: ${brokenOff(error)}\n`;
  },
};

/** `CODE: message` of what broke a run off. */
export function brokenOff({ code, message }: NonNullable<ApplyReport['error']>): string {
  return harmless(`${code}: ${message}`);
}

/** `HOST: iovDisableIR = TRUE -> iovDisableIR = FALSE: done`, and why where it was not. */
export function outcomeLine({ step, kind, reason, detail }: Outcome): string {
  const change = `${harmless(actionWords(step.before))} -> ${harmless(actionWords(step.action))}`;
  const why = reason === null ? '' : ` (${reason}): ${harmless(detail)}`;
  return `${harmless(step.host.name)}: ${change}: ${kind}${why}`;
}
