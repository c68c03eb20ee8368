import { createHash } from 'node:crypto';
import type { ScannedHost } from '../model/scan.ts';

/** Bytes before the ending. A file is written beside itself first, under a longer name; 255 is what file systems take. */
const LONGEST = 180;

/** Names that Windows gives to devices, whatever ending follows. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * A file name for each host, without its ending: letters, digits, dots, underscores and hyphens of ASCII, no two alike on a
 * file system that knows no case. Hosts whose names would be alike get a part that is made from their target and id.
 */
export function hostFileNames(hosts: readonly ScannedHost[]): ReadonlyMap<ScannedHost, string> {
  const wanted = new Map(hosts.map((host) => [host, plainName(host.name)]));
  const counts = new Map<string, number>();
  for (const name of wanted.values()) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
  const taken = new Set([...counts].flatMap(([name, count]) => (count === 1 ? [name] : [])));
  return new Map(
    hosts.map((host) => {
      const name = wanted.get(host) ?? '';
      return [host, taken.has(name.toLowerCase()) ? name : distinctName(name, host, taken)];
    }),
  );
}

function distinctName(name: string, { target, id }: ScannedHost, taken: Set<string>): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([target, id]))
    .digest('hex');
  for (let length = 8; length <= digest.length; length += 8) {
    const distinct = `${name.slice(0, LONGEST - length - 1)}-${digest.slice(0, length)}`;
    if (!taken.has(distinct.toLowerCase())) {
      taken.add(distinct.toLowerCase());
      return distinct;
    }
  }
  throw new Error(`No file name is left for the host ${id}`);
}

/** No separator, no dot or hyphen where it would mean something, and no device. */
function plainName(name: string): string {
  const plain = name
    .slice(0, LONGEST)
    .replace(/[^a-z0-9._-]/gi, '_')
    .replace(/^[.-]+|\.+$/g, '_');
  if (plain === '') return 'host';
  return DEVICES.test(plain) ? `_${plain}` : plain;
}
