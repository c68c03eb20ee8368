import type { Doubt } from '../../src/model/catalog.ts';
import type { PatchListing, SettingAhead } from '../../src/model/patch-listing.ts';
import { hostLabels } from '../../src/model/place-labels.ts';
import { defaultText } from '../catalog/words.ts';
import { escapeControlCharacters, harmlessOr } from '../text/cells.ts';
import { counted, someOf } from '../text/wrap.ts';

const NAMED = 3;

/** Names of hosts by id, harmless. */
export type Naming = (id: string) => string;

export function namingOf({ hosts }: Pick<PatchListing, 'hosts'>): Naming {
  const labelOf = hostLabels(hosts.map(({ host }) => host));
  const names = new Map(hosts.map(({ host }) => [host.id, harmlessOr(labelOf(host), '?')]));
  return (id) => names.get(id) ?? '?';
}

/** Whether it is about a default that becomes another one. */
export function isChanging({ change }: SettingAhead): boolean {
  return change === 'default';
}

/** `FALSE -> TRUE`; a dash where a release does not have the setting, `?` where nobody knows. */
export function changeText({ from, to, change }: SettingAhead): string {
  const today = change === 'new' ? '-' : fromText(from);
  return `${today} -> ${change === 'not-measured' && to === null ? '?' : defaultText(to)}`;
}

export function fromText(from: string | null): string {
  return from === null ? '?' : from === '' ? '(empty)' : escapeControlCharacters(from);
}

const DOUBT_WORDS: Readonly<Record<Doubt, string>> = {
  contradiction: 'the catalog that ships and hosts of the site contradict each other',
  'depends-on-machine': 'depends on the machine: hosts of the site do not agree',
  'other-model': 'measured on another model alone',
  'other-image': 'measured on another image alone',
  'machine-untold': 'measured at the site; vendor, model or image was not read',
  'between-measured': 'the same before and after (inferred)',
};

/** Why a default is not relied on. */
export function doubtWords(doubt: Doubt): string {
  return DOUBT_WORDS[doubt];
}

/** Whose measurement it was, where it was the site's; empty for what ships. */
export function sourceText({ to }: Pick<SettingAhead, 'to'>): string {
  return to?.confidence === 'site' ? escapeControlCharacters(to.source) : '';
}

/** `37 hosts may follow it, 3 are explicit: TRUE on esx-01, esx-02, esx-03`. */
export function whoText(setting: SettingAhead, nameOf: Naming): string {
  const { mayFollow, explicit } = setting;
  const follow = `${counted(mayFollow.length, 'host')} may follow it`;
  if (explicit.length === 0) return follow;
  return `${follow}, ${explicit.length} ${explicit.length === 1 ? 'is' : 'are'} explicit: ${explicitText(setting, nameOf)}`;
}

/** `TRUE on esx-01, esx-02; 5 on esx-03`. */
export function explicitText({ explicit }: SettingAhead, nameOf: Naming): string {
  const byValue = new Map<string, string[]>();
  for (const { host, configured } of explicit) {
    byValue.set(configured, [...(byValue.get(configured) ?? []), nameOf(host)]);
  }
  return [...byValue].map(([value, names]) => `${fromText(value)} on ${someOf(names, NAMED)}`).join('; ');
}
