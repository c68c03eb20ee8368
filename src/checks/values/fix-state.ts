import type { ReleaseIndex } from '../../model/catalog.ts';
import { grouped } from '../../model/group-by.ts';
import type { Fix } from '../../model/check.ts';
import { hasReached, isConsistent, KNOWN_RELEASES, lineOf, type RunningRelease } from './release-branch.ts';
import { PATCH_LEVELS } from './known-builds.ts';
import { levelOfPackage } from './patch-level.ts';
import { compareVersions } from './value.ts';

/** By version (`8.0.3`) or line (`8.0`). */
type Fixes = Readonly<Record<string, Fix>>;

export interface FixQuestion {
  readonly fixes: Fixes;
  /** ISO 8601 day on which the fault was published; null where it is not told. */
  readonly published: string | null;
}

/** A release, and the version of its package esx-base where it was read: it tells the patch level of a hot patch. */
export interface Running extends RunningRelease {
  readonly base: string | null;
}

/** Why a release is fixed, affected or not known to be either. */
export type FixReason =
  /** Its version is named: the catalog's row of the build decides. */
  | 'by-build'
  /** The build is in no catalog, and the patch level of its package esx-base decides. */
  | 'by-patch-level'
  /** Nothing was released for its version, and a newer one of its line is named. */
  | 'nothing-for-version'
  /** Its version, or its line, came out after the fault was published. */
  | 'released-after'
  | 'no-fix'
  | 'said-not-affected'
  /** The source says that it is not known. */
  | 'said-unknown'
  | 'not-named'
  | 'build-unclear';

/** How a release stands to a fault. */
export interface FixState {
  readonly status: 'fixed' | 'affected' | 'not-affected' | 'unknown';
  readonly reason: FixReason;
  /** The first fixed build of its version; null where none is named. */
  readonly build: number | null;
  /** The first fixed build of a newer version of its line, where its own has none. */
  readonly newer: number | null;
}

/**
 * Whether a release holds the fix of a fault. Builds have branches, so the version decides first and the build only within
 * it. A build that no catalog holds is never called fixed but by the patch level of its package.
 */
export function fixState(running: Running, question: FixQuestion, index: ReleaseIndex = KNOWN_RELEASES): FixState {
  const line = lineOf(running.version);
  if (line === null || !isConsistent(running, index)) return { ...UNKNOWN, reason: 'build-unclear' };
  const own = fixOf(question.fixes, running.version) ?? fixOf(question.fixes, line);
  if (own !== undefined) return typeof own === 'number' ? byBuild(running, own, index) : byWord(running, own, index);
  const named = versionsOf(question.fixes, line);
  const newer = named.filter((version) => isNewer(version, running.version));
  if (newer.some((version) => isBound(fixOf(question.fixes, version)))) {
    return { status: 'affected', reason: 'nothing-for-version', build: null, newer: lowestFix(question.fixes, newer) };
  }
  if (newer.length > 0) return { ...UNKNOWN, reason: 'not-named' };
  if (!cameAfter(running, question.published, index)) return { ...UNKNOWN, reason: 'not-named' };
  return { status: named.length > 0 ? 'fixed' : 'not-affected', reason: 'released-after', build: null, newer: null };
}

const UNKNOWN = { status: 'unknown', build: null, newer: null } as const;

const BY_WORD: Readonly<Record<Exclude<Fix, number>, FixState>> = {
  notAffected: { status: 'not-affected', reason: 'said-not-affected', build: null, newer: null },
  noFix: { status: 'affected', reason: 'no-fix', build: null, newer: null },
  unknown: { ...UNKNOWN, reason: 'said-unknown' },
};

/** A build that no catalog holds may be one that the maker gave to some: it is not known to lack what was released to nobody else. */
function byWord({ build }: Running, word: Exclude<Fix, number>, index: ReleaseIndex): FixState {
  return word === 'noFix' && !index.has(build) ? { ...UNKNOWN, reason: 'build-unclear' } : BY_WORD[word];
}

