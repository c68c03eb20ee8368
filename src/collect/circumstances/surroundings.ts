import type { Session } from '../../connect/session.ts';
import type { Problem } from '../../model/problem.ts';
import { read, type Reading, unread } from '../../model/reading.ts';
import { asBoolean, asMoref } from '../../vim/element.ts';
import { morefKey, type Moref } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { problemFromError, problemFromFault } from '../problem-from.ts';
import { tellsLostBootDevice } from './boot-issue.ts';

/** What properties tell of one host's surroundings. */
export interface Surroundings {
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
): Promise<ReadonlyMap<string, Surroundings>> {
  const surroundings = new Map<string, Surroundings>();
  const request = { properties: [{ type: 'HostSystem', paths: PATHS }], objects: hosts };
  await quietly(async () => {
    for await (const content of session.retrieve(request, options)) {
      surroundings.set(content.object.value, surroundingsFrom(content));
    }
  });
  return surroundings;
}

function surroundingsFrom(content: ObjectContent): Surroundings {
  const parent = content.properties.get('parent');
  const moref = parent === undefined ? null : asMoref(parent);
  const issues = content.properties.get('configIssue');
  return {
    parent: faultAt(content, 'parent') ?? (moref === null ? unread(NO_PARENT) : read(moref)),
    managementServerIp:
      faultAt(content, 'summary.managementServerIp') ??
      read(content.properties.get('summary.managementServerIp')?.text ?? null),
    lostBootDevice: faultAt(content, 'configIssue') ?? read(issues !== undefined && tellsLostBootDevice(issues)),
  };
}

const NO_PARENT: Problem = { code: 'not-reported', detail: 'the cluster of the host was not told' };

function faultAt({ missing }: ObjectContent, path: string): Reading<never> | null {
  const fault = missing.get(path) ?? missing.get('');
  return fault === undefined ? null : unread(problemFromFault(fault));
}

/**
 * Whether each cluster has a configuration profile, by its key. The property is of vSphere 8 (protocol.md 6.1b): an older
 * server has no such profiles, and asking it would fault the whole call. Unset means that there is none.
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
  const properties = [{ type: 'ComputeResource', paths: ['configManagerEnabled'] }];
  await quietly(async () => {
    for await (const content of session.retrieve({ properties, objects: clusters }, options)) {
      const enabled = content.properties.get('configManagerEnabled');
      const truth = enabled === undefined ? false : asBoolean(enabled.text);
      const reading = truth === null ? unread(GARBLED) : read(truth);
      profiles.set(morefKey(content.object), faultAt(content, 'configManagerEnabled') ?? reading);
    }
  });
  return profiles;
}

const GARBLED: Problem = { code: 'unexpected-answer', detail: 'configManagerEnabled is neither true nor false' };

/** A call that fails leaves unread what it would have told; an interruption or a bug is thrown on. */
async function quietly(reading: () => Promise<void>): Promise<void> {
  try {
    await reading();
  } catch (error) {
    problemFromError(error);
  }
}
