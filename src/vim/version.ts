import { child, childrenNamed, textOf } from './element.ts';
import { parseXml } from './xml-reader.ts';

/** API versions that the client speaks, most wanted first (protocol.md 1.2). */
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
  for (const namespace of childrenNamed(parseXml(versionsXml), 'namespace')) {
    if (textOf(namespace, 'name')?.trim() !== 'urn:vim25') continue;
    const prior = child(namespace, 'priorVersions');
    for (const holder of prior === null ? [namespace] : [namespace, prior]) {
      for (const version of childrenNamed(holder, 'version')) offered.add(version.text.trim());
    }
  }
  return VERSION_LADDER.find((version) => offered.has(version)) ?? null;
}
