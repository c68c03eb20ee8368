import type { PropertyValue } from '../../model/facts.ts';
import { ABSENT, read, type Reading } from '../../model/reading.ts';
import { morefKey, type Moref } from '../../vim/moref.ts';
import { type AttachedProfiles, readHostProfiles } from '../circumstances/host-profiles.ts';
import { type GatheredReader, mapped } from './reader.ts';

/** The name of the host profile that is attached to the host or to its cluster; absent where there is none. */
export const hostProfile: GatheredReader = {
  kind: 'gathered',
  paths: ['parent'],
  since: null,
  begin: (around) => {
    const clusters = new Map<string, Reading<Moref>>();
    return {
      note: (host, content) => {
        clusters.set(host.moid, around.clusterOf(host, content));
      },
      finish: async () => {
        const attached = around.isDirect
          ? read<AttachedProfiles>(new Map())
          : await readHostProfiles(around.session, around.signal);
        return new Map(
          [...clusters].map(([moid, cluster]) => [moid, mapped(attached, (all) => profileOf(moid, cluster, all))]),
        );
      },
    };
  },
};

/** The host's own outweighs its cluster's. */
function profileOf(moid: string, cluster: Reading<Moref>, attached: AttachedProfiles): Reading<PropertyValue> {
  const own = attached.get(morefKey({ type: 'HostSystem', value: moid }));
  if (own !== undefined) return read(own);
  return mapped(cluster, (known) => {
    const ofCluster = attached.get(morefKey(known));
    return ofCluster === undefined ? ABSENT : read(ofCluster);
  });
}
