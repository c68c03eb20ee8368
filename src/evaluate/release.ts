import type { Host } from '../model/host.ts';
import type { Problem } from '../model/problem.ts';
import type { Shown } from '../model/finding.ts';
import type { Check, ReleaseWish } from '../model/rule.ts';
import { because, type Judgement } from './judgement.ts';
import { oneHorizon } from './one-horizon.ts';
import { clauseFor } from './problem-words.ts';
import { compareVersions } from './version.ts';

type ReleaseCheck = Extract<Check, { kind: 'release' }>;

/** Rebuilds of older branches are numbered above patches that they do not hold (domain.md 3). */
const BRANCH_REBUILD = /\((?:Security only|VMSA-)/i;

/** What came of comparing: a truth, or why there is none. */
type Compared = { readonly truth: boolean } | { readonly problem: Problem };

/**
 * Judges the build of a host; that of a host in trouble may be another by now. Build order is not branch order, so each
 * line of releases has a bound of its own.
 */
export function judgeRelease({ wish }: ReleaseCheck, host: Host): Judgement {
  const expected = shownRelease(wish);
  const compared = comparedBy(wish, host);
  const observed = { version: host.version, build: host.build, release: host.release, released: host.released };
  if ('problem' in compared) {
    const message = `Whether the build will do is not known: ${clauseFor(compared.problem)}.`;
    return oneHorizon('unknown', { observed, expected, message, ...because(compared.problem) });
  }
  const is = `The host runs ${host.release ?? `ESXi ${host.version ?? ''}`} (build ${host.build ?? ''})`;
  if (compared.truth) return oneHorizon('pass', { observed, expected, message: `${is}.` });
  return oneHorizon('fail', { observed, expected, message: `${is}; wanted is ${wordsForRelease(wish)}.` });
}

/** A build is a number; one that carries more says nothing that could be compared. */
const BUILD = /^\d{1,12}$/;

function comparedBy(wish: ReleaseWish, host: Host): Compared {
  if (host.trouble !== null || host.build === null || host.version === null) return unread(host);
  return BUILD.test(host.build) ? compare(wish, host, host.build) : UNCLEAR;
}

function unread({ trouble }: Host): Compared {
  return { problem: trouble ?? { code: 'not-reported', detail: 'the build was not reported' } };
}

function compare(wish: ReleaseWish, host: Host, build: string): Compared {
  switch (wish.kind) {
    case 'oneOf':
      return { truth: wish.builds.includes(Number(build)) };
    case 'notOneOf':
      return { truth: !wish.builds.includes(Number(build)) };
    case 'notOlderThan':
      return host.released === null ? UNCLEAR : { truth: host.released >= wish.date };
    case 'atLeast':
      return atLeast(wish.builds, host, Number(build));
  }
}

const UNCLEAR: Compared = {
  problem: { code: 'release-unclear', detail: 'the catalog does not tell what the build holds' },
};

/** By the line of the host; one above all that are named is newer, any other that is not named is older. */
function atLeast(builds: Readonly<Record<string, number>>, host: Host, build: number): Compared {
  const line = /^\d+\.\d+/.exec(host.version ?? '')?.[0];
  if (line === undefined) return UNCLEAR;
  const bound = builds[line];
  if (bound === undefined) return { truth: Object.keys(builds).every((named) => isNewer(line, named)) };
  if (build < bound) return { truth: false };
  return build > bound && BRANCH_REBUILD.test(host.release ?? '') ? UNCLEAR : { truth: true };
}

function isNewer(line: string, named: string): boolean {
  const order = compareVersions(line, named);
  return order !== undefined && order > 0;
}

/** What a check of the release wants, as a finding shows it. */
export function shownRelease(wish: ReleaseWish): Shown {
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

/** The same, to follow "wanted is". */
function wordsForRelease(wish: ReleaseWish): string {
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
