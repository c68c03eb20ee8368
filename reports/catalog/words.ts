import type { DefaultFlip, KnownDefault, ListedRelease } from '../../src/model/catalog.ts';
import { harmless } from '../text/harmless.ts';

/** `FALSE`, `(empty)`, or `-` where the release does not have the setting. */
export function defaultText(known: KnownDefault | null): string {
  if (known === null) return '-';
  return known.value === '' ? '(empty)' : harmless(known.value);
}

/** `iovDisableIR TRUE (C2)`, joined by semicolons; empty where nothing is known. */
export function knownText({ known }: Pick<ListedRelease, 'known'>): string {
  return known.map((each) => `${harmless(each.setting)} ${defaultText(each)} (${each.confidence})`).join('; ');
}

/** How well both sides are known: `measured`, or the two of them. */
export function flipConfidence({ from, to }: DefaultFlip): string {
  const [one, other] = [from?.confidence ?? 'measured', to?.confidence ?? 'measured'];
  return one === other ? one : `${one} / ${other}`;
}

/** `ESXi 6.5 December 2019 Patch = ESXi 6.5 P04`. */
export function nameText({ name, also }: Pick<ListedRelease, 'name' | 'also'>): string {
  return also === null ? harmless(name) : `${harmless(name)} = ${harmless(also)}`;
}
