import type { Doubt, KnownDefault, TargetRelease } from '../../model/catalog.ts';
import { escapeControlCharacters } from '../../model/control-characters.ts';
import { sameWhenNormalized } from '../../model/reading.ts';
import { type Likeness, likenessOf, type Machine, type SiteDefault } from '../../model/site-default.ts';

/** What is known of the default that a setting has in the target release, on one host. */
export interface Forecast {
  /** Null: nothing is known, or hosts of the site do not agree. */
  readonly known: KnownDefault | null;
  /** Null where `known` may lead to a pass. */
  readonly doubt: Doubt | null;
  /** What speaks against `known`: of a contradiction one, of what depends on the machine all. */
  readonly against: readonly KnownDefault[];
}

/**
 * The catalog that ships decides wherever it tells anything; what hosts of the site showed is used where it does not, and
 * contradicts it where it differs. Of those hosts the ones of the same vendor, model and image speak for a host; that two
 * of any kind differ shows that the default depends on the machine. Pure, whatever the order of the measurements.
 */
export function forecastOf(target: TargetRelease, setting: string, machine: Machine): Forecast {
  const site = target.site?.get(setting) ?? [];
  const shipped = target.defaults.get(setting) ?? null;
  if (shipped !== null || target.measured) return besideShipped(shipped, site);
  const [first] = site;
  if (first === undefined) return inferred(target, setting);
  if (site.some(({ value }) => !sameWhenNormalized(value, first.value))) {
    return { known: null, doubt: 'depends-on-machine', against: distinct(site).map((each) => siteDefault(each)) };
  }
  return nearest(site, machine);
}

/** The same on all that it depends on, for each setting: `forecastOf` with a memory, for many hosts. */
export function forecaster(target: TargetRelease): (setting: string, machine: Machine, key: string) => Forecast {
  const known = new Map<string, Forecast>();
  return (setting, machine, key) => {
    const place = target.site?.has(setting) === true ? `${key} ${setting}` : setting;
    const found = known.get(place) ?? forecastOf(target, setting, machine);
    known.set(place, found);
    return found;
  };
}

/** A host that has a setting which the measured release lacks contradicts it as well. */
function besideShipped(shipped: KnownDefault | null, site: readonly SiteDefault[]): Forecast {
  const other = site.find(({ value }) => shipped === null || !sameWhenNormalized(value, shipped.value));
  if (other === undefined) return { known: shipped, doubt: null, against: [] };
  return { known: shipped, doubt: 'contradiction', against: [siteDefault(other)] };
}

function inferred({ between }: TargetRelease, setting: string): Forecast {
  const known = between?.get(setting) ?? null;
  return { known, doubt: known === null ? null : 'between-measured', against: [] };
}

const DOUBT_OF: Readonly<Record<Likeness, Doubt | null>> = {
  same: null,
  'other-image': 'other-image',
  untold: 'machine-untold',
  'other-model': 'other-model',
};
const NEAREST_FIRST = Object.keys(DOUBT_OF) as readonly Likeness[];

function nearest(site: readonly SiteDefault[], machine: Machine): Forecast {
  for (const likeness of NEAREST_FIRST) {
    const found = site.find((each) => likenessOf(each, machine) === likeness);
    if (found !== undefined) return { known: siteDefault(found, likeness), doubt: DOUBT_OF[likeness], against: [] };
  }
  return { known: null, doubt: null, against: [] };
}

/** One of each value. */
function distinct(site: readonly SiteDefault[]): readonly SiteDefault[] {
  return site.filter(({ value }, index) => site.findIndex((other) => sameWhenNormalized(other.value, value)) === index);
}

function siteDefault(known: SiteDefault, likeness: Likeness = 'same'): KnownDefault {
  return { value: known.value, confidence: 'site', source: SOURCE[likeness](known) };
}

const SOURCE: Readonly<Record<Likeness, (known: SiteDefault) => string>> = {
  same: sourceText,
  'other-model': ({ machine, ...known }) =>
    `measured on another model: ${shown(machine.vendor)} ${shown(machine.model)}, ${whose(known)}`,
  'other-image': ({ machine, ...known }) =>
    `measured on another image: that of ${shown(machine.imageVendor)}, ${whose(known)}`,
  untold: (known) => `${sourceText(known)}; whether vendor, model and image are the same was not read`,
};

/** `measured on esx-01, 2026-11-30`. */
function sourceText(known: SiteDefault): string {
  return `${known.origin === 'scan' ? 'read' : 'measured'} on ${whose(known)}`;
}

function whose({ host, day, origin }: Omit<SiteDefault, 'machine'>): string {
  return origin === 'scan' ? `${shown(host)} of this scan, which runs it already` : `${shown(host)}, ${day}`;
}

const LONGEST = 100;

/** What a host says of itself is on one line and has an end. */
function shown(text: string | null): string {
  const line = escapeControlCharacters((text ?? 'unknown').trim());
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
