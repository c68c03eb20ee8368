import type { FlipKind } from '../model/flip.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import { type Reading, sameWhenNormalized } from '../model/reading.ts';

/** One setting of one host in two scans; undefined: it was not asked for. */
export interface SettingPair {
  readonly before: Reading<KernelSetting> | undefined;
  readonly after: Reading<KernelSetting> | undefined;
}

/** The default before and after; null where there is none, or a setting that is new or gone did not tell it. */
export interface SettingChange {
  readonly kind: FlipKind;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * What became of a default: `unread` where it was not read both times, `nowhere` where neither scan has the setting. Another
 * notation of a value is the same value, and a setting is gone, or was not there, only where its absence was read.
 */
export function settingChange({ before, after }: SettingPair): SettingChange | 'same' | 'nowhere' | 'unread' {
  if (before === undefined || after === undefined) return 'unread';
  if (before.kind === 'unread' || after.kind === 'unread') return 'unread';
  if (before.kind === 'absent') {
    return after.kind === 'absent' ? 'nowhere' : { kind: 'new', before: null, after: after.value.default };
  }
  if (after.kind === 'absent') return { kind: 'gone', before: before.value.default, after: null };
  const [from, to] = [before.value.default, after.value.default];
  if (from === null || to === null) return 'unread';
  return sameWhenNormalized(from, to) ? 'same' : { kind: 'default', before: from, after: to };
}

/**
 * What the value did when its default changed: it was equal to the default before and after, so that it followed; or it stayed
 * as it was, and is not what the default is now. Null where that was not read, or it is neither. Configured decides where it was
 * read, since it is what holds from the next boot on.
 */
export function wentWith({ before, after }: SettingPair): 'followed' | 'kept' | null {
  if (before?.kind !== 'read' || after?.kind !== 'read') return null;
  const [from, to] = [before.value, after.value];
  const which = from.configured !== null && to.configured !== null ? 'configured' : 'runtime';
  const [was, is] = [from[which], to[which]];
  if (was === null || is === null || from.default === null || to.default === null) return null;
  const isDefault = sameWhenNormalized(is, to.default);
  if (isDefault) return sameWhenNormalized(was, from.default) ? 'followed' : null;
  return sameWhenNormalized(was, is) ? 'kept' : null;
}
