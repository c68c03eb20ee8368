import type { KernelSetting } from '../../src/model/kernel-setting.ts';
import type { Reading } from '../../src/model/reading.ts';

/** A problem's code, or `absent` where the release does not have the setting, which is knowledge. */
export interface Missing {
  readonly code: string;
  readonly detail: string;
}

/** Why values are missing; null when all three were read. */
export function problemIn(reading: Reading<KernelSetting> | undefined): Missing | null {
  if (reading === undefined) return { code: 'not-reported', detail: 'the setting was not read' };
  if (reading.kind === 'absent') return { code: 'absent', detail: 'this release does not have the setting' };
  return reading.kind === 'read' ? reading.value.problem : reading.problem;
}
