import type { Release } from '../../model/catalog.ts';
import { editDistance } from '../../model/nearest.ts';
import { designationOf } from './designation.ts';

const MOST = 6;
/** What another number, and a security-only build, are further away than any spelling of a mark. */
const FARTHER = 100;

/**
 * Releases that somebody may have meant, the likeliest first: of the line that was named, or of any where none was, by how
 * near their marks are. `EP5` is near `P05`. Nothing where the text names neither a line nor a mark.
 */
export function nearReleases(releases: readonly Release[], text: string): readonly Release[] {
  const named = designationOf(text);
  const marks = [...((named ?? designationOf(`0.0 ${text}`))?.marks ?? [])];
  if (named === null && marks.length === 0) return [];
  const sameLine = releases.filter(({ name }) => named !== null && designationOf(name)?.line === named.line);
  return (sameLine.length > 0 ? sameLine : releases)
    .map((release) => ({ release, distance: distanceOf(release, marks) }))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, MOST)
    .map(({ release }) => release);
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
