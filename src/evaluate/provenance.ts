import type { KernelSetting } from '../model/kernel-setting.ts';
import { sameValue, valueTypeOf } from './value.ts';

/**
 * Whether a setting was set on purpose. A value that equals its default may have been set to it or merely follow it, and
 * nothing that a host tells can say which.
 */
export type Provenance = 'explicit' | 'unknowable';

export function provenanceOf({ configured, default: byDefault, type }: KernelSetting): Provenance {
  if (configured === null || byDefault === null) return 'unknowable';
  return sameValue(configured, byDefault, valueTypeOf(type)) === false ? 'explicit' : 'unknowable';
}
