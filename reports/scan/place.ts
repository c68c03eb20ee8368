import { authorityOfUrl } from '../../src/model/inventory-path.ts';
import type { Scan, ScannedHost } from '../../src/model/scan.ts';
import { harmless } from '../text/harmless.ts';

/** Where a host stands, harmless: its cluster, after its vCenter where hosts of several are shown; '' where there is nothing to say. */
export function placeNamer({ hosts }: Pick<Scan, 'hosts'>): (host: ScannedHost) => string {
  const several = new Set(hosts.map(({ target }) => target)).size > 1;
  return ({ cluster, target }) => {
    const vcenter = authorityOfUrl(target);
    // What tells two clusters apart may be the vCenter itself.
    const isNamed = !several || cluster?.startsWith(`${vcenter}:`) === true;
    const parts = isNamed ? [cluster] : [vcenter, cluster];
    return parts
      .filter((part) => part !== null && part !== '')
      .map((part) => harmless(part ?? ''))
      .join(' / ');
  };
}
