import type { PropertyValue } from '../../model/facts.ts';
import { ABSENT, read, type Reading, unread } from '../../model/reading.ts';
import { booleanOf, childrenNamed, isTold, structureIn, textOf, type VimElement } from '../../vim/element.ts';
import { mapped, readAt } from '../property-value.ts';
import type { ToldReader } from './reader.ts';

const INFO = 'config.authenticationManagerInfo';

/** The Active Directory domain of a host and how the membership stands; a host that joined none has neither. */
interface Directory {
  readonly domain: string;
  readonly status: string;
}

/** `HostActiveDirectoryInfoDomainMembershipStatus` (docs/internals/wire.md 2.8). */
const STATUSES = [
  'ok',
  'unknown',
  'noServers',
  'clientTrustBroken',
  'serverTrustBroken',
  'inconsistentTrust',
  'otherProblem',
] as const;

/** Ours, for a host that says that it is in no domain. */
const NOT_JOINED = 'notJoined';

/** What the host itself does not know, nobody has read. */
const UNTOLD = unread({ code: 'not-reported', detail: 'the host does not know how its membership stands', path: INFO });

/** The domain that the host joined; absent where it says that it joined none. */
export const directory = ofDirectory((found) => (found === null ? ABSENT : read(found.domain)));

/** How the membership stands: `ok`, one of the troubles that the API names, or `notJoined`. */
export const directoryStatus = ofDirectory((found) => {
  if (found === null) return read(NOT_JOINED);
  return found.status === 'unknown' ? UNTOLD : read(found.status);
});

function ofDirectory(fact: (found: Directory | null) => Reading<PropertyValue>): ToldReader {
  return {
    kind: 'told',
    paths: [INFO],
    since: '4.1',
    from: (content) => mapped(readAt(content, INFO, directoryIn), ({ found }) => fact(found)),
  };
}

/**
 * `HostAuthenticationManagerInfo`: a host tells of each way to log in, and of Active Directory also while it is off. So only an
 * entry of that kind that says so is proof that no domain was joined; none, two, or one that contradicts itself are none.
 */
function directoryIn(value: VimElement): { readonly found: Directory | null } | null {
  const info = structureIn(value);
  const stores = info === null ? [] : childrenNamed(info, 'authConfig');
  const [store, second] = stores.filter(({ xsiType }) => xsiType === 'HostActiveDirectoryInfo');
  const isWhole = stores.every(({ xsiType }) => xsiType?.startsWith('Host') === true);
  if (store === undefined || second !== undefined || !isWhole) return null;
  return booleanOf(store, 'enabled') === false ? notJoined(store) : joined(store);
}

/** While it is off, real hosts leave the domain and the status out. */
function notJoined(store: VimElement): { readonly found: null } | null {
  const status = isTold(store, 'domainMembershipStatus') ? textOf(store, 'domainMembershipStatus') : 'unknown';
  return isTold(store, 'joinedDomain') || status !== 'unknown' ? null : { found: null };
}

function joined(store: VimElement): { readonly found: Directory } | null {
  const domain = (textOf(store, 'joinedDomain') ?? '').trim();
  const status = STATUSES.find((word) => word === textOf(store, 'domainMembershipStatus')?.trim());
  const isOn = booleanOf(store, 'enabled') === true;
  return isOn && domain !== '' && status !== undefined ? { found: { domain, status } } : null;
}
