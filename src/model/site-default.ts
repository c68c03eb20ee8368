import { type EsxcliQuery, esxcliKey, type HostFacts } from './facts.ts';
import { normalizeValue } from './reading.ts';

/** What two machines are compared by before one of them speaks for the other; a null was not told. */
export interface Machine {
  readonly vendor: string | null;
  readonly model: string | null;
  /** Who made the image that it runs, such as `VMware, Inc.`. */
  readonly imageVendor: string | null;
}

/** A default that a host of the site showed, and how it came to be known: from a snapshot, or in the scan that goes on. */
export interface SiteDefault {
  readonly value: string;
  readonly machine: Machine;
  /** Name of the host; may hold anything. */
  readonly host: string;
  /** ISO 8601 date of the reading. */
  readonly day: string;
  readonly origin: 'learnt' | 'scan';
}

/** By setting. A setting that is not in it was not read anywhere; nobody says that a release lacks it. */
export type SiteDefaults = ReadonlyMap<string, readonly SiteDefault[]>;

/** All that one host showed of its build. */
export interface SiteMeasurement {
  readonly build: string;
  readonly version: string;
  readonly host: string;
  readonly day: string;
  readonly machine: Machine;
  /** Default by setting. */
  readonly defaults: ReadonlyMap<string, string>;
}

/** What tells the image of a host. */
export const IMAGE_QUERY: EsxcliQuery = { command: ['software', 'profile', 'get'], arguments: {} };

/** The image profile of a host: its name and who made it; null where that was not told. */
export interface ImageProfile {
  readonly name: string | null;
  readonly vendor: string | null;
}

export function imageOf({ esxcli }: HostFacts): ImageProfile {
  const answer = esxcli.get(esxcliKey(IMAGE_QUERY));
  const row = answer?.kind === 'read' && answer.value.rows.length === 1 ? answer.value.rows[0] : undefined;
  return { name: textIn(row, 'Name'), vendor: textIn(row, 'Vendor') };
}

export function machineOf(facts: HostFacts): Machine {
  const { vendor, model } = facts.host;
  return { vendor, model, imageVendor: imageOf(facts).vendor };
}

/** More is no name. */
const LONGEST = 200;

function textIn(row: Readonly<Record<string, string | readonly string[]>> | undefined, name: string): string | null {
  const value = row !== undefined && Object.hasOwn(row, name) ? row[name] : undefined;
  return typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST ? value : null;
}

/** Whether one machine speaks for another; `untold` where what would decide it was not read. */
export type Likeness = 'same' | 'other-model' | 'other-image' | 'untold';

/**
 * By vendor, model and image, however they are spelled. What was read in one scan goes by vendor and model where the image
 * of either was not told: the scan did not ask for it.
 */
export function likenessOf(known: SiteDefault, machine: Machine): Likeness {
  const vendor = alike(known.machine.vendor, machine.vendor);
  const model = alike(known.machine.model, machine.model);
  const image = alike(known.machine.imageVendor, machine.imageVendor);
  if (vendor === false || model === false) return 'other-model';
  if (image === false) return 'other-image';
  const isTold = vendor === true && model === true && (image === true || known.origin === 'scan');
  return isTold ? 'same' : 'untold';
}

function alike(one: string | null, other: string | null): boolean | undefined {
  const [left, right] = [plain(one), plain(other)];
  return left === '' || right === '' ? undefined : left === right;
}

function plain(text: string | null): string {
  return (text ?? '').trim().toLowerCase().replace(/\s+/g, ' ');
}

/** One text for machines that `likenessOf` cannot tell apart. */
export function machineKey({ vendor, model, imageVendor }: Machine): string {
  return JSON.stringify([vendor, model, imageVendor].map(plain));
}

/** What machines showed, by setting: each value once of machines that are alike, from the newest reading, in one order. */
export function siteDefaultsOf(
  measurements: readonly SiteMeasurement[],
  origin: SiteDefault['origin'],
): Map<string, SiteDefault[]> {
  const found = new Map<string, Map<string, SiteDefault>>();
  for (const { machine, host, day, defaults } of measurements.toSorted(newestFirst)) {
    const key = machineKey(machine);
    for (const [setting, value] of defaults) {
      const of = found.get(setting) ?? new Map<string, SiteDefault>();
      found.set(setting, of);
      const place = JSON.stringify([key, normalizeValue(value)]);
      if (!of.has(place)) of.set(place, { value, machine, host, day, origin });
    }
  }
  return new Map([...found].map(([setting, of]) => [setting, [...of.values()]]));
}

function newestFirst(one: SiteMeasurement, other: SiteMeasurement): number {
  return compareText(other.day, one.day) || compareText(one.host, other.host) || compareText(keyOf(one), keyOf(other));
}

/** Settles what day and name leave open, so that the order of learning never shows. */
function keyOf({ machine, defaults }: SiteMeasurement): string {
  return JSON.stringify([machineKey(machine), [...defaults].toSorted(([one], [two]) => compareText(one, two))]);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
