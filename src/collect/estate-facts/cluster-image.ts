import { releaseOfBaseImage } from '../../model/base-image.ts';
import type { PropertyValue } from '../../model/facts.ts';
import type { Host } from '../../model/host.ts';
import type { Problem } from '../../model/problem.ts';
import { read, type Reading, unread } from '../../model/reading.ts';
import { type DesiredImage, desiredImage, type ImageCheck, imageCompliance } from '../../rest/cluster-image.ts';
import type { HostWords } from '../../rest/host-words.ts';
import type { Moref } from '../../vim/moref.ts';
import { mapped } from '../property-value.ts';
import { daysSince, momentWords, serverTime } from './check-age.ts';
import { askClusters, type WordsByCluster, wordOf } from './cluster-words.ts';
import { ofOwned } from './owned-clusters.ts';
import { type ClusterContext, type GatheredReader, NOT_TOLD } from './reader.ts';

/** Both calls take it, on the cluster (docs/internals/rest.md 3.4). */
const PRIVILEGE = 'VcIntegrity.lifecycleSoftwareSpecification.Read';

/** Which questions a fact rests on: what is not needed is not asked, and unread. */
type Need = 'image' | 'check' | 'time';

/** What there is to make a fact of one host of. */
interface HostImage {
  readonly host: Host;
  readonly image: Reading<DesiredImage>;
  readonly check: Reading<ImageCheck>;
  readonly now: Reading<number>;
}

/**
 * The version that the image of the cluster wants on the host. Where some of its hosts have another image, which one is this
 * host's is told by the last check alone.
 */
export const imageVersion = ofImage(['image'], ({ image, check }) =>
  mapped(image, ({ version, hasAlternatives }) =>
    hasAlternatives ? mapped(check, ({ target }) => read(target)) : read(version),
  ),
);

export const imageWord = ofImage(['check'], ({ check }) => mapped(check, ({ status }) => read(status)));

export const imageCheckedAt = ofImage(['check'], ({ check }) =>
  mapped(check, ({ checkedAt }) => read(momentWords(checkedAt))),
);

export const imageCheckDays = ofImage(['check', 'time'], ({ check, now }) =>
  mapped(check, ({ checkedAt }) => mapped(now, (time) => daysSince(checkedAt, time))),
);

/** vCenter's word is about what it compared then; what is known of the host and of its image now may be something else. */
export const imageContradictions = ofImage(['check', 'image'], ({ host, image, check }) =>
  mapped(check, (last) => {
    if (last.status !== 'COMPLIANT') return read([]);
    const { build } = host;
    if (build === null) return unread({ code: 'not-reported', detail: 'the build was not reported' });
    return mapped(image, ({ version, hasAlternatives }) => {
      const expected = hasAlternatives ? last.target : version;
      const others = otherImage(last, expected);
      const release = releaseOfBaseImage(expected);
      // Where the build of an image is not known, that nothing speaks against the word was not seen.
      if (release === null) return others.length === 0 ? unread(OF_ANOTHER_FORM) : read(others);
      return read(release.build === build ? others : [...others, `build ${build} runs, ${release.build} is expected`]);
    });
  }),
);

function otherImage({ current, target }: ImageCheck, expected: string): readonly string[] {
  return [
    ...(current === target ? [] : [`found base image ${current}, expected ${target}`]),
    ...(target === expected ? [] : [`compared with base image ${target}, now ${expected}`]),
  ];
}

const OF_ANOTHER_FORM: Problem = {
  code: 'unexpected-answer',
  detail: 'the version of the image is of another form, so that no build can be compared with it',
};

function ofImage(needs: readonly Need[], fact: (known: HostImage) => Reading<PropertyValue>): GatheredReader {
  return ofOwned({
    owner: 'image',
    ask: (around, clusters) => imageWords(around, clusters, new Set(needs)),
    from: (host, cluster, { images, checks, now }) => {
      const check = mapped(checks.get(cluster) ?? unread(NOT_TOLD), (hosts) => wordOf(hosts(host.moid)));
      return fact({ host, image: images.get(cluster) ?? unread(NOT_TOLD), check, now });
    },
  });
}

interface ImageWords {
  readonly images: WordsByCluster<DesiredImage>;
  readonly checks: WordsByCluster<HostWords<ImageCheck>>;
  readonly now: Reading<number>;
}

/** Each asked once a target: every fact is about the clusters of the same hosts. */
type Asked = { -readonly [Part in keyof ImageWords]?: Promise<ImageWords[Part]> };

const shared = new WeakMap<ClusterContext, Asked>();

async function imageWords(
  around: ClusterContext,
  clusters: readonly Moref[],
  needs: ReadonlySet<Need>,
): Promise<ImageWords> {
  const asked = shared.get(around) ?? {};
  shared.set(around, asked);
  const images = needs.has('image') ? await (asked.images ??= askImages(around, clusters)) : NOTHING;
  const isComposite = [...images.values()].some((image) => image.kind === 'read' && image.value.hasAlternatives);
  const checks = needs.has('check') || isComposite ? await (asked.checks ??= askChecks(around, clusters)) : NOTHING;
  const isTimed = needs.has('time') && clusters.length > 0;
  return { images, checks, now: isTimed ? await (asked.now ??= serverTime(around)) : unread(NOT_TOLD) };
}

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();

function askImages(around: ClusterContext, clusters: readonly Moref[]): Promise<ImageWords['images']> {
  return askClusters(around, clusters, { call: desiredImage, privilege: PRIVILEGE, notFound: 'not-reported' });
}

function askChecks(around: ClusterContext, clusters: readonly Moref[]): Promise<ImageWords['checks']> {
  return askClusters(around, clusters, { call: imageCompliance, privilege: PRIVILEGE, notFound: 'not-checked' });
}