function lowestFix(fixes: Fixes, versions: readonly string[]): number | null {
  const builds = versions.flatMap((version) => {
    const fix = fixOf(fixes, version);
    return typeof fix === 'number' ? [fix] : [];
  });
  return builds.length === 0 ? null : Math.min(...builds);
}

/** Whether what is said of a version proves that the versions before it are affected. */
function isBound(fix: Fix | undefined): boolean {
  return typeof fix === 'number' || fix === 'noFix';
}

function fixOf(fixes: Fixes, key: string): Fix | undefined {
  return Object.hasOwn(fixes, key) ? fixes[key] : undefined;
}

function byBuild(running: Running, build: number, index: ReleaseIndex): FixState {
  if (index.has(running.build) || running.build === build) {
    const truth = hasReached(running, { [running.version]: build }, index);
    if (truth === undefined) return { status: 'unknown', reason: 'build-unclear', build, newer: null };
    return { status: truth ? 'fixed' : 'affected', reason: 'by-build', build, newer: null };
  }
  return { ...byPatchLevel(running, build, index), build, newer: null };
}

/** A hot patch holds what the releases up to its patch level hold, and what those of its level or above lack it lacks too. */
function byPatchLevel(running: Running, build: number, index: ReleaseIndex): Pick<FixState, 'status' | 'reason'> {
  const own = levelOfPackage(running);
  const { version } = running;
  const levels = own === null ? [] : [...PATCH_LEVELS].filter(([each]) => index.get(each)?.version === version);
  const truths = levels.map(([each, level]) => {
    const truth = hasReached({ version, build: each }, { [version]: build }, index);
    const order = compareVersions(own ?? '', level) ?? 0;
    return (truth === true && order >= 0) || (truth === false && order <= 0) ? truth : undefined;
  });
  const [isFixed, isAffected] = [truths.includes(true), truths.includes(false)];
  if (isFixed === isAffected) return { status: 'unknown', reason: 'build-unclear' };
  return { status: isFixed ? 'fixed' : 'affected', reason: 'by-patch-level' };
}

/** Versions of a line of which something is said. */
function versionsOf(fixes: Fixes, line: string): readonly string[] {
  return Object.keys(fixes).filter((key) => key !== line && lineOf(key) === line);
}

/**
 * Whether the version of a release first came out after a day. The first build of a version may have no date that two
 * sources tell; it is younger than all versions below it of its line then.
 */
function cameAfter({ version, build }: Running, day: string | null, index: ReleaseIndex): boolean {
  const ofLine = firstReleases(index).get(lineOf(version) ?? '') ?? [];
  const own = ofLine.find((first) => first.version === version);
  // Of a version that no catalog holds it is not known when it came out.
  if (day === null || own === undefined || own.build > build) return false;
  return ofLine.some(
    (first) => (first === own || isNewer(version, first.version)) && first.released !== null && first.released > day,
  );
}

/** The first release of a version. */
interface FirstRelease {
  readonly version: string;
  readonly build: number;
  readonly released: string | null;
}

const known = new WeakMap<ReleaseIndex, ReadonlyMap<string, readonly FirstRelease[]>>();

/** The first release of each version, by line; found out once for a catalog. */
function firstReleases(index: ReleaseIndex): ReadonlyMap<string, readonly FirstRelease[]> {
  const before = known.get(index);
  if (before !== undefined) return before;
  const firsts = new Map<string, FirstRelease>();
  for (const [build, { version, released }] of index) {
    const first = firsts.get(version);
    if (first === undefined || build < first.build) firsts.set(version, { version, build, released });
  }
  const byLine = grouped([...firsts.values()], ({ version }) => lineOf(version) ?? '');
  known.set(index, byLine);
  return byLine;
}

function isNewer(one: string, other: string): boolean {
  return (compareVersions(one, other) ?? 0) > 0;
}
