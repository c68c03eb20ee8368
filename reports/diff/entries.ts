import type { HostChange } from '../../src/model/changes-since.ts';
import type { Flip } from '../../src/model/flip.ts';
import type { Difference } from '../../src/model/history.ts';
import { sameWhenNormalized } from '../../src/model/reading.ts';
import { turnOf } from '../scan/advisory-changes.ts';
import { changeText, isFixed } from '../scan/change-words.ts';
import { flipRows, namesById } from '../scan/flip-words.ts';

/** What became of a host between two scans, in the order in which people want to know it. */
export const CHANGE_KINDS = [
  'broke',
  'unseen',
  'fixed',
  'judged-otherwise',
  'vanished',
  'appeared',
  'not-asked',
  'not-compared',
  'patched',
  'default-changed',
  'set-otherwise',
  'rebooted',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One thing that is not as it was. Texts are as they came; `what` is harmless. */
export interface Entry {
  readonly kind: ChangeKind;
  readonly host: string;
  readonly what: string;
  /** There where an advisory was opened, closed, or became unknown: what happened, for those who tell of many at once. */
  readonly advisory?: Extract<HostChange, { kind: 'verdict' }> | undefined;
}

/** What a patch did to one default, on the hosts of a model together. */
export interface FlipEntry {
  readonly kind: 'flipped';
  /** How many hosts, of which model. */
  readonly host: string;
  readonly what: string;
}

/** All that changed, sorted by kind; hosts keep the order of the scan. */
export function entriesOf({ found, names }: Pick<Difference, 'found' | 'names'>): readonly Entry[] {
  const ofHosts = found.changed.flatMap(({ host, changes }) =>
    changes.map((change) => ({
      kind: kindOf(change),
      host: names.get(host) ?? '?',
      what: changeText(change),
      ...(change.kind === 'verdict' && turnOf(change) !== null ? { advisory: change } : {}),
    })),
  );
  const lone = [
    ...found.onlyBefore.map(({ name, asked }) => loneEntry('vanished', name, asked)),
    ...found.onlyNow.map(({ name, asked }) => loneEntry('appeared', name, asked)),
  ];
  const uncompared = (found.uncompared ?? []).map((host) => ({
    kind: 'not-compared' as const,
    host: names.get(host) ?? '?',
    what: 'no verdict is known in both scans',
  }));
  return [...ofHosts, ...lone, ...uncompared].toSorted((one, other) => rankOf(one) - rankOf(other));
}

/** Defaults that changed with a build, a row a setting. */
export function flipEntries({ found, names }: Pick<Difference, 'found' | 'names'>): readonly FlipEntry[] {
  return flipRows(found, namesById(names)).map(({ hosts, what }) => ({ kind: 'flipped', host: hosts, what }));
}

/** A host whose target could not be asked in one of the scans has neither vanished nor appeared. */
function loneEntry(kind: 'vanished' | 'appeared', host: string, asked: boolean): Entry {
  if (asked) return { kind, host, what: kind === 'vanished' ? 'only in the earlier scan' : 'only in the later scan' };
  return { kind: 'not-asked', host, what: 'its target could not be asked in one of the scans' };
}

/** Without changes of values that a flip of the host's build step tells of: hundreds of hosts would say the same again. */
export function withoutFlips({
  found,
  names,
}: Pick<Difference, 'found' | 'names'>): Pick<Difference, 'found' | 'names'> {
  const flips = new Map(
    (found.flips?.steps ?? []).flatMap((step) => {
      const bySetting = new Map(step.flips.map((flip) => [flip.setting, flip]));
      return step.hosts.map((host) => [host, bySetting] as const);
    }),
  );
  const changed = found.changed.map(({ host, changes }) => ({
    host,
    changes: changes.filter(
      (change) => change.kind !== 'setting' || !isFlip(change, flips.get(host)?.get(change.setting)),
    ),
  }));
  return { found: { ...found, changed }, names };
}

/** Whether the default did what the flip says, or a value went with it. */
function isFlip({ before, after }: Extract<HostChange, { kind: 'setting' }>, flip: Flip | undefined): boolean {
  if (flip === undefined || flip.before === null || flip.after === null) return false;
  return sameWhenNormalized(before, flip.before) && sameWhenNormalized(after, flip.after);
}

function kindOf(change: HostChange): ChangeKind {
  switch (change.kind) {
    case 'release':
      return 'patched';
    case 'reboot':
      return 'rebooted';
    case 'setting':
      return change.which === 'default' ? 'default-changed' : 'set-otherwise';
    case 'verdict':
      if (change.after.verdict === 'fail' && change.before.verdict !== 'fail') return 'broke';
      if (change.after.verdict === 'unknown') return 'unseen';
      return isFixed(change) || turnOf(change) === 'closed' ? 'fixed' : 'judged-otherwise';
  }
}

function rankOf({ kind }: Entry): number {
  return CHANGE_KINDS.indexOf(kind);
}
