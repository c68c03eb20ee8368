import type { Host } from '../model/host.ts';

/** More of them than this help nobody to find the mistake. */
const MOST_TOLD = 10;
/** Between what two targets say of the moment of one boot, in milliseconds. */
const CLOCK_SLACK = 60_000;

/**
 * Sentences about hosts that two targets of a scan show with one hardware UUID, and that nothing in the scan tells apart: one
 * host that is asked both through its vCenter and directly, or that two vCenters list, counts twice. Pure.
 */
export function countedTwice(hosts: readonly Host[]): readonly string[] {
  const byUuid = new Map<string, Host[]>();
  for (const host of hosts.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
    if (host.uuid === null) continue;
    const key = host.uuid.toLowerCase();
    byUuid.set(key, [...(byUuid.get(key) ?? []), host]);
  }
  const said = [...byUuid.values()].flatMap((alike) => pairsOf(alike).filter(mayBeOne).map(sentence));
  const more = said.length - MOST_TOLD;
  return more > 0 ? [...said.slice(0, MOST_TOLD), `And ${more} more hosts that may count twice.`] : said;
}

type Pair = readonly [Host, Host];

/** Each host beside the first of another target; hosts of one target have ids of their own there. */
function pairsOf([first, ...others]: readonly Host[]): readonly Pair[] {
  if (first === undefined) return [];
  return others.filter(({ target }) => target !== first.target).map((other) => [first, other] as const);
}

function mayBeOne([one, other]: Pair): boolean {
  const serials = [one.serial, other.serial].map((serial) => serial?.toLowerCase() ?? null);
  if (!serials.includes(null) && serials[0] !== serials[1]) return false;
  // What was not told, or is no time, is NaN, and so no difference.
  const between = Math.abs(Date.parse(one.bootTime ?? '') - Date.parse(other.bootTime ?? ''));
  // A vCenter calls a host as it was added; two hosts that were asked themselves have each its own name.
  return (
    !(between > CLOCK_SLACK) &&
    !(isDirect(one) && isDirect(other) && one.name.toLowerCase() !== other.name.toLowerCase())
  );
}

function isDirect({ moid }: Host): boolean {
  return moid === 'ha-host';
}

function sentence([one, other]: Pair): string {
  return (
    `${one.name} of ${one.target} and ${other.name} of ${other.target} have one hardware UUID, and nothing that was read tells ` +
    'them apart: where they are one host, it counts twice.'
  );
}
