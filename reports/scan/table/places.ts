import { grouped } from '../../../src/model/group-by.ts';
import type { ScannedHost } from '../../../src/model/scan.ts';
import { harmlessOr } from '../../text/cells.ts';
import { displayWidth } from '../../text/width.ts';
import { counted } from '../../text/wrap.ts';
import { type PlaceCount, placesOf } from '../summary/rule-rows.ts';

type PlaceOf = (host: ScannedHost) => string;

/** More hosts than anybody reads on one line, so that their names need not be joined to find out. */
const MOST_NAMED = 40;

/** Where some hosts are, in the most telling words that fit: names by cluster, counts by cluster, how many clusters. */
export function whereText(hosts: readonly ScannedHost[], placeOf: PlaceOf, room: number): string {
  if (hosts.length <= MOST_NAMED) {
    const names = namesByPlace(hosts, placeOf).join('; ');
    if (displayWidth(names) <= room) return names;
  }
  const places = placesOf(hosts, placeOf);
  const counts = places.map(({ place, hosts: held }) => `${place === '' ? 'no cluster' : place} ${held}`);
  const whole = counts.join(', ');
  return displayWidth(whole) <= room ? whole : (leading(counts, room) ?? clustersText(places));
}

/** `Gen8-A: esx-01, esx-02`, an item a cluster. */
export function namesByPlace(hosts: readonly ScannedHost[], placeOf: PlaceOf): readonly string[] {
  return [...grouped(hosts, placeOf)].map(([place, held]) => {
    const names = held.map(({ name }) => harmlessOr(name, '?')).join(', ');
    return place === '' ? names : `${place}: ${names}`;
  });
}

/** As many as fit, at least two, and how many more there are. */
function leading(counts: readonly string[], room: number): string | null {
  const most = Math.min(counts.length - 1, Math.ceil(room / 4));
  for (let shown = most; shown >= 2; shown -= 1) {
    const more = counted(counts.length - shown, 'more cluster');
    const text = `${counts.slice(0, shown).join(', ')} and ${more}`;
    if (displayWidth(text) <= room) return text;
  }
  return null;
}

function clustersText(places: readonly PlaceCount[]): string {
  const clusters = places.filter(({ place }) => place !== '').length;
  const outside = places.length - clusters;
  return [
    ...(clusters === 0 ? [] : [counted(clusters, 'cluster')]),
    ...(outside === 0 ? [] : ['hosts without a cluster']),
  ].join(' and ');
}
