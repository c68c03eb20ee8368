import { readHostFact, requireHostFact } from './fact-names.ts';
import type { Host } from '../model/host.ts';
import type { Problem } from '../model/problem.ts';
import type { Shown } from '../model/finding.ts';
import type { Check, ReleaseWish } from '../model/rule.ts';
import type { Truth } from '../model/truth.ts';
import { because, type Judgement } from './judgement.ts';
import { oneHorizon } from './one-horizon.ts';
import { clauseFor } from './problem-words.ts';
import { hasReached, isConsistent, knownRelease, type RunningRelease } from './release-branch.ts';

type ReleaseCheck = Extract<Check, { kind: 'release' }>;

/** What came of comparing: a truth, or why there is none. */
type Compared = { readonly truth: boolean } | { readonly problem: Problem };

/**
 * Judges the build of a host; that of a host in trouble may be another by now. A host that has been up since before its
 * release came out warns: what it says of itself is not all that runs, or its clock is wrong.
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
  if (!compared.truth) {
    return oneHorizon('fail', { observed, expected, message: `${is}; wanted is ${wordsForRelease(wish)}.` });
  }
  return wish.kind === 'notOneOf'
    ? oneHorizon('pass', { observed, expected, message: `${is}.` })
    : bootedInto(host, { observed, expected, message: `${is}.` });
}

const DAY = 24 * 60 * 60 * 1000;

/** A pass, if the host booted since its release came out. Dates of releases have no hour and no zone: a day counts for nothing. */
function bootedInto(host: Host, said: Pick<Judgement, 'observed' | 'expected' | 'message'>): Judgement {
  const released = knownRelease(Number(host.build))?.released ?? null;
  if (released === null) return oneHorizon('pass', said);
  const reading = readHostFact(BOOT_TIME, host);
  const booted = reading.kind === 'read' ? Date.parse(reading.value) : Number.NaN;
  if (reading.kind !== 'read' || Number.isNaN(booted)) {
    const problem = reading.kind === 'unread' ? reading.problem : UNREADABLE;
    const message = `${said.message} Whether it booted since that release came out is not known: ${clauseFor(problem)}.`;
    return oneHorizon('unknown', { ...said, message, ...because(problem) });
  }
  if (booted >= Date.parse(released) - DAY) return oneHorizon('pass', said);
  const message = `${said.message} It has been up since ${day(booted)}, before that release came out on ${released}: patched while it ran, so that virtual machines may still run the old code, or its clock is wrong.`;
  return oneHorizon('warn', { ...said, message });
}

const BOOT_TIME = requireHostFact('host.bootTime');
const UNREADABLE: Problem = { code: 'unexpected-answer', detail: 'the boot time is no time' };

function day(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

/** A build is a number; one that carries more says nothing that could be compared. */
const BUILD = /^\d{1,12}$/;

function comparedBy(wish: ReleaseWish, host: Host): Compared {
  if (host.trouble !== null || host.build === null || host.version === null) return unread(host);
  if (!BUILD.test(host.build)) return UNCLEAR;
  const running = { version: host.version, build: Number(host.build) };
  const truth = isConsistent(running) ? compare(wish, host, running) : undefined;
  return truth === undefined ? UNCLEAR : { truth };
}

function unread(host: Host): Compared {
  const told = [VERSION, BUILD_FACT].map((fact) => readHostFact(fact, host)).find(({ kind }) => kind === 'unread');
  const why =
    told?.kind === 'unread' ? told.problem : { code: 'not-reported' as const, detail: 'the build was not reported' };
  return { problem: host.trouble ?? why };
}

const VERSION = requireHostFact('host.version');
const BUILD_FACT = requireHostFact('host.build');

const UNCLEAR: Compared = {
  problem: { code: 'release-unclear', detail: 'the catalog does not tell what the build holds' },
};

function compare(wish: ReleaseWish, host: Host, running: RunningRelease): Truth {
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
function isNoneOf(builds: readonly number[], { version, build }: RunningRelease): Truth {
  if (builds.includes(build)) return false;
  if (knownRelease(build) !== undefined) return true;
  return builds.every((unwanted) => (knownRelease(unwanted)?.version ?? version) !== version) ? true : undefined;
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
