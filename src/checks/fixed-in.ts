import type { Exposure } from '../model/advisory.ts';
import type { TargetRelease } from '../model/catalog.ts';
import type { HostFacts } from '../model/facts.ts';
import type { Horizons, Outlook, Shown } from '../model/finding.ts';
import type { Host } from '../model/host.ts';
import type { Problem } from '../model/problem.ts';
import type { Rule } from '../model/rule.ts';
import type { Reading } from '../model/reading.ts';
import { checkKind, type CheckOf } from './check-kind.ts';
import { judgedByOutlooks, wordsForState } from './judgement/fix-words.ts';
import { because, type Judgement, judgement, notAskedFor } from './judgement/judgement.ts';
import { bootedSinceFix } from './judgement/live-patch.ts';
import { pathSentence } from './judgement/next-patch-words.ts';
import { pathTo } from './judgement/patch-path.ts';
import { clauseFor } from './judgement/problem-words.ts';
import { runningRelease, UNCLEAR } from './judgement/running-release.ts';
import { maskedIn } from './mask.ts';
import type { SchemaTools } from './schema/tools.ts';
import { type FixState, fixState, type Running } from './values/fix-state.ts';
import { releaseOfPackage } from './values/patch-level.ts';
import { isConsistent, knownRelease } from './values/release-branch.ts';

type FixCheck = CheckOf<'fixedIn'>;

/** Whether a host runs a release that holds a fix: now, after the next boot and after the planned patch. */
export const fixedIn = checkKind({
  kind: 'fixedIn',
  schema: (tools) => fixedInSchema(tools),
  build: ({ published, ...fixes }) => ({ kind: 'fixedIn', published: published ?? null, fixes }),
  demand: () => ({ properties: new Set([BASE, STAGED]) }),
  // The release is always read; the rest are property facts of their own names.
  reads: [],
  judge: judgeFix,
  expected: ({ fixes }) => ({ fixedIn: fixes }),
  source: () => 'HostSystem.config.product',
  describe: ({ fixes }) => `fixed in ${wordsForFixes(fixes)}`,
  mask: () => {
    const nothing = { version: null, build: null, release: null, released: null };
    return { name: 'release', apply: (facts) => ({ ...facts, host: { ...facts.host, ...nothing } }) };
  },
  maskParts: () => [{ name: STAGED, apply: (facts) => ({ ...facts, properties: maskedIn(facts.properties, STAGED) }) }],
  example: {
    about:
      'whether the build holds a fix: the first fixed build of each version, now, at the next boot and after a patch',
    title: 'Hosts have the fix that came with 8.0 Update 3d and 8.0 Update 2d',
    check: "fixedIn: { published: '2025-03-04', '8.0.3': 24585383, '8.0.2': 24585300, '9.0': notAffected }",
    examples: [
      [onBuild('8.0.3', 24585383, "host.stagedBase: absent, host.bootTime: '2025-03-20T00:00:00Z'"), 'pass'],
      [onBuild('8.0.3', 24022510, 'host.stagedBase: absent'), 'fail'],
      [onBuild('8.0.3', 24585383, 'host.stagedBase: unread'), 'unknown'],
      ['{}', 'unknown'],
    ],
  },
  twoHorizons: { withNextPatch },
});

/** Of a rule of an advisory: its check, where that is of this kind alone. */
export function fixCheckOf({ check }: Pick<Rule, 'check'>): FixCheck | null {
  return check.kind === 'fixedIn' ? check : null;
}

const BASE = 'host.baseVersion';
const STAGED = 'host.stagedBase';

function onBuild(version: string, build: number, more: string): string {
  return `{ host.version: '${version}', host.build: ${build}, ${more} }`;
}

const KEY = /^\d{1,3}\.\d{1,3}(\.\d{1,3})?$/;

