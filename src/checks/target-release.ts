import type { Host } from '../model/host.ts';
import { leavesOf } from '../model/leaves.ts';
import type { Problem } from '../model/problem.ts';
import { read } from '../model/reading.ts';
import type { TargetRequirement } from '../model/check.ts';
import type { Rule } from '../model/rule.ts';
import { checkKind, type Parameters } from './check-kind.ts';
import { because, type Judgement, oneHorizon } from './judgement/judgement.ts';
import { judgeValue } from './judgement/value-check.ts';
import { MASK_PROBLEM } from './mask.ts';
import type { SchemaTools } from './schema/tools.ts';
import { buildOperator, OPERATORS } from './values/operator.ts';
import { describeOperator, shownWanted } from './values/operator-words.ts';
import { isConsistent, knownRelease, type RunningRelease } from './values/release-branch.ts';
import { cameOutNoEarlier, type ReleasePeriod, releasePeriod } from './values/release-period.ts';
import { compareVersions } from './values/value.ts';

/** The parameter that holds the build of the planned release, or why it is not known which one is. */
export const TARGET_RELEASE = 'target-release';
/** In place of a build: releases are planned, and none for this host. */
export const NO_RELEASE = 'none';
const UNCLEAR = 'unclear: ';

/** In place of a build: there is a release, and it is not known which, for this reason. */
export function unclearRelease(why: string): string {
  return `${UNCLEAR}${why}`;
}

/** The release that is planned for a host: its version, or whether it came out no earlier than what runs. */
export const targetRelease = checkKind({
  kind: 'targetRelease',
  schema: (tools) => targetSchema(tools),
  build: ({ notOlderThanRunning, ...operator }) => ({
    kind: 'targetRelease',
    wish:
      notOlderThanRunning === undefined
        ? { kind: 'version', operator: buildOperator(operator) }
        : { kind: 'notOlderThanRunning' },
  }),
  // Which release is planned is a person's to say, and what a host runs is always read.
  demand: () => ({}),
  reads: [],
  judge: ({ wish }, { host }, parameters) => judgeTarget(wish, host, parameters),
  expected: ({ wish }) => (wish.kind === 'version' ? shownWanted(wish.operator) : wish.kind),
  parameters: () => [TARGET_RELEASE],
  source: () => '--target-release',
  describe: ({ wish }) =>
    wish.kind === 'version'
      ? `the planned release ${describeOperator(wish.operator)}`
      : 'the planned release is of no lower version than what runs, and came out no earlier',
  mask: ({ wish }) => ({
    name: `release beside the planned one (${wish.kind})`,
    apply: (facts) => (wish.kind === 'version' ? facts : { ...facts, host: { ...facts.host, trouble: MASK_PROBLEM } }),
  }),
  example: {
    about: 'the release that is planned: its version, or notOlderThanRunning',
    title: 'The planned release came out no earlier than what runs',
    check: 'targetRelease: { notOlderThanRunning: true }',
    examples: [
      ["{ host.version: '8.0.3', host.build: 24022510 }\n    parameters: { target-release: '24755229' }", 'pass'],
      ["{ host.version: '8.0.3', host.build: 25595708 }\n    parameters: { target-release: '24755229' }", 'fail'],
      ["{ host.version: '8.0.3', host.build: 24022510 }", 'unknown'],
    ],
  },
});

function targetSchema({ z, exactlyOne, operatorShape }: SchemaTools) {
  const flag = z.literal(true, { error: 'true was expected' });
  return exactlyOne({ ...operatorShape('version'), notOlderThanRunning: flag.optional() }, [
    ...OPERATORS,
    'notOlderThanRunning',
  ]).describe(
    'The release that --target-release or the config names: its version, or that it came out no earlier than what the host runs. Unknown where none was named, unless absent is asked.',
  );
}

