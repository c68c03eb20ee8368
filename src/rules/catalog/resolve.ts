import { compareVersions } from '../../checks/values/value.ts';
import type { Release } from '../../model/catalog.ts';
import { escapeControlCharacters } from '../../model/control-characters.ts';
import { EsxcheckError } from '../../model/errors.ts';
import { editDistance } from '../../model/nearest.ts';
import { type Designation, designationOf, plainName } from './designation.ts';

/** Longer than any name; more is no name. */
const LONGEST = 100;

/**
 * The one release that a name, a bulletin or a build number means. Throws RELEASE_UNKNOWN and RELEASE_AMBIGUOUS, which
 * list the releases that are near: which of them was meant is not for us to guess.
 */
export function resolveRelease(releases: readonly Release[], asked: string): Release {
  const text = asked.slice(0, LONGEST).trim();
  const found = matches(releases, text);
  const [release, ...others] = found;
  if (release !== undefined && others.length === 0) return release;
  if (release !== undefined) {
    const hint = isLine(plainName(text)) ? A_LINE : undefined;
    throw refusal('RELEASE_AMBIGUOUS', `${quoted(text)} is more than one release.`, found, hint);
  }
  throw refusal(
    'RELEASE_UNKNOWN',
    `No release in the catalog is called ${quoted(text)}.`,
    nearReleases(releases, text),
  );
}

const A_LINE =
  'A line stands for its newest release with --pack upgrade and prepatch --to alone. Name a release, one of these:';

function isLine(name: string): boolean {
  return /^\d{1,2}\.\d{1,2}$/.test(name);
}

/** The newest release of a line such as `9.0`: the highest build of its highest version; null for what names no line. */
export function newestOfLine(releases: readonly Release[], asked: string): Release | null {
  const line = plainName(asked.slice(0, LONGEST));
  if (!isLine(line)) return null;
  const whole = releases.filter(({ name, recalled }) => !recalled && designationOf(name)?.qualifier !== 'security');
  const newest = whole
    .filter(({ version }) => version.startsWith(`${line}.`))
    .toSorted((one, other) => compareRelease(one, other))
    .at(-1);
  return newest ?? null;
}

function compareRelease(one: Release, other: Release): number {
  return updateOf(one) - updateOf(other) || Number(one.build) - Number(other.build);
}

/** The third number of a version. */
function updateOf({ version }: Release): number {
  return Number(version.split('.')[2] ?? 0);
}

/** The release of exactly this build. Throws RELEASE_UNKNOWN. */
export function releaseOfBuild(releases: readonly Release[], asked: string): Release {
  const build = buildIn(asked) ?? asked.slice(0, LONGEST);
  const found = releases.find((release) => release.build === build);
  if (found !== undefined) return found;
  throw refusal('RELEASE_UNKNOWN', `The catalog has no release of build ${quoted(build)}.`, []);
}

function matches(releases: readonly Release[], text: string): readonly Release[] {
  const build = buildIn(text);
  if (build !== null) return releases.filter((release) => release.build === build);
  const sameName = releases.filter((release) => namesOf(release).some((name) => plainName(name) === plainName(text)));
  if (sameName.length > 0) return sameName;
  const id = text.toLowerCase();
  const sameBulletin = releases.filter(({ bulletin }) => bulletin?.toLowerCase() === id);
  return sameBulletin.length > 0 ? withoutSecurityOnly(sameBulletin) : sameDesignation(releases, text);
}

/** A bulletin stands for the whole patch; its security-only half has a build of its own. */
function withoutSecurityOnly(releases: readonly Release[]): readonly Release[] {
  const whole = releases.filter(({ name }) => designationOf(name)?.qualifier !== 'security');
  return whole.length > 0 ? whole : releases;
}

function sameDesignation(releases: readonly Release[], text: string): readonly Release[] {
  const asked = designationOf(text);
  if (asked === null) return [];
  if (asked.marks.size === 0) return ofVersion(releases, plainName(text));
  const meant = releases.flatMap((release) =>
    namesOf(release)
      .map(designationOf)
      .filter((own) => own !== null && isMeant(own, asked))
      .map((own) => ({ release, isPlain: own?.qualifier === null })),
  );
  const chosen = meant.some(({ isPlain }) => isPlain) ? meant.filter(({ isPlain }) => isPlain) : meant;
  return [...new Set(chosen.map(({ release }) => release))];
}

