import { type ApplyReport, type Outcome, OUTCOMES } from '../../src/model/outcome.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import type { Reboot } from '../../src/model/rollout.ts';
import { appliedApart } from '../plan/fold.ts';
import { escapeControlCharacters } from '../text/cells.ts';
import { type Page, pageFor } from '../text/page.ts';
import { counted, list, plain, prose, strong } from '../text/wrap.ts';
import { brokenOff, countsText } from './lines.ts';
import { rebootsSection } from './reboots-section.ts';
import { outcomesSection } from './outcomes-section.ts';

/** For people: what needs looking at first, the same outcome of the same change on many hosts in one row. */
export const table: Reporter<ApplyReport> = {
  name: 'table',
  description: 'For people: the same outcome on many hosts in one row, what needs looking at first.',
  extensions: ['.txt'],
  *render(given, options) {
    const report = appliedApart(given);
    const page = pageFor(options);
    yield prose([strong(titleOf(report)), plain(`· ${escapeControlCharacters(report.target.url)}`)], page);
    yield '\n';
    const unreached = report.outcomes.filter(({ reason }) => reason === 'connection-lost');
    yield* outcomesSection(worstFirst(report.outcomes.filter((outcome) => !unreached.includes(outcome))), page);
    yield* unreachedText(unreached, report.target.url, page);
    yield prose([plain(countsText(report.outcomes))], page);
    if (report.reboots !== null) yield* rebootsSection(report.reboots, page);
    yield remarks(report, page);
    if (report.error !== null) yield prose([strong(`Ended early: ${brokenOff(report.error)}`)], page);
    if (report.journal !== null) yield prose([plain(`Journal: ${escapeControlCharacters(report.journal)}`)], page);
  },
};

function titleOf({ tool, direction, dryRun, planHash, change }: ApplyReport): string {
  const what = dryRun ? `dry run of ${direction === 'apply' ? 'an apply' : 'a rollback'}` : direction;
  const reference = change === null ? '' : `, change ${escapeControlCharacters(change)}`;
  return `${escapeControlCharacters(tool.name)} ${escapeControlCharacters(tool.version)} · ${what} of plan ${planHash.slice(0, 16)}${reference}`;
}

function worstFirst(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.toSorted((one, other) => OUTCOMES.indexOf(one.kind) - OUTCOMES.indexOf(other.kind));
}

/** One trouble of the target, and not one of each step. */
function* unreachedText(outcomes: readonly Outcome[], url: string, page: Page): Iterable<string> {
  const [first] = outcomes;
  if (first === undefined) return;
  const hosts = new Set(outcomes.map(({ step }) => step.host.id)).size;
  const what = `${counted(outcomes.length, 'step')} on ${counted(hosts, 'host')}`;
  const why = `Not tried, ${escapeControlCharacters(url)} is unreachable: ${what}.`;
  yield prose([strong(why), plain(escapeControlCharacters(first.detail))], page);
  yield '\n';
}

/** Whether the reboot of a host is told already, or is not needed: another one may even be of no use. */
function isTold({ kind, reason }: Reboot): boolean {
  return kind !== 'not-tried' || reason === 'already-so';
}

/** What the outcome does not say: a reboot that is due, and what a rollback leaves behind. */
function remarks({ outcomes, reboots, direction, dryRun }: ApplyReport, page: Page): string {
  const done = outcomes.filter(({ kind }) => kind === 'done' || (dryRun && kind === 'would-change'));
  const rebooted = new Set((reboots ?? []).filter(isTold).map(({ host }) => host.id));
  const due = done.filter(({ step }) => step.needsReboot && !rebooted.has(step.host.id));
  const rebooting = new Set(due.map(({ step }) => step.host.id)).size;
  const reboot = rebooting === 0 ? [] : [[plain(`${counted(rebooting, 'host')}: takes effect with the next reboot.`)]];
  const undone = outcomes.filter(({ kind }) => kind !== 'refused' && kind !== 'not-tried');
  const left = direction === 'rollback' ? undone.flatMap(leftBehind) : [];
  return list('Notes', [...reboot, ...left], page);
}

function leftBehind({ step }: Outcome) {
  return step.inverseLeaves === null
    ? []
    : [[plain(`${escapeControlCharacters(step.host.name)}: ${escapeControlCharacters(step.inverseLeaves)}`)]];
}
