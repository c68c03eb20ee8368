import { chosen, choiceFrom, isWhole } from './sample.ts';

/**
 * Files whose tests wait or start many programs: four seconds or more each on two cores, by `ESXCHECK_TEST_REPORT`. CI runs
 * all of them, and so does whoever names files; else the seed chooses. What no commit may break unseen is not among them:
 * gates, lies and crashes of an apply, that a reader cannot write, secrets.
 */
export const SLOW_FILES: readonly string[] = [
  'test/api/api.test.ts',
  'test/apply/backup-download.test.ts',
  'test/apply/evidence.test.ts',
  'test/apply/fleet.test.ts',
  'test/apply/hardening.test.ts',
  'test/apply/rollout/command.test.ts',
  'test/apply/rollout/events.test.ts',
  'test/apply/rollout/lies.test.ts',
  'test/apply/rollout/parallel.test.ts',
  'test/apply/rollout/report.test.ts',
  'test/apply/rollout/resume.test.ts',
  'test/apply/rollout/roll-out.test.ts',
  'test/apply/rollout/troubles.test.ts',
  'test/apply/stopping.test.ts',
  'test/apply/trail.test.ts',
  'test/apply/unanswered.test.ts',
  'test/apply/unreachable.test.ts',
  'test/cli/built-program.test.ts',
  'test/cli/catalog-learn.test.ts',
  'test/cli/checklists.test.ts',
  'test/cli/compare.test.ts',
  'test/cli/config.test.ts',
  'test/cli/flags-of-hands.test.ts',
  'test/cli/frameworks.test.ts',
  'test/cli/history-not-opened.test.ts',
  'test/cli/history-processes.test.ts',
  'test/cli/max-calls.test.ts',
  'test/cli/plan.test.ts',
  'test/cli/prepatch.test.ts',
  'test/cli/profile.test.ts',
  'test/cli/reboot-pending.test.ts',
  'test/cli/rules-new.test.ts',
  'test/cli/run.test.ts',
  'test/cli/scope.test.ts',
  'test/cli/snapshot.test.ts',
  'test/cli/upgrade.test.ts',
  'test/cli/who-is-who.test.ts',
  'test/collect/adapting.test.ts',
  'test/collect/gathered/ownership.test.ts',
  'test/connect/endless.test.ts',
  'test/connect/simulator.test.ts',
  'test/connect/trust.test.ts',
  'test/faults/endless.test.ts',
  'test/faults/gateways.test.ts',
  'test/faults/lost-target.test.ts',
  'test/faults/matrix-reading.test.ts',
  'test/faults/matrix-writing.test.ts',
  'test/faults/outages.test.ts',
  'test/faults/soak.test.ts',
  'test/fuzz/fuzz.test.ts',
  'test/history/parts.test.ts',
  'test/lies/commands.test.ts',
  'test/lies/scan.test.ts',
  'test/lies/writes.test.ts',
  'test/radar/radar.test.ts',
  'test/readers/ended.test.ts',
  'test/readers/program.test.ts',
  'test/readers/same-scan.test.ts',
  'test/scan/prepatch.test.ts',
  'test/shells/completion.test.ts',
];

/** How many of them run where nobody asked for all. */
const RUN = 3;

/** Those that a run leaves out. `words`: what was given to vitest. Throws without a seed where one is needed. */
export function slowFilesLeftOut(
  env: Readonly<Record<string, string | undefined>>,
  words: readonly string[],
): readonly string[] {
  if (isWhole(env) || namesFiles(words)) return [];
  const running = new Set(chosen(SLOW_FILES, () => [], choiceFrom(env, RUN)));
  return SLOW_FILES.filter((file) => !running.has(file));
}

/** `vitest run --config FILE test/apply`: the value of a flag is no filter. */
function namesFiles(words: readonly string[]): boolean {
  return words.some(
    (word, index) => !word.startsWith('-') && /test\//.test(word) && !(words[index - 1] ?? '').startsWith('--'),
  );
}