function fixedInSchema({ z }: SchemaTools) {
  const word = z.enum(['notAffected', 'noFix', 'unknown']);
  const build = z.int().min(1).max(999_999_999_999);
  return z
    .object({ published: z.iso.date({ error: 'a date such as 2025-03-04 was expected' }).optional() })
    .catchall(z.union([build, word], { error: 'a build number, notAffected, noFix or unknown was expected' }))
    .superRefine((parts, context) => {
      const { published: _, ...fixes } = parts;
      const tell = (message: string, key?: string) =>
        context.addIssue({ code: 'custom', message, path: key === undefined ? [] : [key] });
      if (Object.keys(fixes).length === 0) tell("a version such as '8.0.3' with its first fixed build was expected");
      for (const [key, fix] of Object.entries(fixes)) {
        const known = typeof fix === 'number' ? knownRelease(fix)?.version : undefined;
        if (!KEY.test(key)) tell("a version such as '8.0.3', or a line such as '9.0', was expected", key);
        else if (typeof fix === 'number' && key.split('.').length < 3)
          tell('a build stands under a version such as 8.0.3', key);
        else if (known !== undefined && known !== key) tell(`build ${String(fix)} is one of ${known}`, key);
      }
    })
    .meta({ propertyNames: { anyOf: [{ const: 'published' }, { pattern: KEY.source }] }, minProperties: 1 })
    .describe(
      'The first build that holds a fix, by version; notAffected, noFix or unknown for a version or line. published: the day the fault became known.',
    );
}

function wordsForFixes(fixes: FixCheck['fixes']): string {
  const words = { notAffected: 'not affected', noFix: 'no fix', unknown: 'not known' } as const;
  return Object.entries(fixes)
    .map(([key, fix]) => `${key}: ${typeof fix === 'number' ? `build ${fix}` : words[fix]}`)
    .join(', ');
}

function judgeFix(check: FixCheck, facts: HostFacts): Judgement {
  const { host, properties } = facts;
  const running = runningRelease(host);
  const expected: Shown = { fixedIn: check.fixes };
  const observed = { version: host.version, build: host.build, release: host.release, released: host.released };
  if ('problem' in running) return unread({ observed, expected }, running.problem);
  const base = properties.get(BASE);
  const state = fixState({ ...running, base: base?.kind === 'read' ? String(base.value) : null }, check);
  const is = `The host runs ${host.release ?? `ESXi ${running.version}`} (build ${running.build})`;
  const said = { observed, expected, exposure: exposureOf(state, check) };
  const message = wordsForState(state, { is, version: running.version, published: check.published });
  const now = outlookOf(state);
  const staged = stagedState(check, properties.get(STAGED) ?? notAskedFor(facts), state);
  const horizons = { now, nextBoot: staged.outlook, nextPatch: null };
  const judged = judgedByOutlooks(
    { ...said, horizons, message: `${message}${staged.sentence}` },
    staged.problem ?? problemOf(state),
  );
  const booted = judged.verdict === 'pass' && state.status === 'fixed' ? bootedSinceFix(host, check.published) : null;
  if (booted === null || booted.kind === 'since') return judged;
  const live = { ...judged, message: `${judged.message} ${booted.sentence}` };
  if (booted.kind === 'before') return { ...live, verdict: 'warn', state: null };
  return { ...live, verdict: 'unknown', state: 'unknown', ...(booted.problem === null ? {} : because(booted.problem)) };
}

function unread(said: { readonly observed: Shown; readonly expected: Shown }, problem: Problem): Judgement {
  const message = `Whether the host is affected by it is not known: ${clauseFor(problem)}.`;
  const horizons: Horizons = { now: 'unknown', nextBoot: 'unknown', nextPatch: null };
  const exposure: Exposure = { status: 'unknown', fixedBuild: null, fixedSince: null, mitigated: false };
  return judgement({ verdict: 'unknown', state: 'unknown', horizons, ...said, exposure, message, ...because(problem) });
}

/** Why it is not known how a release stands. */
function problemOf({ reason }: FixState): Problem {
  return reason === 'said-unknown' || reason === 'not-named' ? SILENT : UNCLEAR;
}

const SILENT: Problem = { code: 'source-silent', detail: 'no source says whether the release is affected' };

