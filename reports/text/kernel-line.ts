import type { ScannedHost } from '../../src/model/scan.ts';
import { harmlessOr } from './harmless.ts';
import { compact, kernelTexts } from './kernel-values.ts';

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
