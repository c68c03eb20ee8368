import { globMatcher } from './glob.ts';
import { unescaped } from './inventory-path.ts';
import { some, type TriState } from './tri-state.ts';

/** What a label is attached to: the host itself, or something above it in the inventory. */
export const LABELLED = ['host', 'cluster', 'compute-resource', 'folder', 'datacenter'] as const;

/** Where a label of a host comes from. */
export interface LabelOrigin {
  readonly on: (typeof LABELLED)[number];
  /** Name of that object; null where the account is not told it. */
  readonly of: string | null;
}

/** A tag that holds for a host: its own, or one of what stands above it. Names are of people, and may hold anything. */
export interface HostTag extends LabelOrigin {
  readonly category: string;
  readonly name: string;
}

/** A custom attribute that holds for a host; of one name the nearest value alone. */
export interface HostAttribute extends LabelOrigin {
  readonly name: string;
  readonly value: string;
}

/** Labels as a host holds them. Left out: nobody asked; null: unread, for the reason that `unread` tells. */
export interface HostLabels {
  readonly tags?: readonly HostTag[] | null | undefined;
  readonly attributes?: readonly HostAttribute[] | null | undefined;
}

/** The key of `Host.unread` that tells why labels are null. */
export const LABEL_PATHS = { tags: 'tags', attributes: 'customValue' } as const;

/** Which labels are to be read; each costs calls of its own. */
export interface LabelDemand {
  readonly tags: boolean;
  readonly attributes: boolean;
}

export const NO_LABELS: LabelDemand = { tags: false, attributes: false };

/** What needs to be known of a host to say where in the inventory it is. */
interface Foldered {
  readonly datacenter: string | null;
  readonly folder: string | null;
}

/** `Environment=Production`, globs over category and name, any case; undefined where the tags are not known and none that is fits. */
export function tagMatcher(text: string): (host: HostLabels) => TriState {
  const matches = globMatcher(text);
  return ({ tags }) => fitting(tags, ({ category, name }) => matches(`${category}=${name}`));
}

/** `Owner=Team A`, a glob over name and value. */
export function attributeMatcher(text: string): (host: HostLabels) => TriState {
  const matches = globMatcher(text);
  return ({ attributes }) => fitting(attributes, ({ name, value }) => matches(`${name}=${value}`));
}

function fitting<T>(labels: readonly T[] | null | undefined, fits: (label: T) => boolean): TriState {
  return labels?.some(fits);
}

/**
 * Whether a folder of that path, or one below it, holds the host: `Racks`, `Racks/A`, `DC1/Racks/A`; with a slash in front the path
 * begins at the datacenter. Parts are globs; a name that holds a slash is written with `%2f`. Undefined where names that would
 * decide were not told.
 */
export function folderMatcher(text: string): (host: Foldered) => TriState {
  const parts = text.split('/').filter((part) => part !== '');
  const globs = parts.map((part) => globMatcher(unescaped(part)));
  const isAnchored = text.startsWith('/');
  return ({ datacenter, folder }) => {
    if (folder === null || globs.length === 0) return globs.length === 0 ? false : undefined;
    const chain = [datacenter, ...(folder === '' ? [] : folder.split('/'))];
    const starts = isAnchored ? [0] : chain.map((_, index) => index);
    return some(starts.map((start) => runFits(globs, chain, start)));
  };
}

/** The run must end on a folder: a datacenter alone is none. */
function runFits(
  globs: readonly ((name: string) => boolean)[],
  chain: readonly (string | null)[],
  start: number,
): TriState {
  const end = start + globs.length;
  if (end > chain.length || end < 2) return false;
  let isOpen = false;
  for (const [index, glob] of globs.entries()) {
    const name = chain[start + index] ?? null;
    if (name === null) isOpen = true;
    else if (!glob(name)) return false;
  }
  return isOpen ? undefined : true;
}