/** Whether a release is one that was asked for; a security-only build, or one with a remark, is meant only when that is said. */
function isMeant(own: Designation, asked: Designation): boolean {
  if (own.line !== asked.line || [...asked.marks].some((mark) => !own.marks.has(mark))) return false;
  return asked.qualifier === null ? own.qualifier !== 'security' : own.qualifier === asked.qualifier;
}

/** A bare version such as `8.0.3` names a line and not a release: all that have it. */
function ofVersion(releases: readonly Release[], version: string): readonly Release[] {
  return releases.filter((release) => release.version === version || release.version.startsWith(`${version}.`));
}

function buildIn(text: string): string | null {
  return /^(?:(?:release)?build[- ]?)?([1-9]\d{4,11})$/i.exec(text.trim())?.[1] ?? null;
}

function namesOf({ name, also }: Release): readonly string[] {
  return also === null ? [name] : [name, also];
}

const LISTED = 12;

function refusal(code: string, sentence: string, near: readonly Release[], hint = 'Name one of these:'): EsxcheckError {
  const lines = near
    .slice(0, LISTED)
    .map(({ name, also, build }) => `${name}${also === null ? '' : `, also ${also}`}: build ${build}`);
  const more = near.length > LISTED ? [`and ${near.length - LISTED} more`] : [];
  const list = 'Every release: esxcheck catalog';
  return new EsxcheckError(code, sentence, {
    details: [...(lines.length > 0 ? [hint] : []), ...lines, ...more, list],
  });
}

function quoted(text: string): string {
  return JSON.stringify(escapeControlCharacters(text));
}

const MOST = 6;
/** What another number, and a security-only build, are further away than any spelling of a mark. */
const FARTHER = 100;

/**
 * Releases that somebody may have meant, the likeliest first: of the line that was named, or of any where none was, by how
 * near their marks are. `EP5` is near `P05`. Of a line that is not there, and nothing more, the newest releases of the newest
 * lines. Nothing where the text names neither a line nor a mark.
 */
function nearReleases(releases: readonly Release[], text: string): readonly Release[] {
  const named = designationOf(text);
  const marks = [...((named ?? designationOf(`0.0 ${text}`))?.marks ?? [])];
  if (named === null && marks.length === 0) return [];
  const sameLine = releases.filter(({ name }) => named !== null && designationOf(name)?.line === named.line);
  if (sameLine.length === 0 && marks.length === 0) return newestOfLines(releases);
  return (sameLine.length > 0 ? sameLine : releases)
    .map((release) => ({ release, distance: distanceOf(release, marks) }))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, MOST)
    .map(({ release }) => release);
}

function newestOfLines(releases: readonly Release[]): readonly Release[] {
  const lines = new Set(releases.map(({ version }) => version.split('.').slice(0, 2).join('.')));
  return [...lines]
    .flatMap((line) => newestOfLine(releases, line) ?? [])
    .toSorted((one, other) => compareVersions(other.version, one.version) ?? 0)
    .slice(0, MOST);
}

function distanceOf({ name, also }: Release, asked: readonly string[]): number {
  const designations = [name, also ?? name].map(designationOf);
  const own = designations.flatMap((designation) => [...(designation?.marks ?? [])]);
  const isSecurityOnly = designations.some((designation) => designation?.qualifier === 'security');
  const distances = own.flatMap((mark) => asked.map((other) => markDistance(mark, other)));
  return Math.min(FARTHER * 2, ...distances) + (isSecurityOnly ? FARTHER : 0);
}

function markDistance(one: string, other: string): number {
  return editDistance(one, other) + (numberOf(one) === numberOf(other) ? 0 : FARTHER);
}

function numberOf(mark: string): string {
  return mark.replaceAll(/\D/g, '');
}
