import { type ApplyReport, type Outcome, type OutcomeKind, OUTCOMES } from '../../src/model/outcome.ts';
import { actionWords } from '../../src/model/plan.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { isLeftInMaintenance, type Reboot, REBOOT_OUTCOMES, type RebootOutcome } from '../../src/model/rollout.ts';
import { appliedApart } from '../plan/fold.ts';
import { escapeControlCharacters } from '../text/cells.ts';
import { counted } from '../text/wrap.ts';

/** One line a step and a reboot, to grep, and the counts. */
export const lines: Reporter<ApplyReport> = {
  name: 'lines',
  description: 'One line a step and a reboot, to grep, and the counts.',
  extensions: ['.lines', '.log'],
  *render(report) {
    const { outcomes, reboots, direction, dryRun, error } = appliedApart(report);
    for (const outcome of outcomes) yield `${outcomeLine(outcome)}\n`;
    for (const reboot of reboots ?? []) yield `${rebootLine(reboot)}\n`;
    yield `${direction}${dryRun ? ' (dry run)' : ''}: ${countsText(outcomes, codeOf)}\n`;
    if (reboots !== null) yield `${rebootsText(reboots, codeOf)}\n`;
    const left = leftInMaintenance(reboots ?? []);
    if (left.length > 0) yield `left in maintenance mode: ${left.join(', ')}\n`;
    if (error !== null) yield `broken off: ${brokenOff(error)}\n`;
  },
};

/** `CODE: message` of what broke a run off. */
export function brokenOff({ code, message }: NonNullable<ApplyReport['error']>): string {
  return escapeControlCharacters(`${code}: ${message}`);
}

/** `HOST: iovDisableIR = TRUE -> iovDisableIR = FALSE: done`, and why where it was not. */
function outcomeLine({ step, kind, reason, detail }: Outcome): string {
  const change = `${escapeControlCharacters(actionWords(step.before))} -> ${escapeControlCharacters(actionWords(step.action))}`;
  const why = reason === null ? '' : ` (${reason}): ${escapeControlCharacters(detail)}`;
  return `${escapeControlCharacters(step.host.name)}: ${change}: ${kind}${why}`;
}

/** How many steps came to each outcome, those that none came to included. */
export function countsOf(outcomes: readonly Outcome[]): Readonly<Record<OutcomeKind, number>> {
  const counts = Object.fromEntries(OUTCOMES.map((kind) => [kind, 0])) as Record<OutcomeKind, number>;
  for (const { kind } of outcomes) counts[kind] += 1;
  return counts;
}

type Words = (kind: OutcomeKind | RebootOutcome) => string;

/** The outcome of a step or reboot as people say it; the code stays in JSON and lines. */
export function outcomeWords(kind: OutcomeKind | RebootOutcome): string {
  return kind.replaceAll('-', ' ');
}

function codeOf(kind: OutcomeKind | RebootOutcome): string {
  return kind;
}

/** `12 steps on 5 hosts: 10 done, 2 refused`; every step is counted once. */
export function countsText(outcomes: readonly Outcome[], words: Words = outcomeWords): string {
  const hosts = new Set(outcomes.map(({ step }) => step.host.id)).size;
  const counts = countsOf(outcomes);
  const parts = OUTCOMES.filter((kind) => counts[kind] > 0).map((kind) => `${counts[kind]} ${words(kind)}`);
  const sum = `${counted(outcomes.length, 'step')} on ${counted(hosts, 'host')}`;
  return parts.length === 0 ? sum : `${sum}: ${parts.join(', ')}`;
}

/** How many hosts came to each outcome, those that none came to included. */
export function rebootCounts(reboots: readonly Reboot[]): Readonly<Record<RebootOutcome, number>> {
  const counts = Object.fromEntries(REBOOT_OUTCOMES.map((kind) => [kind, 0])) as Record<RebootOutcome, number>;
  for (const { kind } of reboots) counts[kind] += 1;
  return counts;
}

/** `rolling reboot (experimental): 3 hosts: 1 failed, 2 done`; every host is counted once. */
export function rebootsText(reboots: readonly Reboot[], words: Words = outcomeWords): string {
  const counts = rebootCounts(reboots);
  const parts = REBOOT_OUTCOMES.filter((kind) => counts[kind] > 0).map((kind) => `${counts[kind]} ${words(kind)}`);
  return [
    'rolling reboot (experimental)',
    counted(reboots.length, 'host'),
    ...(parts.length === 0 ? [] : [parts.join(', ')]),
  ].join(': ');
}

/** Names of the hosts that somebody has to take out of maintenance mode; harmless. */
export function leftInMaintenance(reboots: readonly Reboot[]): readonly string[] {
  return reboots.filter(isLeftInMaintenance).map(({ host }) => escapeControlCharacters(host.name));
}

/** `HOST: reboot: failed (worse): It came back worse ... [in maintenance mode]`. */
export function rebootLine(reboot: Reboot): string {
  const { host, kind, reason, detail } = reboot;
  const why = reason === null ? '' : ` (${reason})`;
  const left = isLeftInMaintenance(reboot) ? ' [in maintenance mode]' : '';
  return `${escapeControlCharacters(host.name)}: reboot: ${kind}${why}: ${escapeControlCharacters(detail)}${left}`;
}

/** What needs looking at first; then lane by lane, as their turns come. */
export function rebootsWorstFirst(reboots: readonly Reboot[]): readonly Reboot[] {
  return reboots.toSorted((one, other) => REBOOT_OUTCOMES.indexOf(one.kind) - REBOOT_OUTCOMES.indexOf(other.kind));
}
