import type { Finding } from '../model/finding.ts';
import type { Scan, ScannedHost } from '../model/scan.ts';
import type { LoneHost, Since } from '../model/since.ts';
import { hostChanges } from './host-changes.ts';
import { matchHosts } from './match-hosts.ts';

/** What really changed from one scan to a later one, host by host. Pure. */
export function compareScans(before: Scan, after: Scan): Since {
  const { pairs, onlyBefore, onlyNow } = matchHosts(before.hosts, after.hosts);
  const earlier = findingsByHost(before);
  const later = findingsByHost(after);
  const changed = pairs.flatMap((pair) => {
    const findings = { before: earlier.get(pair.before.id) ?? [], after: later.get(pair.after.id) ?? [] };
    const changes = hostChanges(pair, findings);
    return changes.length === 0 ? [] : [{ host: pair.after.id, changes }];
  });
  return {
    startedAt: before.startedAt,
    compared: pairs.length,
    changed,
    onlyBefore: onlyBefore.map((host) => loneHost(host, after)),
    onlyNow: onlyNow.map((host) => loneHost(host, before)),
    changedRules: changedRules(before, after),
  };
}

function findingsByHost({ findings }: Scan): ReadonlyMap<string, readonly Finding[]> {
  const byHost = new Map<string, Finding[]>();
  for (const finding of findings) {
    const known = byHost.get(finding.host);
    if (known === undefined) byHost.set(finding.host, [finding]);
    else known.push(finding);
  }
  return byHost;
}

/** A target that could not be asked in the other scan makes none of its hosts appear or vanish. */
function loneHost({ id, name, uuid, serial, target }: ScannedHost, other: Scan): LoneHost {
  const asked = !other.targets.some(({ url, error }) => url === target && error !== null);
  return { id, name, uuid, serial, asked };
}

function changedRules(before: Scan, after: Scan): readonly string[] {
  const hashes = new Map(before.rules.map(({ id, hash }) => [id, hash]));
  return after.rules.filter(({ id, hash }) => hashes.has(id) && hashes.get(id) !== hash).map(({ id }) => id);
}
