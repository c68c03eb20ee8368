import type { Host } from './host.ts';

/**
 * The ids of hosts, each once: hosts of several targets that have one id, such as boards with one hardware UUID that are asked
 * directly, get `@` and their target behind it. All others keep theirs, whatever else a scan saw. Hosts of one target that
 * share an id, which no server should show, still do.
 */
export function idsApart(hosts: readonly Pick<Host, 'id' | 'target'>[]): readonly string[] {
  const own = hosts.map(({ id, target }) => ({ id, placed: `${id}@${placeOf(target)}` }));
  let ids = own.map(({ id }) => id);
  // Another host may be called what one is called now: again, until nothing changes.
  for (;;) {
    const shared = repeated(ids);
    const next = own.map(({ placed }, index) => (shared.has(ids[index] ?? '') ? placed : (ids[index] ?? '')));
    if (next.every((id, index) => id === ids[index])) return ids;
    ids = next;
  }
}

function repeated(ids: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(ids.filter((id) => seen.has(id) || !seen.add(id)));
}

/** `esx-01.lab:8443` for `https://esx-01.lab:8443/sdk`; any other text is marked, so that two targets are never one place. */
function placeOf(target: string): string {
  const host = URL.canParse(target) ? new URL(target).host : '';
  return target === `https://${host}/sdk` ? host : `(${target})`;
}
