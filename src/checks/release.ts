import type { Shown } from '../model/finding.ts';
import type { Host } from '../model/host.ts';
import type { Problem } from '../model/problem.ts';
import type { ReleaseRequirement } from '../model/check.ts';
import type { TriState } from '../model/tri-state.ts';
import { checkKind } from './check-kind.ts';
import { because, type Judgement, oneHorizon } from './judgement/judgement.ts';
import { bootedSinceRelease } from './judgement/live-patch.ts';
import { clauseFor } from './judgement/problem-words.ts';
import type { SchemaTools } from './schema/tools.ts';
import { runningRelease, UNCLEAR } from './judgement/running-release.ts';
import { hasReached, isConsistent, knownRelease, type RunningRelease } from './values/release-branch.ts';

/** The build of a host. */
export const release = checkKind({
  kind: 'release',
  schema: (tools) => releaseSchema(tools),
  build: ({ atLeast, notOlderThan, oneOf, notOneOf }) => {
    if (atLeast !== undefined) return { kind: 'release', wish: { kind: 'atLeast', builds: atLeast } };
    if (notOlderThan !== undefined) return { kind: 'release', wish: { kind: 'notOlderThan', date: notOlderThan } };
    return oneOf === undefined
      ? { kind: 'release', wish: { kind: 'notOneOf', builds: notOneOf ?? [] } }
      : { kind: 'release', wish: { kind: 'oneOf', builds: oneOf } };
  },
  // The identity of a host is always read.
  demand: () => ({}),
  reads: [],
  judge: ({ wish }, { host }) => judgeRelease(wish, host),
  expected: ({ wish }) => shownRelease(wish),
  source: () => 'HostSystem.config.product',
  describe: ({ wish }) => `release ${describeRelease(wish)}`,
  mask: () => {
    const nothing = { version: null, build: null, release: null, released: null };
    return { name: 'release', apply: (facts) => ({ ...facts, host: { ...facts.host, ...nothing } }) };
  },
  example: {
    about: 'the build: atLeast (the lowest of each line), notOlderThan (a day), oneOf or notOneOf (builds)',
    title: 'Hosts of the line 8.0 run build 24022510 or later',
    check: "release: { atLeast: { '8.0': 24022510 } }",
    examples: [
      ["{ host.version: '8.0.3', host.build: 24022510, host.bootTime: '2026-01-01T00:00:00Z' }", 'pass'],
      ["{ host.version: '8.0.3', host.build: 24022510, host.bootTime: '2024-01-01T00:00:00Z' }", 'warn'],
      ["{ host.version: '8.0.2', host.build: 22380479 }", 'fail'],
      ['{}', 'unknown'],
    ],
  },
});

const LINE = "a version such as '8.0.3', or a line such as '8.0', was expected";

function releaseSchema(tools: SchemaTools) {
  const { z, exactlyOne } = tools;
  const builds = z.array(buildSchema(tools)).min(1).max(500);
  return exactlyOne(
    {
      atLeast: lowestBuildsSchema(tools).optional(),
      notOlderThan: z.iso.date({ error: 'a date such as 2024-06-25 was expected' }).optional(),
      oneOf: builds.optional(),
      notOneOf: builds.optional(),
    },
    ['atLeast', 'notOlderThan', 'oneOf', 'notOneOf'],
  ).describe(
    'The build: the lowest of each version or line, a date by the catalog, or builds that are wanted or known to be bad.',
  );
}

function buildSchema({ z }: SchemaTools) {
  return z.int().min(1).max(999_999_999_999);
}

/** Lowest builds by version or line; a build that the catalog has elsewhere was meant for another key. */
function lowestBuildsSchema(tools: SchemaTools) {
  const { z } = tools;
  return z
    .record(z.string().regex(/^\d{1,3}\.\d{1,3}(\.\d{1,3})?$/, { error: LINE }), buildSchema(tools))
    .refine((lines) => Object.keys(lines).length > 0, { error: LINE })
    .superRefine((lines, context) => {
      for (const [key, lowest] of Object.entries(lines)) {
        const version = knownRelease(lowest)?.version;
        if (version === undefined || version === key || version.startsWith(`${key}.`)) continue;
        context.addIssue({ code: 'custom', message: `build ${lowest} is one of ${version}`, path: [key] });
      }
    });
}