function judgeTarget(wish: TargetRequirement, host: Host, parameters: Parameters): Judgement {
  const given = parameters.get(TARGET_RELEASE);
  const named = given === NO_RELEASE ? undefined : given;
  const op = wish.kind === 'version' ? wish.operator.op : null;
  if (named === undefined && (op === 'absent' || op === 'present')) return presence(op);
  if (named === undefined) return oneHorizon('unknown', { message: NOT_NAMED, reason: 'parameter-needed' });
  if (named.startsWith(UNCLEAR)) {
    const message = `Which release is planned for the host is not known: ${named.slice(UNCLEAR.length)}.`;
    return oneHorizon('unknown', { message, reason: 'not-reported' });
  }
  const known = /^\d{1,12}$/.test(named) ? knownRelease(Number(named)) : undefined;
  if (known === undefined) return oneHorizon('unknown', { message: NOT_LISTED, reason: 'release-unclear' });
  const target = { version: known.version, build: Number(named) };
  if (wish.kind === 'notOlderThanRunning') return judgeAge(target, host);
  return judgeValue({
    subject: 'The version of the planned release',
    operator: wish.operator,
    type: 'version',
    reading: read(target.version),
    lacking: 'No release is planned.',
  });
}

const NOT_NAMED = 'Which release is planned was not said; name it with --target-release.';
const NOT_LISTED = 'No catalog tells what the planned release is: its build is all that is known of it.';

function presence(op: 'absent' | 'present'): Judgement {
  return oneHorizon(op === 'absent' ? 'pass' : 'fail', { expected: op, message: 'No release is planned.' });
}

/**
 * Whether the planned release came out no earlier than what runs: VMware refuses upgrades that go back in time, since the
 * older release lacks fixes that the host has (KB 67077). A lower version is behind whatever its day: 8.0 Update 2f came out
 * after 8.0 Update 3. Else by the days that two sources tell; where they are missing, by those of the releases of the same
 * version before and after.
 */
function judgeAge(target: RunningRelease, host: Host): Judgement {
  if (host.trouble !== null || host.version === null)
    return undated(host.trouble ?? { code: 'not-reported', detail: 'the release was not reported' });
  const running = {
    version: host.version,
    build: /^\d{1,12}$/.test(host.build ?? '') ? Number(host.build) : Number.NaN,
  };
  if (isLower(target, running)) return behind(target, host.version, host.build);
  if (host.build === null) return undated({ code: 'not-reported', detail: 'the build was not reported' });
  const [own, planned] = [releasePeriod(running), releasePeriod(target)];
  const truth = own === null || planned === null ? undefined : cameOutNoEarlier(planned, own);
  if (truth === undefined) return undated({ code: 'release-unclear', detail: 'the catalog does not tell the days' });
  const message = `The host runs ${nameOf(running, own)}, and the planned release is ${nameOf(target, planned)}`;
  const said = { observed: { version: host.version, build: host.build }, expected: 'notOlderThanRunning' };
  return truth
    ? oneHorizon('pass', { ...said, message: `${message}.` })
    : oneHorizon('fail', { ...said, message: `${message}: it would go back in time.` });
}

/** A host that tells a version that is none, or a build of another version, is not known to be above anything. */
function isLower(target: RunningRelease, running: RunningRelease): boolean {
  return isConsistent(running) && (compareVersions(target.version, running.version) ?? 0) < 0;
}

function behind(target: RunningRelease, version: string, build: string | null): Judgement {
  const runs = `The host runs ESXi ${version}${build === null ? '' : ` build ${build}`}`;
  return oneHorizon('fail', {
    observed: { version, build },
    expected: 'notOlderThanRunning',
    message: `${runs}, and the planned release is ${nameOf(target, releasePeriod(target))}: its version is below the one that runs, which no patch and no upgrade leads to.`,
  });
}

function undated(problem: Problem): Judgement {
  const message = `Whether the planned release came out after what runs is not known: ${problem.detail}.`;
  return oneHorizon('unknown', { message, ...because(problem) });
}

function nameOf({ version, build }: RunningRelease, period: ReleasePeriod | null): string {
  return `ESXi ${version} build ${build}${period === null ? '' : ` of ${period.words}`}`;
}

/** Whether a rule is for a release, and none is planned for the host; one that asks whether any is has an answer. */
export function lacksRelease({ check, appliesIf }: Pick<Rule, 'check' | 'appliesIf'>, parameters: Parameters): boolean {
  if (parameters.get(TARGET_RELEASE) !== NO_RELEASE) return false;
  const asked = [check, ...(appliesIf === undefined ? [] : [appliesIf])].flatMap(leavesOf);
  const wishes = asked.flatMap((leaf) => (leaf.kind === 'targetRelease' ? [leaf.wish] : []));
  const isAboutPresence = wishes.some((wish) => wish.kind === 'version' && PRESENCE.has(wish.operator.op));
  return wishes.length > 0 && !isAboutPresence;
}

const PRESENCE: ReadonlySet<string> = new Set(['absent', 'present']);
