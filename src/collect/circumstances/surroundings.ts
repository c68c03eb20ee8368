import type { Session } from '../../connect/session.ts';
import { read, type Reading } from '../../model/reading.ts';
import { asMoref } from '../../vim/element.ts';
import { type Moref, morefKey } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { problemFromError } from '../answer-problem.ts';
import { booleanIn, orWhenAbsent, readAt, readOptionalAt, textIn } from '../property-value.ts';
import { retrieveKnown } from '../retrieve-known.ts';
import { lostBootDeviceIn } from './boot.ts';

/** What properties tell of one host's surroundings. */
export interface HostSurroundings {
  /** Cluster, or the compute resource of a standalone host. */
  readonly parent: Reading<Moref>;
  readonly managementServerIp: Reading<string | null>;
  /** Whether the host itself says that its boot device is gone. */
  readonly lostBootDevice: Reading<boolean>;
}

const PATHS = ['parent', 'summary.managementServerIp', 'configIssue'];

/** Reads the surroundings of the hosts, by managed object id. A host that is not in the answer is not in the map. */
export async function readSurroundings(
  session: Session,
  hosts: readonly Moref[],
  options: { readonly signal?: AbortSignal },
): Promise<ReadonlyMap<string, HostSurroundings>> {
  const surroundings = new Map<string, HostSurroundings>();
  await quietly(async () => {
    for await (const content of retrieveKnown(session, { type: 'HostSystem', paths: PATHS }, hosts, options)) {
      surroundings.set(content.object.value, surroundingsFrom(content));
    }
  });
  return surroundings;
}

function surroundingsFrom(content: ObjectContent): HostSurroundings {
  return {
    parent: readAt(content, 'parent', asMoref),
    managementServerIp: orWhenAbsent(readOptionalAt(content, 'summary.managementServerIp', textIn), null),
    lostBootDevice: lostBootDeviceIn(content),
  };
}

/**
 * Whether each cluster has a configuration profile, by its key. The property is of vSphere 8 (docs/internals/wire.md 6.1b): an
 * older server has no such profiles, and asking it would fault the whole call. Unset means that there is none.
 */
export async function readClusterProfiles(
  session: Session,
  clusters: readonly Moref[],
  options: { readonly signal?: AbortSignal },
): Promise<ReadonlyMap<string, Reading<boolean>>> {
  if (Number.parseInt(session.apiVersion, 10) < 8) {
    return new Map(clusters.map((cluster) => [morefKey(cluster), read(false)]));
  }
  const profiles = new Map<string, Reading<boolean>>();
  const properties = { type: 'ComputeResource', paths: ['configManagerEnabled'] };
  await quietly(async () => {
    for await (const content of retrieveKnown(session, properties, clusters, options)) {
      const enabled = readOptionalAt(content, 'configManagerEnabled', booleanIn);
      profiles.set(morefKey(content.object), orWhenAbsent(enabled, false));
    }
  });
  return profiles;
}

/** A call that fails leaves unread what it would have told; an interruption or a bug is thrown on. */
async function quietly(reading: () => Promise<void>): Promise<void> {
  try {
    await reading();
  } catch (error) {
    problemFromError(error);
  }
}
