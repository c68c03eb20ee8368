import type { PropertyValue } from '../../model/facts.ts';
import { read, type Reading, unread } from '../../model/reading.ts';
import { isAtLeast } from '../../vim/api-version.ts';
import { morefKey, type Moref } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import type { ClusterSettings } from '../cluster-settings.ts';
import { booleanIn, mapped, orWhenAbsent, readOptionalAt } from '../property-value.ts';
import { CLUSTER } from './around.ts';
import { NOT_TOLD, ofCluster } from './of-cluster.ts';
import { readEach } from './read-each.ts';

function setting(of: (settings: ClusterSettings) => string | boolean | null) {
  const fact = (settings: ClusterSettings): Reading<PropertyValue> => {
    const value = of(settings);
    return value === null ? unread(NOT_TOLD) : read(String(value));
  };
  return ofCluster(async (around, clusters) => {
    const settings = await around.clusterSettings(clusters);
    return new Map([...settings].map(([key, reading]) => [key, mapped(reading, fact)]));
  });
}

export const clusterHa = setting(({ ha }) => ha);
export const clusterDrs = setting(({ drs }) => drs);

/**
 * Whether something owns the cluster's hosts, by a property of the cluster. A server older than `since` has no such owner,
 * and asking it would fault the whole call (protocol.md 2.4). Unset means that there is none.
 */
function ownedBy(path: 'lifecycleManaged' | 'configManagerEnabled', since: string) {
  const truthIn = (content: ObjectContent): Reading<PropertyValue> =>
    mapped(orWhenAbsent(readOptionalAt(content, path, booleanIn), false), (truth) => read(String(truth)));
  return ofCluster(async (around, objects) =>
    isAtLeast(around.session.apiVersion, since)
      ? readEach(around, { type: CLUSTER, paths: [path], objects }, truthIn)
      : nobody(objects),
  );
}

function nobody(clusters: readonly Moref[]): ReadonlyMap<string, Reading<PropertyValue>> {
  return new Map(clusters.map((cluster) => [morefKey(cluster), read('false')]));
}

export const clusterImage = ownedBy('lifecycleManaged', '7.0.0.0');
export const clusterConfigurationProfile = ownedBy('configManagerEnabled', '8.0.0.0');
