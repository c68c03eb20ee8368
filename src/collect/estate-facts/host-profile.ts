import type { PropertyValue } from '../../model/facts.ts';
import { ABSENT, read, type Reading } from '../../model/reading.ts';
import { type Moref, morefKey } from '../../vim/moref.ts';
import { type AttachedProfiles, readHostProfiles } from '../circumstances/host-profiles.ts';
import { mapped } from '../property-value.ts';
import { byCluster } from './reader.ts';

/** The name of the host profile that is attached to the host or to its cluster; absent where there is none. */
export const hostProfile = byCluster(async ({ isDirect, session, signal }) => {
  const attached = isDirect ? read<AttachedProfiles>(new Map()) : await readHostProfiles(session, signal);
  return (moid, cluster) => mapped(attached, (all) => profileOf(moid, cluster, all));
});

/** The host's own outweighs its cluster's. */
function profileOf(moid: string, cluster: Reading<Moref>, attached: AttachedProfiles): Reading<PropertyValue> {
  const own = attached.get(morefKey({ type: 'HostSystem', value: moid }));
  if (own !== undefined) return read(own);
  return mapped(cluster, (known) => {
    const ofCluster = attached.get(morefKey(known));
    return ofCluster === undefined ? ABSENT : read(ofCluster);
  });
}
