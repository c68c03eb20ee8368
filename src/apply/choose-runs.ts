import { globMatcher } from '../model/glob.ts';
import type { JournaledHost, JournaledRun, RunChoice } from '../model/applies.ts';
import { narrowed } from './run-tally.ts';

/** The runs that were asked for, newest first; with hosts, as far as they concern those. */
export function chooseRuns(runs: readonly JournaledRun[], choice: RunChoice): readonly JournaledRun[] {
  return runs
    .filter((run) => isOfChange(run, choice) && isRecent(run, choice))
    .flatMap((run) => onHosts(run, choice))
    .toSorted(newestFirst);
}

/** Case does not matter, since people type these numbers. */
function isOfChange({ change }: JournaledRun, { change: wanted }: RunChoice): boolean {
  return wanted === null || change?.toLowerCase() === wanted.toLowerCase();
}

function isRecent({ startedAt }: JournaledRun, { since }: RunChoice): boolean {
  return since === null || Date.parse(startedAt) >= Date.parse(since);
}

function onHosts(run: JournaledRun, { hosts }: RunChoice): readonly JournaledRun[] {
  if (hosts === null) return [run];
  const matchers = hosts.map(globMatcher);
  const isChosen = ({ id, name }: JournaledHost) => matchers.some((matches) => matches(name ?? id));
  const part = narrowed(run, isChosen);
  return part.steps.length + part.reboots.length === 0 ? [] : [part];
}

function newestFirst(one: JournaledRun, other: JournaledRun): number {
  const later = Date.parse(other.startedAt) - Date.parse(one.startedAt);
  if (later !== 0) return later;
  return one.journal === other.journal ? other.number - one.number : one.journal < other.journal ? -1 : 1;
}
