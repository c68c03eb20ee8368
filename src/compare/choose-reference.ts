import { EsxcheckError } from '../model/errors.ts';
import type { HostFacts } from '../model/facts.ts';
import { hostGlob } from '../model/glob.ts';
import { hostLabels } from '../model/place-labels.ts';
import { listingsOf } from './listings.ts';

/** More of them than this do not help to find a typing mistake. */
const MOST_SHOWN = 20;

/**
 * The host that the others are compared to: the one of that name, path, managed object id or hardware UUID; null: the only one.
 * Throws HOST_NOT_FOUND where it is none or several, and REFERENCE_UNREAD where nothing of it was read.
 */
export function chooseReference(facts: readonly HostFacts[], text: string | null): HostFacts {
  const found = text === null ? facts : meant(facts, text);
  const [reference, ...others] = found;
  if (reference === undefined) throw notFound(facts, text);
  if (others.length > 0) throw severalMeant(found, text);
  if (Object.values(listingsOf(reference)).some(({ entries }) => entries.size > 0)) return reference;
  const { name, trouble } = reference.host;
  const why = trouble === null ? '' : ` (${trouble.code}: ${trouble.detail})`;
  throw new EsxcheckError(
    'REFERENCE_UNREAD',
    `Nothing of ${JSON.stringify(name)} was read${why}, so nothing can be compared to it.`,
    {
      details: ['Compare to a host that answers, or to a snapshot of it: esxcheck snapshot --comparable'],
    },
  );
}

/** A name that is just so wins over a path or a glob. */
function meant(facts: readonly HostFacts[], text: string): readonly HostFacts[] {
  const plain = text.toLowerCase();
  const exact = facts.filter(({ host }) =>
    [host.name, host.moid, host.uuid ?? '', host.id].some((id) => id.toLowerCase() === plain),
  );
  if (exact.length > 0) return exact;
  const matches = hostGlob(text);
  return facts.filter(({ host }) => matches(host) === true);
}

function notFound(facts: readonly HostFacts[], text: string | null): EsxcheckError {
  const names = facts.slice(0, MOST_SHOWN).map(({ host }) => host.name);
  const sentence = text === null ? 'There is no host to compare to.' : `There is no host ${JSON.stringify(text)}.`;
  return new EsxcheckError('HOST_NOT_FOUND', sentence, {
    details: [names.length === 0 ? 'No host was read.' : `Hosts that were read: ${names.join(', ')}`],
  });
}

function severalMeant(found: readonly HostFacts[], text: string | null): EsxcheckError {
  const hosts = found.map(({ host }) => host);
  const labelOf = hostLabels(hosts);
  const more = found.length - MOST_SHOWN;
  const sentence =
    text === null ? `The snapshot holds ${found.length} hosts.` : `${JSON.stringify(text)} is more than one host.`;
  return new EsxcheckError('HOST_NOT_FOUND', sentence, {
    details: [
      text === null
        ? 'Name the one that is trusted with --to-host:'
        : 'Name the one that is trusted by its path, its managed object id or its hardware UUID:',
      ...hosts.slice(0, MOST_SHOWN).map((host) => `${labelOf(host)} (${host.uuid ?? host.moid})`),
      ...(more > 0 ? [`and ${more} more`] : []),
    ],
  });
}
