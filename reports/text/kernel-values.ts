import type { KernelSetting } from '../../src/model/kernel-setting.ts';
import type { Reading } from '../../src/model/reading.ts';
import { harmless } from './harmless.ts';

/** Default, configured and runtime as people read them: `?` where a value could not be read. */
export interface KernelTexts {
  readonly default: string;
  readonly configured: string;
  readonly runtime: string;
}

const UNREAD: KernelTexts = { default: '?', configured: '?', runtime: '?' };

/** The three values of a setting as text; Bool values in upper case, since releases differ in it. */
export function kernelTexts(reading: Reading<KernelSetting> | undefined): KernelTexts {
  if (reading?.kind !== 'read') return UNREAD;
  const { type, default: byDefault, configured, runtime } = reading.value;
  return {
    default: valueText(byDefault, type),
    configured: valueText(configured, type),
    runtime: valueText(runtime, type),
  };
}

/** One value as text: `true` and `false` in any case, and whatever a Bool holds, come out in upper case. */
export function valueText(value: string | null, type: string | null): string {
  if (value === null) return '?';
  const isBoolean = type?.toLowerCase() === 'bool' || /^(true|false)$/i.test(value);
  return harmless(isBoolean ? value.toUpperCase() : value);
}

/** `Def:TRUE-Con:FALSE-Run:FALSE`, the one-line form that administrators know. */
export function compact(texts: KernelTexts): string {
  return `Def:${texts.default}-Con:${texts.configured}-Run:${texts.runtime}`;
}
