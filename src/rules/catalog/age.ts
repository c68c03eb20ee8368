import type { CatalogAge, CatalogPart, Release } from '../../model/catalog.ts';
import type { CatalogFolder } from './folder.ts';

const DAY_MS = 86_400_000;

/** Days of the data about advisories, and of the list of exploited faults that it goes by. */
export interface AdvisoryDays {
  readonly advisories: string;
  readonly exploited: string;
}

/** How old each part of the catalog is on the day of `now`, in UTC: by what it holds, and not by when it was shipped. */
export function catalogAge(folder: CatalogFolder, { advisories, exploited }: AdvisoryDays, now: Date): CatalogAge {
  const today = now.toISOString().slice(0, 10);
  const newest = newestOf(folder.releases);
  const measured = newestOf(folder.releases.filter(({ build }) => folder.measuredDefaults(build) !== undefined));
  const parts = [
    { part: 'releases', ...ofRelease(newest) },
    { part: 'measured-defaults', ...ofRelease(measured) },
    { part: 'advisories', asOf: advisories, release: null },
    { part: 'exploited-faults', asOf: exploited, release: null },
    { part: 'lifecycle', asOf: oldest(folder.lifecycle), release: null },
    { part: 'certified-models', asOf: oldest(folder.certified), release: null },
  ] as const;
  return { today, parts: parts.map((each): CatalogPart => ({ ...each, days: daysFrom(each.asOf, today) })) };
}

/** Of the last day; of several of that day the highest build. A release without a date may be younger, and cannot be told. */
function newestOf(releases: readonly Release[]): Release | undefined {
  const dated = releases.filter(({ released }) => released !== null);
  return dated.toSorted((one, other) => compare(keyOf(other), keyOf(one)))[0];
}

/** Builds are numbers of up to twelve digits. */
function keyOf({ released, build }: Release): string {
  return `${released ?? ''} ${build.padStart(12, '0')}`;
}

function ofRelease(release: Release | undefined): Pick<CatalogPart, 'asOf' | 'release'> {
  if (release === undefined) return { asOf: null, release: null };
  return { asOf: release.released, release: { name: release.name, build: release.build } };
}

/** A part is as old as the oldest of its lists. */
function oldest(lists: readonly { readonly asOf: string }[]): string | null {
  return lists.map(({ asOf }) => asOf).toSorted(compare)[0] ?? null;
}

function daysFrom(asOf: string | null, today: string): number | null {
  return asOf === null ? null : (Date.parse(today) - Date.parse(asOf)) / DAY_MS;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
