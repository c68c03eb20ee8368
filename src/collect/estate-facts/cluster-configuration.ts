import type { PropertyValue } from '../../model/facts.ts';
import { read, type Reading, unread } from '../../model/reading.ts';
import { type ConfigurationCheck, configurationCompliance } from '../../rest/cluster-configuration.ts';
import type { HostWords } from '../../rest/host-words.ts';
import { type Moref, morefKey } from '../../vim/moref.ts';
import { isAtLeast } from '../../vim/version.ts';
import { mapped } from '../property-value.ts';
import { daysSince, momentWords, serverTime } from './check-age.ts';
import { askClusters, type WordsByCluster, wordOf } from './cluster-words.ts';
import { ofOwned } from './owned-clusters.ts';
import { type ClusterContext, type GatheredReader, NOT_TOLD } from './reader.ts';

/** The call takes it, on the cluster (docs/internals/rest.md 3.4). */
const PRIVILEGE = 'VcIntegrity.ClusterConfiguration.View';

export const configurationWord = ofProfile(({ status }) => read(status));

export const configurationDrift = ofProfile(({ drift }) => read(drift));

export const configurationCheckedAt = ofProfile(({ checkedAt }) => read(momentWords(checkedAt)));

export const configurationCheckDays = ofProfile(({ checkedAt }, now) =>
  mapped(now, (time) => daysSince(checkedAt, time)),
);

function ofProfile(fact: (check: ConfigurationCheck, now: Reading<number>) => Reading<PropertyValue>): GatheredReader {
  return ofOwned({
    owner: 'configuration profile',
    ask: (around, clusters) => profileWords(around, clusters),
    from: ({ moid }, cluster, { checks, now }) =>
      mapped(checks.get(cluster) ?? unread(NOT_TOLD), (hosts) =>
        mapped(wordOf(hosts(moid)), (check) => fact(check, now)),
      ),
  });
}

interface ProfileWords {
  readonly checks: WordsByCluster<HostWords<ConfigurationCheck>>;
  readonly now: Reading<number>;
}

/** All facts rest on one reading: they ask about the clusters of the same hosts. */
const shared = new WeakMap<ClusterContext, Promise<ProfileWords>>();

function profileWords(around: ClusterContext, clusters: readonly Moref[]): Promise<ProfileWords> {
  const words = shared.get(around) ?? askWords(around, clusters);
  shared.set(around, words);
  return words;
}

async function askWords(around: ClusterContext, clusters: readonly Moref[]): Promise<ProfileWords> {
  const checks = isAtLeast(around.session.apiVersion, SINCE)
    ? await askClusters(around, clusters, {
        call: configurationCompliance,
        privilege: PRIVILEGE,
        notFound: 'not-checked',
      })
    : new Map(clusters.map((cluster) => [morefKey(cluster), TOO_OLD]));
  return { checks, now: clusters.length > 0 ? await serverTime(around) : unread(NOT_TOLD) };
}

/** Before that the result is a preview, whose form may be another one (docs/internals/rest.md 3.3). */
const SINCE = '8.0.1.0';

const TOO_OLD = unread({
  code: 'rest-unavailable',
  detail: 'vCenter tells what it found of configuration profiles from 8.0.1 on',
});