function describeRelease(wish: ReleaseRequirement): string {
  switch (wish.kind) {
    case 'atLeast': {
      const lines = Object.entries(wish.builds).map(([key, build]) => `${key}: build ${build}`);
      return `is at least ${lines.join(', ')}`;
    }
    case 'notOlderThan':
      return `is of ${wish.date} or later`;
    case 'oneOf':
      return `is one of the builds ${wish.builds.join(', ')}`;
    case 'notOneOf':
      return `is none of the builds ${wish.builds.join(', ')}`;
  }
}

/** What came of comparing: a truth, or why there is none. */
type ReleaseComparison = { readonly truth: boolean } | { readonly problem: Problem };

/**
 * Judges the build of a host; that of a host in trouble may be another by now. A host that has been up since before its
 * release came out warns: what it says of itself is not all that runs, or its clock is wrong.
 */
function judgeRelease(wish: ReleaseRequirement, host: Host): Judgement {
  const expected = shownRelease(wish);
  const compared = comparedBy(wish, host);
  const observed = { version: host.version, build: host.build, release: host.release, released: host.released };
  if ('problem' in compared) {
    const message = `Whether the build will do is not known: ${clauseFor(compared.problem)}.`;
    return oneHorizon('unknown', { observed, expected, message, ...because(compared.problem) });
  }
  const is = `The host runs ${host.release ?? `ESXi ${host.version ?? ''}`} (build ${host.build ?? ''})`;
  if (!compared.truth) {
    return oneHorizon('fail', { observed, expected, message: `${is}; expected ${wordsForRelease(wish)}.` });
  }
  return wish.kind === 'notOneOf'
    ? oneHorizon('pass', { observed, expected, message: `${is}.` })
    : bootedInto(host, { observed, expected, message: `${is}.` });
}

/** A pass, if the host booted since its release came out. */
function bootedInto(host: Host, said: Pick<Judgement, 'observed' | 'expected' | 'message'>): Judgement {
  const booted = bootedSinceRelease(host);
  if (booted.kind === 'since') return oneHorizon('pass', said);
  const message = `${said.message} ${booted.sentence}`;
  if (booted.kind === 'before') return oneHorizon('warn', { ...said, message });
  return oneHorizon('unknown', { ...said, message, ...(booted.problem === null ? {} : because(booted.problem)) });
}

function comparedBy(wish: ReleaseRequirement, host: Host): ReleaseComparison {
  const running = runningRelease(host);
  if ('problem' in running) return running;
  const truth = isConsistent(running) ? compare(wish, host, running) : undefined;
  return truth === undefined ? { problem: UNCLEAR } : { truth };
}

function compare(wish: ReleaseRequirement, host: Host, running: RunningRelease): TriState {
  switch (wish.kind) {
    case 'oneOf':
      return wish.builds.includes(running.build);
    case 'notOneOf':
      return isNoneOf(wish.builds, running);
    case 'notOlderThan':
      return host.released === null ? undefined : host.released >= wish.date;
    case 'atLeast':
      return hasReached(running, wish.builds);
  }
}

/** A hot patch or debug build may be one of the unwanted with another number, but only where one of them is of its version. */
function isNoneOf(builds: readonly number[], { version, build }: RunningRelease): TriState {
  if (builds.includes(build)) return false;
  if (knownRelease(build) !== undefined) return true;
  return builds.every((unwanted) => (knownRelease(unwanted)?.version ?? version) !== version) ? true : undefined;
}

/** What a check of the release wants, as a finding shows it. */
function shownRelease(wish: ReleaseRequirement): Shown {
  switch (wish.kind) {
    case 'atLeast':
      return { atLeast: wish.builds };
    case 'notOlderThan':
      return { notOlderThan: wish.date };
    case 'oneOf':
    case 'notOneOf':
      return { [wish.kind]: wish.builds };
  }
}

/** The same, to follow "expected". */
function wordsForRelease(wish: ReleaseRequirement): string {
  switch (wish.kind) {
    case 'atLeast':
      return Object.entries(wish.builds)
        .map(([line, build]) => `build ${build} or later of ${line}`)
        .join(', ');
    case 'notOlderThan':
      return `a release of ${wish.date} or later`;
    case 'oneOf':
      return `one of the builds ${wish.builds.join(', ')}`;
    case 'notOneOf':
      return `any build but ${wish.builds.join(', ')}`;
  }
}
