import { child, childrenNamed, textOf } from './element.ts';
import { WireError } from './wire-error.ts';
import { parseXml } from './xml-reader.ts';

/** API versions that the client speaks, most wanted first (docs/internals/wire.md 1.2). */
export const VERSION_LADDER = [
  '9.0.0.0',
  '8.0.3.0',
  '8.0.2.0',
  '8.0.1.0',
  '8.0.0.1',
  '7.0.3.0',
  '7.0.2.0',
  '7.0.1.0',
  '7.0.0.0',
  '6.7.3',
  '6.7',
  '6.5',
  '6.0',
  '5.5',
  '5.1',
  '5.0',
] as const;

/**
 * The first version of the ladder that the server speaks, from the text of its `vimServiceVersions.xml`; null when it
 * speaks none. The server's own first entry can be an internal name, so the ladder decides. Throws a WireError.
 */
export function negotiateVersion(versionsXml: string): string | null {
  const offered = new Set<string>();
  const list = parseXml(versionsXml);
  if (list.name !== 'namespaces') throw new WireError('not-soap', 'the answer is no list of versions');
  for (const namespace of childrenNamed(list, 'namespace')) {
    if (textOf(namespace, 'name')?.trim() !== 'urn:vim25') continue;
    const prior = child(namespace, 'priorVersions');
    for (const holder of prior === null ? [namespace] : [namespace, prior]) {
      for (const version of childrenNamed(holder, 'version')) offered.add(version.text.trim());
    }
  }
  return VERSION_LADDER.find((version) => offered.has(version)) ?? null;
}

/** The newest version of the ladder up to one that a server says it has, such as `8.0.3.0`; null for none, and for other texts. */
export function ladderVersion(told: string): string | null {
  if (!/^\d{1,4}(?:\.\d{1,4}){1,4}$/.test(told.trim())) return null;
  return VERSION_LADDER.find((version) => isAtLeast(told.trim(), version)) ?? null;
}

/** Whether an API version such as `8.0.2.0` is that one or newer. */
export function isAtLeast(version: string, wanted: string): boolean {
  const [have, need] = [version, wanted].map((text) => text.split('.').map(Number));
  for (const [index, part] of (need ?? []).entries()) {
    const difference = (have?.[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
