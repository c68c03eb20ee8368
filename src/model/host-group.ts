import { clusterGlob, globMatcher } from './glob.ts';
import type { Host } from './host.ts';
import { attributeMatcher, folderMatcher, type LabelDemand, tagMatcher } from './host-labels.ts';
import { authorityOfUrl } from './inventory-path.ts';
import { every, some, type TriState } from './tri-state.ts';

/** Hosts by where they stand and what they bear: values of one list are alternatives, and all lists that are given must match. */
export interface HostGroup {
  /** Globs over names of clusters, or over paths such as `DC1/Prod`. */
  readonly clusters?: readonly string[] | undefined;
  readonly datacenters?: readonly string[] | undefined;
  /** Globs over targets as people call them: `vc01.example.com`. */
  readonly targets?: readonly string[] | undefined;
  /** See `folderMatcher`, `tagMatcher` and `attributeMatcher`. */
  readonly folders?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly attributes?: readonly string[] | undefined;
}

type Matcher = (host: Host) => TriState;

/** Whether a host is of the group; undefined where that hangs on something that was not read. */
export function groupMatcher(group: HostGroup): Matcher {
  const parts = (Object.keys(MATCHERS) as (keyof HostGroup)[]).flatMap((kind) => {
    const values = group[kind];
    if (values === undefined) return [];
    const matchers = values.map(MATCHERS[kind]);
    return [(host: Host) => some(matchers.map((matches) => matches(host)))];
  });
  return (host) => every(parts.map((matches) => matches(host)));
}

const MATCHERS: Readonly<Record<keyof HostGroup, (text: string) => Matcher>> = {
  clusters: clusterMatcher,
  datacenters: (text) => {
    const matches = globMatcher(text);
    return ({ datacenter }) => (datacenter === null ? undefined : matches(datacenter));
  },
  targets: (text) => {
    const matches = globMatcher(text);
    return ({ target }) => matches(authorityOfUrl(target));
  },
  folders: folderMatcher,
  tags: tagMatcher,
  attributes: attributeMatcher,
};

/** A host that stands alone is in no cluster; one whose compute resource was not told may be in any. */
function clusterMatcher(text: string): Matcher {
  const matches = clusterGlob(text);
  return (host) => {
    if (host.cluster === null) return host.computeResource === null ? undefined : false;
    return matches({ ...host, name: host.cluster });
  };
}

/** The labels that have to be read so that it is known who is of these groups. */
export function labelsOfGroups(groups: readonly HostGroup[]): LabelDemand {
  return {
    tags: groups.some(({ tags }) => tags !== undefined),
    attributes: groups.some(({ attributes }) => attributes !== undefined),
  };
}
