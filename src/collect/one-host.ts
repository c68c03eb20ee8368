import type { Session } from '../connect/session.ts';
import { EsxcheckError } from '../model/errors.ts';
import { hostGlob } from '../model/glob.ts';
import { type LabelDemand, NO_LABELS } from '../model/host-labels.ts';
import { hostPath, PATH_FORMS } from '../model/inventory-path.ts';
import { isUuid, withUuids } from './hardware-ids.ts';
import type { InventoryHost } from './inventory.ts';
import { hasId, readLabelled } from './scope.ts';

/** More of them than this do not help to find a typing mistake. */
const MOST_SHOWN = 20;

interface OneHostOptions {
  readonly labels?: LabelDemand;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The one host that a text names: its name, its path in the inventory, its managed object id, or its hardware UUID. Exactly one:
 * a gate that judged another host would open for the wrong one. Throws HOST_NOT_FOUND, with what to type for each host that may
 * be meant, and HOST_UNREAD where a UUID is named and that of a host was not told.
 */
export async function readOneHost(
  session: Session,
  text: string,
  { labels = NO_LABELS, signal }: OneHostOptions = {},
): Promise<InventoryHost> {
  const listed = await readLabelled(session, labels, signal);
  const inventory = isUuid(text) ? await withUuids(session, listed, signal) : listed;
  const { url } = session.endpoint;
  const [host, ...others] = hostsMeant(inventory, text, url);
  const unread = inventory.filter(({ isUuidUnread }) => isUuidUnread === true);
  if (unread.length > 0 && host?.name.toLowerCase() !== text.toLowerCase()) throw perhapsOther(unread, text);
  if (host === undefined) throw notFound(inventory, text);
  if (others.length === 0) return host;
  const candidates = [host, ...others].slice(0, MOST_SHOWN);
  const known = isUuid(text) ? candidates : await withUuids(session, candidates, signal);
  throw severalMeant(known, { text, url, inventory, more: others.length + 1 - candidates.length });
}

/** All that a text can mean; a glob counts only where nothing is called just so. */
function hostsMeant(inventory: readonly InventoryHost[], text: string, target: string): readonly InventoryHost[] {
  const matches = hostGlob(text);
  const byGlob = inventory.filter(({ name, place }) => matches({ ...place, target, name }) === true);
  const plain = text.toLowerCase();
  const exact = inventory.filter((host) => host.name.toLowerCase() === plain || hasId(host, text));
  if (exact.length === 0) return byGlob;
  const byPath = text.includes('/') ? byGlob : [];
  return inventory.filter((host) => exact.includes(host) || byPath.includes(host));
}

/** Any of these may have the UUID that was named. */
function perhapsOther(unread: readonly InventoryHost[], text: string): EsxcheckError {
  const names = unread.slice(0, MOST_SHOWN).map(({ name }) => name);
  return new EsxcheckError('HOST_UNREAD', `Which host has the hardware UUID ${text} is not known.`, {
    details: [
      `Its own was not told of ${unread.length} of the hosts: ${names.join(', ')}`,
      'Name the host by its path or its managed object id.',
    ],
  });
}

function notFound(inventory: readonly InventoryHost[], text: string): EsxcheckError {
  const names = inventory.slice(0, MOST_SHOWN).map(({ name }) => name);
  return new EsxcheckError('HOST_NOT_FOUND', `There is no host ${JSON.stringify(text)}.`, {
    details: [`Hosts: ${names.join(', ')}`],
  });
}

interface AmbiguousHost {
  readonly text: string;
  readonly url: string;
  readonly inventory: readonly InventoryHost[];
  readonly more: number;
}

function severalMeant(candidates: readonly InventoryHost[], meant: AmbiguousHost): EsxcheckError {
  const lines = candidates.map(
    (host) => `${host.name}: ${namesFor(host, candidates, meant).join(', or ') || 'it has no name of its own'}`,
  );
  return new EsxcheckError('HOST_NOT_FOUND', `${JSON.stringify(meant.text)} is more than one host.`, {
    details: [
      'Name the one that is meant by its path, its managed object id or its hardware UUID:',
      ...lines,
      ...(meant.more > 0 ? [`and ${meant.more} more`] : []),
    ],
  });
}

/** What can be typed for a host and means no other: its shortest path, its managed object id, its hardware UUID. */
function namesFor(
  host: InventoryHost,
  candidates: readonly InventoryHost[],
  { url, inventory }: AmbiguousHost,
): readonly string[] {
  const standing = { ...host.place, target: url, name: host.name };
  const isAlone = (text: string): boolean => {
    const known = inventory.map((each) => candidates.find(({ object }) => object.value === each.object.value) ?? each);
    const [found, ...others] = hostsMeant(known, text, url);
    return others.length === 0 && found?.object.value === host.object.value;
  };
  const path = PATH_FORMS.map((form) => hostPath(standing, form)).find(isAlone);
  return [path, host.object.value, host.uuid].filter((text) => text !== undefined && text !== null).filter(isAlone);
}