function outlookOf({ status }: FixState): Exclude<Outlook, 'risk' | 'mitigated' | null> {
  if (status === 'unknown') return 'unknown';
  return status === 'affected' ? 'fail' : 'pass';
}

function exposureOf({ status, build, newer }: FixState, { published }: FixCheck): Exposure {
  const first = build ?? newer;
  const fixedSince =
    first === null ? null : (knownRelease(first)?.released ?? knownRelease(first)?.claimed ?? published);
  return { status, fixedBuild: build === null ? null : String(build), fixedSince, mitigated: false };
}

interface Staged {
  readonly outlook: ReturnType<typeof outlookOf>;
  /** To follow what is said of now; '' where nothing is staged. */
  readonly sentence: string;
  readonly problem: Problem | null;
}

/** How the host stands after its next boot: as now, unless another image is staged. */
function stagedState(check: FixCheck, reading: Reading<unknown>, now: FixState): Staged {
  if (reading.kind === 'absent') return { outlook: outlookOf(now), sentence: '', problem: null };
  if (reading.kind === 'unread') {
    const sentence = ` Whether another image is staged for the next boot is not known: ${clauseFor(reading.problem)}.`;
    return { outlook: 'unknown', sentence, problem: reading.problem };
  }
  const base = String(reading.value);
  const staged = releaseOfPackage(base);
  if (staged === null)
    return { outlook: 'unknown', sentence: ' What is staged for the next boot is not known.', problem: UNCLEAR };
  const running: Running = { ...staged, base };
  const state = fixState(running, check);
  const is = `The image for the next boot is ESXi ${staged.version} (build ${staged.build})`;
  const sentence = ` ${wordsForState(state, { is, version: staged.version, published: check.published })}`;
  return { outlook: outlookOf(state), sentence, problem: null };
}

/**
 * What the planned patch closes, leaves open, or opens again: a lower build of another branch can lack what runs now. A host whose
 * release was not read, or that no patch takes there, is not known to be helped by it.
 */
function withNextPatch(judged: Judgement, check: FixCheck, { host }: HostFacts, target: TargetRelease): Judgement {
  const state = fixState({ version: target.version, build: Number(target.build), base: null }, check);
  const { outlook: nextPatch, reason } = patchedOutlook(judged, host, { target, state });
  // What a site has measured is called by its build.
  const { name, build } = target;
  const is = name.includes(build) ? `The planned release is ${name}` : `${name} is build ${build}`;
  const words =
    reason === null || nextPatch === 'fail'
      ? wordsForState(state, { is, version: target.version, published: check.published })
      : (pathSentence(pathTo(target, host), target) ?? `What ${target.name} would do to it is not known.`);
  const ahead = { ...judged, horizons: { ...judged.horizons, nextPatch }, message: `${judged.message} ${words}` };
  if (judged.verdict !== 'pass' || nextPatch === 'pass') return ahead;
  return nextPatch === 'fail'
    ? { ...ahead, verdict: 'warn', state: 'may-regress-on-patch' }
    : { ...ahead, verdict: 'warn', state: 'unknown', reason: reason ?? problemOf(state).code, cause: null };
}

interface Patched {
  readonly target: TargetRelease;
  readonly state: FixState;
}

/** What is taken from a host that has it by a way back is told whatever the way; nothing else is, where there is none. */
function patchedOutlook(judged: Judgement, host: Host, { target, state }: Patched) {
  const outlook = outlookOf(state);
  const running = runningRelease(host);
  if ('problem' in running) return { outlook: 'unknown', reason: running.problem.code } as const;
  if (!isConsistent(running)) return { outlook: 'unknown', reason: UNCLEAR.code } as const;
  const { kind } = pathTo(target, host);
  if (kind === 'open' || kind === 'same-build') return { outlook, reason: null } as const;
  const reason = kind === 'older' ? 'target-older' : 'path-not-certified';
  const opensAgain = judged.horizons.now === 'pass' && outlook === 'fail';
  return { outlook: opensAgain ? 'fail' : 'unknown', reason } as const;
}
