import type { KnownRelease, ReleaseIndex } from '../../model/catalog.ts';
import { every, type TriState } from '../../model/tri-state.ts';
import { BUILDS } from './known-builds.ts';
import { compareVersions } from './value.ts';

function knownIn(version: string, entry: string): readonly [number, KnownRelease] {
  const [build = '', update = '', released = ''] = entry.split(':');
  const aside = update.endsWith('*');
  const known = { version, update: Number.parseInt(update, 10), aside };
  if (!released.endsWith('?')) return [Number(build), { ...known, released: released || null }];
  return [Number(build), { ...known, released: null, claimed: released.slice(0, -1) }];
}

/** Every release of the catalog, by its build. */
export const KNOWN_RELEASES: ReleaseIndex = new Map(
  Object.entries(BUILDS).flatMap(([version, entries]) =>
    entries
      .trim()
      .split(/\s+/)
      .map((entry) => knownIn(version, entry)),
  ),
);

/** What a host says that it runs. */
export interface RunningRelease {
  readonly version: string;
  readonly build: number;
}

/** The lowest build that will do, by version (`8.0.3`) or by line (`8.0`). */
export type LowestBuilds = Readonly<Record<string, number>>;

/**
 * Whether a host runs the release that is named for its version or line, or one that holds it. Build order is not branch
 * order, so the version decides first and the build only within it: above every version that is named of the line is
 * newer, any other that is not named is older. A build that no catalog holds decides nothing but what its version does.
 * Undefined where that leaves it open.
 */
export function hasReached(
  running: RunningRelease,
  lowest: LowestBuilds,
  index: ReleaseIndex = KNOWN_RELEASES,
): TriState {
  const line = lineOf(running.version);
  if (line === null || !isConsistent(running, index)) return undefined;
  const bounds = Object.entries(lowest).map(([key, build]) => boundOf(key, build, index));
  const ofLine = bounds.filter((bound) => bound.line === line);
  if (ofLine.length === 0) return bounds.every((bound) => isNewer(line, bound.line));
  const ofVersion = ofLine.filter(({ version }) => version === running.version);
  if (ofVersion.length > 0) return every(ofVersion.map(({ build }) => holds(running, build, index)));
  return every(ofLine.map((bound) => isAbove(running, bound)));
}

/** What the catalog tells of a build; undefined for one that it does not hold. */
export function knownRelease(build: number, index: ReleaseIndex = KNOWN_RELEASES): KnownRelease | undefined {
  return index.get(build);
}

interface Bound {
  readonly line: string;
  /** Null for a line whose build no catalog places. */
  readonly version: string | null;
  readonly build: number;
}

function boundOf(key: string, build: number, index: ReleaseIndex): Bound {
  const line = lineOf(key) ?? key;
  if (key !== line) return { line, version: key, build };
  const versions = new Set([...index.values()].map(({ version }) => version).filter((one) => lineOf(one) === line));
  const [only] = versions;
  const named = index.get(build)?.version ?? (versions.size === 1 ? only : undefined);
  return { line, version: named !== undefined && lineOf(named) === line ? named : null, build };
}

/** `8.0` of `8.0.3`; null for a text that is no version. */
export function lineOf(version: string): string | null {
  return /^(\d+\.\d+)(?:\.\d+)*$/.exec(version)?.[1] ?? null;
}

/** Whether a version is one, and the catalog does not have the build in another. */
export function isConsistent({ version, build }: RunningRelease, index: ReleaseIndex = KNOWN_RELEASES): boolean {
  const known = index.get(build);
  return /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}$/.test(version) && (known === undefined || known.version === version);
}

function isAbove({ version, build }: RunningRelease, bound: Bound): TriState {
  if (bound.version === null) return build === bound.build ? true : undefined;
  return isNewer(version, bound.version);
}

function isNewer(one: string, other: string): boolean {
  return (compareVersions(one, other) ?? 0) > 0;
}

/** Whether a build holds another one of its version. */
function holds({ version, build }: RunningRelease, lowest: number, index: ReleaseIndex): TriState {
  const [own, other] = [index.get(build), index.get(lowest)];
  if (build === lowest) return true;
  if (own === undefined) return isFirst(version, lowest, index) && build > lowest ? true : undefined;
  if (other === undefined || (!own.aside && !other.aside)) return byNumber(build, lowest, [own, other]);
  if (own.aside && other.aside && own.update === other.update) return byNumber(build, lowest, [own, other]);
  return acrossUpdates(own, other);
}

/** Nothing of the version came before it, so that the version alone tells that a host has it. */
function isFirst(version: string, lowest: number, index: ReleaseIndex): boolean {
  return [...index].every(([build, known]) => known.version !== version || build >= lowest);
}

/** Dates that say the opposite leave it open. */
function byNumber(
  build: number,
  lowest: number,
  [own, other]: readonly [KnownRelease, KnownRelease | undefined],
): TriState {
  const isLater = build > lowest;
  const [one, two] = [own.released, other?.released ?? null];
  const isContradicted = one !== null && two !== null && (isLater ? one < two : one > two);
  return isContradicted ? undefined : isLater;
}

/** One of the two was built aside: an older update lacks it, a newer one that came later has it. */
function acrossUpdates(own: KnownRelease, other: KnownRelease): TriState {
  if (own.update < other.update) return false;
  if (own.update === other.update) return undefined;
  if (!other.aside) return true;
  return own.released !== null && other.released !== null && own.released > other.released ? true : undefined;
}
