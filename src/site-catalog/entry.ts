import type { Machine, SiteMeasurement } from '../model/site-default.ts';
import {
  list,
  matching,
  memberOf,
  Misfit,
  named,
  objectIn,
  orNull,
  record,
  type Shape,
  text,
} from '../snapshot/shape.ts';

/** What one host showed of its build, and where that comes from. */
export interface LearntEntry extends SiteMeasurement {
  readonly kind: 'learnt';
  /** Name of the image profile; null where it was not told. Who made it is in `machine`. */
  readonly image: string | null;
  /** SHA-256 of the lines of the snapshot. */
  readonly snapshot: string;
}

/** Measurements that hold no longer, by the hashes of their records. */
export interface ForgottenEntry {
  readonly kind: 'forgotten';
  readonly records: readonly string[];
}

export type SiteEntry = { readonly kind: 'begun'; readonly schema: string } | LearntEntry | ForgottenEntry;

/** Above what any release lists, below what would exhaust a machine. */
export const LIMITS = { settings: 5_000, value: 4_096, name: 200 } as const;

export const BUILD = /^[1-9]\d{0,11}$/;
export const VERSION = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){2}$/;

const hash = matching(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');

const machine = record<Machine>({ vendor: orNull(text), model: orNull(text), imageVendor: orNull(text) });

const defaults: Shape<ReadonlyMap<string, string>> = (value) => {
  const found = named(text)(value);
  if (found.size > LIMITS.settings) throw new Misfit(`at most ${LIMITS.settings} settings`);
  return found;
};

const learnt = record<Omit<LearntEntry, 'kind'>>({
  build: matching(BUILD, 'a build number'),
  version: matching(VERSION, 'a version'),
  host: text,
  day: matching(/^\d{4}-\d\d-\d\d$/, 'a date'),
  machine,
  defaults,
  image: orNull(text),
  snapshot: hash,
});

const forgotten = record<Omit<ForgottenEntry, 'kind'>>({ records: list(hash) });

const begun = record<{ readonly schema: string }>({
  schema: matching(/^esxcheck\.site-catalog\/1$/, 'esxcheck.site-catalog/1, the form that this release reads,'),
});

/** What a record of a catalog file holds. Throws Misfit. */
export const entryShape: Shape<SiteEntry> = (value) => {
  switch (memberOf(objectIn(value), 'kind')) {
    case 'begun':
      return { kind: 'begun', ...begun(value) };
    case 'learnt':
      return { kind: 'learnt', ...learnt(value) };
    case 'forgotten':
      return { kind: 'forgotten', ...forgotten(value) };
    default:
      throw new Misfit('begun, learnt or forgotten', ['kind']);
  }
};
