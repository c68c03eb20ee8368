import type { KernelSetting } from '../../src/model/kernel-setting.ts';
import type { Reading } from '../../src/model/reading.ts';
import type { ScannedHost } from '../../src/model/scan.ts';
import { escapeControlCharacters, harmlessOr } from './cells.ts';

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
  return escapeControlCharacters(isBoolean ? value.toUpperCase() : value);
}

/** `Def:TRUE-Con:FALSE-Run:FALSE`, the one-line form that administrators know. */
function compact(texts: KernelTexts): string {
  return `Def:${texts.default}-Con:${texts.configured}-Run:${texts.runtime}`;
}

/** `NAME (BUILD) -> Def:X-Con:Y-Run:Z`, with `?` for whatever could not be read. */
export function kernelLine(host: ScannedHost, setting: string): string {
  const values = compact(kernelTexts(host.kernel.get(setting)));
  return `${harmlessOr(host.name, '?')} (${harmlessOr(host.build, '?')}) -> ${values}`;
}

/** Hosts by lower-case name, by code point; equal names by id, so that the order never depends on the server. */
export function byLowerCaseName(hosts: readonly ScannedHost[]): ScannedHost[] {
  return hosts
    .map((host) => ({ host, name: host.name.toLowerCase() }))
    .sort((left, right) => compareCodePoints(left.name, right.name) || compareCodePoints(left.host.id, right.host.id))
    .map(({ host }) => host);
}

/** UTF-16 order would put U+1F600 before U+FB01. */
function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const difference = codePoint(left, index) - codePoint(right, index);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function codePoint(text: string, index: number): number {
  return text.codePointAt(index) ?? -1;
}
