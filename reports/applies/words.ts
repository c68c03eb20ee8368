import {
  type Applies,
  JOURNAL_STATES,
  type JournaledHost,
  type JournaledReboot,
  type JournaledRun,
  type JournaledStep,
} from '../../src/model/applies.ts';
import { OUTCOMES } from '../../src/model/outcome.ts';
import { type Action, actionWords } from '../../src/model/plan.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { escapeControlCharacters, harmlessOr } from '../text/cells.ts';
import { counted } from '../text/wrap.ts';

/** Digits of a plan's hash that people compare. */
const SHOWN_DIGITS = 16;

export function planWords({ planHash }: JournaledRun): string {
  return escapeControlCharacters(planHash.slice(0, SHOWN_DIGITS));
}

export function stateWords({ isClosed }: JournaledRun): string {
  return isClosed ? 'closed' : 'not closed';
}

/** `2 done, 1 failed`; `no outcome` where no step came to an outcome. */
export function outcomeWords({ counts }: JournaledRun): string {
  const parts = OUTCOMES.filter((kind) => counts[kind] > 0).map((kind) => `${counts[kind]} ${kind}`);
  return parts.length === 0 ? 'no outcome' : parts.join(', ');
}

/** `2 changed on 1 host, 1 reboot, 1 open` */
export function reachWords({ changed, hosts, reboots, open }: JournaledRun): string {
  const sent = reboots.filter(({ sentAt }) => sentAt !== null).length;
  const parts = [`${changed} changed`, `${counted(hosts.length, 'host')} written to`];
  if (sent > 0) parts.push(counted(sent, 'reboot'));
  if (open > 0) parts.push(`${open} open`);
  return parts.join(', ');
}

function hostWords({ name, id }: JournaledHost): string {
  return escapeControlCharacters(name ?? id);
}

/** `iovDisableIR = TRUE -> iovDisableIR = FALSE`; what the journal does not tell is `?`. */
function changeWords({ before, action }: JournaledStep): string {
  return `${wordsOf(before)} -> ${wordsOf(action)}`;
}

function wordsOf(action: Action | null): string {
  return harmlessOr(actionText(action), '?');
}

/** As it is; null where the journal does not tell. */
export function actionText(action: Action | null): string | null {
  return action === null ? null : actionWords(action);
}

/** What came of a step, and what a later run found where this one could not tell. */
function endWords({ outcome, reason, detail, settled }: JournaledStep | JournaledReboot): string {
  const end = outcome ?? 'no result';
  const why = reason === null ? '' : ` (${escapeControlCharacters(reason)}): ${escapeControlCharacters(detail)}`;
  const later = settled === null ? '' : `; a later run, ${escapeControlCharacters(settled.at)}: ${settled.outcome}`;
  return `${end}${why}${later}`;
}

/** When the write was sent, else when the step came to its end. */
function timeOf(part: JournaledStep | JournaledReboot, run: JournaledRun): string {
  return part.sentAt ?? part.endedAt ?? run.startedAt;
}

/** `TIME HOST: before -> after: outcome` */
export function stepLine(step: JournaledStep, run: JournaledRun): string {
  const change =
    step.sentAt === null && step.before === null ? `${wordsOf(step.action)} (not sent)` : changeWords(step);
  return `${escapeControlCharacters(timeOf(step, run))} ${hostWords(step.host)}: ${change}: ${endWords(step)}`;
}

export function rebootLine(reboot: JournaledReboot, run: JournaledRun): string {
  return `${escapeControlCharacters(timeOf(reboot, run))} ${hostWords(reboot.host)}: ${rebootWords(reboot)}: ${endWords(reboot)}`;
}

export function rebootWords({ sentAt, maintenanceAt }: JournaledReboot): string {
  if (sentAt !== null) return 'reboot sent';
  return maintenanceAt === null ? 'no reboot sent' : 'maintenance mode, no reboot sent';
}

/** `START..END DIRECTION STATE change CHG123 by ACCOUNT at URL (IDENTITY) plan HASH: counts; journal PATH run N` */
export function runLine(run: JournaledRun): string {
  const { startedAt, endedAt, direction, change, account, target, journal, number } = run;
  const reference = change === null ? 'no change number' : `change ${escapeControlCharacters(change)}`;
  return [
    `${escapeControlCharacters(startedAt)}..${escapeControlCharacters(endedAt)} ${direction} ${stateWords(run)}`,
    `${reference} by ${escapeControlCharacters(account)} at ${escapeControlCharacters(target.url)} (${escapeControlCharacters(target.identity)})`,
    `plan ${planWords(run)}: ${outcomeWords(run)}; ${reachWords(run)}; journal ${escapeControlCharacters(journal)} run ${number}`,
  ].join(' ');
}

/** Journals that do not hold, and what is odd about those that do: `PATH: tampered: why`. */
export function journalRemarks({ journals }: Applies): readonly string[] {
  return journals.flatMap(({ path, state, problem, tornBytes, unknownRecords }) => {
    const name = escapeControlCharacters(path);
    if (problem !== null)
      return [
        `${name}: ${state}: ${escapeControlCharacters(problem.code)}: ${escapeControlCharacters(problem.message)}`,
      ];
    const torn = tornBytes === 0 ? [] : [`${name}: a last line was cut short (${counted(tornBytes, 'byte')})`];
    const unknown =
      unknownRecords === 0
        ? []
        : [`${name}: ${counted(unknownRecords, 'record')} of a kind that a newer version wrote`];
    return [...torn, ...unknown];
  });
}

/** `4 runs in 3 journals: 2 intact, 1 missing`, and by what they were chosen. */
export function sumWords({ runs, journals, choice }: Applies): string {
  const states = JOURNAL_STATES.map((state) => [journals.filter((one) => one.state === state).length, state] as const);
  const told = states.filter(([count]) => count > 0).map(([count, state]) => `${count} ${state}`);
  const chosen = choiceWords(choice);
  const sum = `${counted(runs.length, 'run')}${chosen === '' ? '' : ` ${chosen}`} in ${counted(journals.length, 'journal')}`;
  return told.length === 0 ? sum : `${sum}: ${told.join(', ')}`;
}

function choiceWords({ change, hosts, since }: Applies['choice']): string {
  return [
    ...(change === null ? [] : [`under change ${escapeControlCharacters(change)}`]),
    ...(hosts === null ? [] : [`on hosts ${hosts.map(escapeControlCharacters).join(', ')}`]),
    ...(since === null ? [] : [`since ${escapeControlCharacters(since)}`]),
  ].join(' ');
}

/** One line a run, with details one for each step and reboot below it, what is wrong with journals, and the sum. */
export const lines: Reporter<Applies> = {
  name: 'lines',
  description: 'One line a run, with details a step, to grep.',
  extensions: ['.lines', '.log'],
  *render(applies) {
    for (const run of applies.runs) {
      yield `${runLine(run)}\n`;
      if (!applies.details) continue;
      for (const step of run.steps) yield `${stepLine(step, run)}\n`;
      for (const reboot of run.reboots) yield `${rebootLine(reboot, run)}\n`;
    }
    for (const remark of journalRemarks(applies)) yield `journal ${remark}\n`;
    yield `${sumWords(applies)}\n`;
  },
};
