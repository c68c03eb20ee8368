import type { Session } from '../../connect/session.ts';
import type { PropertyValue } from '../../model/facts.ts';
import type { Host } from '../../model/host.ts';
import { read, type Reading, unread } from '../../model/reading.ts';
import { queryLockdownExceptions } from '../../vim/methods/authorization.ts';
import type { Moref } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { problemFromError } from '../answer-problem.ts';
import { readBootDevice } from '../circumstances/boot.ts';
import { readBase, readStagedBase, readStagedImage } from '../circumstances/staged-image.ts';
import type { GatheredReader } from '../estate-facts/reader.ts';
import type { HostEsxcli } from '../host-esxcli.ts';
import type { HOST_SINCE } from '../optional-properties.ts';
import { type Decode, readAt } from '../property-value.ts';

/** A fact that stands in the host's own properties: it comes with those that are read anyway. */
export interface ToldReader {
  readonly kind: 'told';
  readonly paths: readonly string[];
  /**
   * The API version that knows the paths; an older server would fault the whole call (docs/internals/wire.md 2.4). Null: all do.
   */
  readonly since: string | null;
  readonly from: (content: ObjectContent, host: Host) => Reading<PropertyValue>;
}

/** One path that all servers know, and that a connected host always tells. */
export function told(path: string, decode: Decode<PropertyValue>): ToldReader {
  return { kind: 'told', paths: [path], since: null, from: (content) => readAt(content, path, decode) };
}

/** A fact that only the host itself tells: calls for each host. */
interface AskedReader {
  readonly kind: 'asked';
  readonly ask: (esxcli: HostEsxcli) => Promise<Reading<PropertyValue>>;
}

/** A fact that a managed object of the host tells: one call for each host. */
export interface PartReader {
  readonly kind: 'part';
  /** The property that leads to the object, such as `configManager.hostAccessManager`. */
  readonly path: keyof typeof HOST_SINCE;
  /** As in ToldReader. */
  readonly since: string | null;
  readonly ask: (part: Part) => Promise<Reading<PropertyValue>>;
}

export interface Part {
  readonly session: Session;
  readonly object: Moref;
  readonly signal?: AbortSignal;
}

/** A fact that follows from the identity of the host, which is always read: found when hosts are judged. */
interface DerivedReader {
  readonly kind: 'derived';
}

export const derived: DerivedReader = { kind: 'derived' };

export type PropertyReader = DerivedReader | ToldReader | AskedReader | PartReader | GatheredReader;

export const GARBLED: Reading<never> = unread({
  code: 'unexpected-answer',
  detail: 'the property came without members that it must have',
});

export const TOO_OLD: Reading<never> = unread({
  code: 'not-reported',
  detail: 'the API of the server is older than this property',
});

export const bootDevice: AskedReader = { kind: 'asked', ask: readBootDevice };

export const stagedImage: AskedReader = {
  kind: 'asked',
  ask: async (esxcli) => {
    const reading = await readStagedImage(esxcli);
    return reading.kind === 'read' ? read(String(reading.value)) : reading;
  },
};

export const baseVersion: AskedReader = { kind: 'asked', ask: (esxcli) => readBase(esxcli) };

export const stagedBase: AskedReader = { kind: 'asked', ask: readStagedBase };

/** `HostAccessManager.QueryLockdownExceptions`, since API 6.0. */
export const lockdownExceptions: PartReader = {
  kind: 'part',
  path: 'configManager.hostAccessManager',
  since: '6.0',
  ask: async ({ session, object, signal }) => {
    try {
      return read(await session.call(queryLockdownExceptions(object), signal === undefined ? {} : { signal }));
    } catch (error) {
      return unread(problemFromError(error));
    }
  },
};
