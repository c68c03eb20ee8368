import type { Scan, ScannedHost } from '../../src/model/scan.ts';
import { harmless } from '../text/harmless.ts';

/** Where a host stands, harmless: its cluster, after its vCenter where hosts of several are shown; '' where there is nothing to say. */
export function placeNamer({ hosts }: Pick<Scan, 'hosts'>): (host: ScannedHost) => string {
  const several = new Set(hosts.map(({ target }) => target)).size > 1;
  return ({ cluster, target }) => {
    const parts = several ? [hostOfUrl(target), cluster] : [cluster];
    return parts
      .filter((part) => part !== null && part !== '')
      .map((part) => harmless(part ?? ''))
      .join(' / ');
  };
}

/** `https://vc01.lab:443/sdk` as people call it. */
function hostOfUrl(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
