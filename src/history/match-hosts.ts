import { serialIn, uuidIn } from '../model/hardware-identity.ts';
import type { ScannedHost } from '../model/scan.ts';

export interface MatchedHosts {
  readonly pairs: readonly { readonly before: ScannedHost; readonly after: ScannedHost }[];
  readonly onlyBefore: readonly ScannedHost[];
  readonly onlyNow: readonly ScannedHost[];
}

/** What of a host may be the same in two scans. A null was not told, or tells nothing: it is neither equal nor different. */
interface Evidence {
  readonly uuid: string | null;
  readonly serial: string | null;
  readonly name: string | null;
  /** Where it is asked for: by its id in a vCenter; by target, where it is asked directly and its id is made of its UUID. */
  readonly place: string;
}

type KeyOf = (evidence: Evidence) => readonly (string | null)[];

/**
 * What leads from a host to itself in another scan, best first. Where one key stands for several hosts of a scan it leads
 * nowhere, and what it leads to still has to be the same host by `isSame`.
 */
const LEADS: readonly KeyOf[] = [
  ({ place, uuid }) => [place, uuid],
  ({ uuid, serial, name }) => [uuid, serial, name],
  ({ uuid, serial }) => [uuid, serial],
  ({ uuid, name }) => [uuid, name],
  ({ place }) => [place],
  ({ serial, name }) => [serial, name],
];

/**
 * Hosts of two scans that are one, by the best evidence that both scans hold. It does not matter which of the two is the
 * earlier one, nor in what order hosts stand. No host is matched twice.
 */
export function matchHosts(before: readonly ScannedHost[], after: readonly ScannedHost[]): MatchedHosts {
  const earlier = new Map(before.map((host) => [host, evidenceOf(host)]));
  const later = new Map(after.map((host) => [host, evidenceOf(host)]));
  const taken = new Set<ScannedHost>();
  const found = new Map<ScannedHost, ScannedHost>();
  for (const keyOf of LEADS) {
    const known = uniqueBy(earlier, keyOf);
    for (const [key, [host, evidence]] of uniqueBy(later, keyOf)) {
      const [past, pastEvidence] = known.get(key) ?? [];
      if (past === undefined || pastEvidence === undefined || taken.has(past) || found.has(host)) continue;
      if (!isSame(pastEvidence, evidence)) continue;
      taken.add(past);
      found.set(host, past);
    }
  }
  return {
    pairs: after.flatMap((host) => {
      const past = found.get(host);
      return past === undefined ? [] : [{ before: past, after: host }];
    }),
    onlyBefore: before.filter((host) => !taken.has(host)),
    onlyNow: after.filter((host) => !found.has(host)),
  };
}

/**
 * Whether two records are of one host, as docs/history.md has it in a table: another UUID is another host, whatever else
 * agrees. With one UUID, or with none that was read, a second witness decides: serial number, place or name.
 */
function isSame(one: Evidence, other: Evidence): boolean {
  const [uuid, serial, name] = (['uuid', 'serial', 'name'] as const).map((key) => compared(one[key], other[key]));
  if (uuid === 'different') return false;
  const inPlace = one.place === other.place;
  if (uuid === 'unread') {
    if (serial === 'different') return false;
    return inPlace || (serial === 'equal' && name === 'equal');
  }
  if (serial === 'equal' || inPlace) return true;
  return serial === 'unread' && name === 'equal';
}

function compared(one: string | null, other: string | null): 'equal' | 'different' | 'unread' {
  if (one === null || other === null) return 'unread';
  return one === other ? 'equal' : 'different';
}

/** Scans of earlier releases hold placeholders, which are taken for unread here too. */
function evidenceOf(host: ScannedHost): Evidence {
  return {
    uuid: uuidIn(host.uuid)?.toLowerCase() ?? null,
    serial: serialIn(host.serial)?.toLowerCase() ?? null,
    name: host.name === host.moid ? null : host.name.toLowerCase(),
    place: placeKey(host),
  };
}

/**
 * Where a host is asked for, in whatever scan: an id of a vCenter is the same under each of its addresses, while that of a
 * host which is asked directly hangs on its hardware, and on what else the scan saw.
 */
export function placeKey({ id, moid, uuid, target }: Pick<ScannedHost, 'id' | 'moid' | 'uuid' | 'target'>): string {
  const isDirect = id.startsWith(`${target}/`) || (uuid !== null && id.startsWith(`${uuid}/`)) || moid === DIRECT;
  return JSON.stringify(isDirect ? [target, moid] : [id]);
}

/** What every ESXi calls itself. */
const DIRECT = 'ha-host';

/** Those whose key nobody else of the scan has. */
function uniqueBy(
  hosts: ReadonlyMap<ScannedHost, Evidence>,
  keyOf: KeyOf,
): ReadonlyMap<string, readonly [ScannedHost, Evidence]> {
  const unique = new Map<string, readonly [ScannedHost, Evidence]>();
  const shared = new Set<string>();
  for (const entry of hosts) {
    const parts = keyOf(entry[1]);
    if (parts.includes(null)) continue;
    const key = JSON.stringify(parts);
    if (unique.has(key)) shared.add(key);
    else unique.set(key, entry);
  }
  for (const key of shared) unique.delete(key);
  return unique;
}
