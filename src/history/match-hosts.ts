import type { ScannedHost } from '../model/scan.ts';

export interface MatchedHosts {
  readonly pairs: readonly { readonly before: ScannedHost; readonly after: ScannedHost }[];
  readonly onlyBefore: readonly ScannedHost[];
  readonly onlyNow: readonly ScannedHost[];
}

/**
 * Hosts of two scans that are one: by hardware UUID and serial, which survive removal and re-adding, else by id. An id
 * that leads to other hardware than before is another host. Hardware that two hosts claim tells nothing.
 */
export function matchHosts(before: readonly ScannedHost[], after: readonly ScannedHost[]): MatchedHosts {
  const byHardware = uniqueBy(before, hardwareOf);
  const known = uniqueBy(after, hardwareOf);
  const byId = new Map(before.map((host) => [host.id, host]));
  const taken = new Set<ScannedHost>();
  const found = new Map<ScannedHost, ScannedHost>();
  const take = (host: ScannedHost, earlier: ScannedHost | undefined): void => {
    if (earlier === undefined || taken.has(earlier)) return;
    taken.add(earlier);
    found.set(host, earlier);
  };
  for (const [hardware, host] of known) take(host, byHardware.get(hardware));
  for (const host of after) {
    const earlier = byId.get(host.id);
    if (!found.has(host) && earlier !== undefined && !isOtherHardware(host, earlier)) take(host, earlier);
  }
  return {
    pairs: after.flatMap((host) => {
      const earlier = found.get(host);
      return earlier === undefined ? [] : [{ before: earlier, after: host }];
    }),
    onlyBefore: before.filter((host) => !taken.has(host)),
    onlyNow: after.filter((host) => !found.has(host)),
  };
}

function hardwareOf({ uuid, serial }: ScannedHost): string | null {
  return uuid === null ? null : JSON.stringify([uuid.toLowerCase(), serial]);
}

function isOtherHardware(one: ScannedHost, other: ScannedHost): boolean {
  return one.uuid !== null && other.uuid !== null && hardwareOf(one) !== hardwareOf(other);
}

/** Those whose key nobody else has. */
function uniqueBy(
  hosts: readonly ScannedHost[],
  keyOf: (host: ScannedHost) => string | null,
): ReadonlyMap<string, ScannedHost> {
  const unique = new Map<string, ScannedHost>();
  const shared = new Set<string>();
  for (const host of hosts) {
    const key = keyOf(host);
    if (key === null || shared.has(key)) continue;
    if (unique.delete(key)) shared.add(key);
    else unique.set(key, host);
  }
  return unique;
}
