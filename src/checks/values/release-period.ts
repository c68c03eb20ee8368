import type { KnownRelease, ReleaseIndex } from '../../model/catalog.ts';
import type { TriState } from '../../model/tri-state.ts';
import { isConsistent, KNOWN_RELEASES, type RunningRelease } from './release-branch.ts';
import { compareVersions } from './value.ts';

/** When a release came out, as far as two sources tell: its day, or one that it came out on or after, or before. */
export interface ReleasePeriod {
  /** ISO 8601 dates; null where nothing bounds it. */
  readonly earliest: string | null;
  readonly latest: string | null;
  /** For people, after "of". */
  readonly words: string;
}

/**
 * The day of a release. Where the catalog lacks it, releases of its version with a lower build came out no later, those with a
 * higher one no earlier, and no version came out before the first release of a lower one of its line; build numbers of other
 * versions tell nothing (8.0e is numbered below 8.0 Update 3d and came out after it). Null for a build that the catalog does
 * not hold, or holds in another version.
 */
export function releasePeriod(release: RunningRelease, index: ReleaseIndex = KNOWN_RELEASES): ReleasePeriod | null {
  const known = index.get(release.build);
  if (known === undefined || !isConsistent(release, index)) return null;
  if (known.released !== null) return { earliest: known.released, latest: known.released, words: known.released };
  // A rebuild of an older update stands in no order with what was released beside it.
  if (known.aside) return null;
  const beside = [...index].filter(([, other]) => !other.aside && other.version === known.version);
  const before = beside.filter(([build]) => build < release.build);
  const after = beside.filter(([build]) => build > release.build);
  const earliest = [...daysOf(before), ...firstDaysBelow(known, index)].sort().at(-1) ?? null;
  const latest = daysOf(after)[0] ?? null;
  return { earliest, latest, words: wordsFor(earliest, latest) };
}

/** Whether one surely came out no earlier than the other; the same day is no earlier. Undefined where the days leave it open. */
export function cameOutNoEarlier(one: ReleasePeriod, other: ReleasePeriod): TriState {
  if (one.earliest !== null && other.latest !== null && one.earliest >= other.latest) return true;
  return one.latest !== null && other.earliest !== null && one.latest < other.earliest ? false : undefined;
}

/** The day of the first release of each lower version of the line, where it is known. */
function firstDaysBelow(known: KnownRelease, index: ReleaseIndex): readonly string[] {
  const lower = [...index.values()].filter((other) => lineOf(other) === lineOf(known) && isNewer(known, other));
  return [...new Set(lower.map(({ version }) => version))].flatMap((version) => {
    const [first] = [...index].filter(([, each]) => each.version === version).toSorted(([one], [other]) => one - other);
    return first?.[1].released ?? [];
  });
}

function lineOf({ version }: KnownRelease): string {
  return version.split('.').slice(0, 2).join('.');
}

function isNewer(one: KnownRelease, other: KnownRelease): boolean {
  return (compareVersions(one.version, other.version) ?? 0) > 0;
}

function daysOf(releases: readonly (readonly [number, KnownRelease])[]): readonly string[] {
  return releases.flatMap(([, { released }]) => released ?? []).sort();
}

function wordsFor(earliest: string | null, latest: string | null): string {
  if (earliest === null && latest === null) return 'a day that is not known';
  if (earliest === null) return `${latest ?? ''} or before`;
  return latest === null ? `${earliest} or later` : `${earliest} to ${latest}`;
}
