import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateHost } from '../../src/evaluate/evaluate-host.ts';
import { noTarget, plannedFor, unclearTarget } from '../../src/evaluate/planned-release.ts';
import { releaseOfBaseImage } from '../../src/model/base-image.ts';
import type { TargetRelease } from '../../src/model/catalog.ts';
import { ABSENT, read, type Reading, unread } from '../../src/model/reading.ts';
import type { HostFacts } from '../../src/model/facts.ts';
import type { Rule } from '../../src/model/rule.ts';
import { KNOWN_RELEASES } from '../../src/checks/values/release-branch.ts';
import { cameOutNoEarlier, releasePeriod } from '../../src/checks/values/release-period.ts';
import { compareVersions } from '../../src/checks/values/value.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { factsOf, HOST } from '../evaluate/facts.ts';
import { runs } from '../support/sample.ts';

const rules = await loadPacks({ dir: 'rules', packs: new Set(['upgrade']) });
/** Those that are for the planned release. */
const planned = rules.filter(({ id }) => id !== 'upgrade/source-not-withdrawn');

const builds = fc.constantFrom(...[...KNOWN_RELEASES].map(([build, { version }]) => ({ build, version })));

function ageOf(running: { build: number; version: string }, target: string | null): string {
  const back = rules.find(({ id }) => id === 'upgrade/no-back-in-time') as Rule;
  const facts = factsOf({ host: { version: running.version, build: String(running.build) } });
  const given = new Map(target === null ? [] : [['target-release', target]]);
  return evaluateHost(facts, [back], given)[0]?.verdict ?? '';
}

test('of a release that no catalog holds it is said so, and of a host whose cluster was not read what it hangs on', () => {
  const back = rules.find(({ id }) => id === 'upgrade/no-back-in-time') as Rule;
  const facts = factsOf({ host: { version: '8.0.3', build: '24022510' } });
  const messageOf = (target: string) => evaluateHost(facts, [back], new Map([['target-release', target]]))[0]?.message;
  expect(messageOf('26000000')).toContain('No catalog tells what the planned release is');
  const unclear = unclearTarget(new Map(), null).get('target-release') ?? '';
  expect(messageOf(unclear)).toContain('it hangs on its cluster');
});

describe('back in time', () => {
  test('a release is never before itself, and of two releases one alone can be before the other', () => {
    fc.assert(
      fc.property(builds, builds, (one, other) => {
        const [a, b] = [releasePeriod(one), releasePeriod(other)];
        if (a === null || b === null) return;
        if (cameOutNoEarlier(a, b) === false) expect(cameOutNoEarlier(b, a)).toBe(true);
        expect(ageOf(one, String(one.build))).not.toBe('fail');
      }),
      { numRuns: runs(500) },
    );
  });

  test('within a version a higher build is no way back, as far as the days tell', () => {
    fc.assert(
      fc.property(builds, builds, (one, other) => {
        const isLater = one.version === other.version && other.build > one.build;
        if (
          isLater &&
          KNOWN_RELEASES.get(other.build)?.aside === false &&
          KNOWN_RELEASES.get(one.build)?.aside === false
        )
          expect(ageOf(one, String(other.build))).not.toBe('fail');
      }),
      { numRuns: runs(500) },
    );
  });

  test('a lower version is behind, whatever the days and the build', () => {
    fc.assert(
      fc.property(builds, builds, (one, other) => {
        if ((compareVersions(other.version, one.version) ?? 0) >= 0) return;
        expect(ageOf(one, String(other.build))).toBe('fail');
        expect(ageOf({ ...one, build: 99_999_998 }, String(other.build))).toBe('fail');
      }),
      { numRuns: runs(500) },
    );
  });

  test.each(['9.1', '09.1.0', '9.1.0 hot', '', '9.x.0'])(
    'a host of version %j is behind nothing that is known',
    (version) => {
      expect(ageOf({ version, build: 25370933 }, '24755229')).toBe('unknown');
    },
  );

  test.each(['', '1', '24300000', 'nothing', '__proto__', '-24755229'])(
    'a release %j that is none decides nothing',
    (target) => {
      expect(ageOf({ version: '8.0.3', build: 24022510 }, target)).toBe('unknown');
    },
  );
});

describe('rules of upgrades', () => {
  test('where releases are planned and none for the host, none of them applies, with a sentence', () => {
    const findings = evaluateHost(factsOf({ host: {} }), planned, noTarget(new Map()));
    expect(new Set(findings.map(({ verdict }) => verdict))).toEqual(new Set(['not-applicable']));
    expect(findings.every(({ message }) => message.startsWith('No release is planned for this host'))).toBe(true);
    const unclear = evaluateHost(factsOf({ host: {} }), planned, unclearTarget(new Map(), null));
    expect(unclear.map(({ verdict }) => verdict)).toContain('unknown');
    expect(unclear.map(({ verdict }) => verdict)).not.toContain('pass');
  });

  test('without a release none of them passes or fails, whatever the host', () => {
    const findings = evaluateHost(factsOf({ host: {} }), planned, new Map());
    const verdicts = new Set(findings.map(({ verdict }) => verdict));
    expect([...verdicts].filter((verdict) => verdict !== 'unknown' && verdict !== 'not-applicable')).toEqual([]);
    expect(verdicts).toContain('unknown');
  });

  test('a host of which nothing was read passes none that is for the release', () => {
    const bare = factsOf({ host: { ...HOST, version: null, build: null, vendor: null, model: null, cpuModel: null } });
    for (const target of ['24755229', '25370933', '24022510', '22380479', '15843807']) {
      const findings = evaluateHost(bare, rules, new Map([['target-release', target]]));
      expect(findings.filter(({ verdict }) => verdict === 'pass').map(({ rule }) => rule)).toEqual([]);
    }
  });
});

const RELEASE: TargetRelease = {
  name: 'ESX 9.0.0.0',
  version: '9.0.0',
  build: '24755229',
  released: null,
  measured: false,
  defaults: new Map(),
  labDependent: new Set(),
  certified: [],
};

const OTHER = { ...RELEASE, version: '9.1.0' };

describe('releases of clusters', () => {
  const targets = [
    { cluster: 'Prod*', release: RELEASE },
    { cluster: '*', release: { ...RELEASE, version: '9.1.0' } },
  ];
  const of = (parts: object) =>
    plannedFor(factsOf({ host: parts }), { targetRelease: null, clusterTargets: targets }).release;

  test('the first that matches decides; a host that stands alone is of none', () => {
    expect(of({ cluster: 'Production', computeResource: 'Production' })?.version).toBe('9.0.0');
    expect(of({ cluster: 'Lab', computeResource: 'Lab' })?.version).toBe('9.1.0');
    expect(of({ cluster: null, computeResource: 'esx01' })).toBeNull();
  });

  test('where the cluster was not read, which release is planned is not known', () => {
    const host = { cluster: null, computeResource: null };
    expect(of(host)).toBeUndefined();
    const planned = { targetRelease: RELEASE, clusterTargets: [] };
    expect(plannedFor(factsOf({ host }), planned).release).toBe(RELEASE);
  });
});

function hostOf(image: Reading<string> | null): HostFacts {
  const properties = new Map(image === null ? [] : [['host.imageVersion', image] as const]);
  return { ...factsOf({ host: { cluster: 'Lab', computeResource: 'Lab' } }), properties };
}

describe('images of clusters', () => {
  const IMAGE = '9.0.0.0.24755229';
  const imageRelease = (version: string) => (version === IMAGE ? RELEASE : null);
  const NONE = { targetRelease: null, clusterTargets: [] };

  test('tell the release where nobody named one', () => {
    expect(plannedFor(hostOf(read(IMAGE)), { ...NONE, imageRelease })).toStrictEqual({
      release: RELEASE,
      image: { cluster: 'Lab', version: IMAGE, problem: null },
    });
  });

  test.each([
    ['a flag', { ...NONE, targetRelease: OTHER, imageRelease }],
    ['the config', { targetRelease: null, clusterTargets: [{ cluster: 'Lab', release: OTHER }], imageRelease }],
  ])('are beaten by %s', (_what, planned) => {
    expect(plannedFor(hostOf(read(IMAGE)), planned)).toStrictEqual({ release: OTHER, image: null });
  });

  test('can be asked for by the config', () => {
    const clusterTargets = [{ cluster: 'Lab', release: 'image' as const }];
    const planned = { targetRelease: null, clusterTargets, imageRelease };
    expect(plannedFor(hostOf(read(IMAGE)), planned).release).toBe(RELEASE);
    expect(plannedFor(hostOf(ABSENT), planned)).toStrictEqual({ release: null, image: null });
  });

  test('plan nothing where no image owns the host, and where none was asked for', () => {
    for (const image of [ABSENT, null]) {
      expect(plannedFor(hostOf(image), { ...NONE, imageRelease })).toStrictEqual({ release: null, image: null });
    }
    expect(plannedFor(hostOf(read(IMAGE)), NONE)).toStrictEqual({ release: null, image: null });
  });

  test.each([
    ['was not read', unread({ code: 'no-permission', detail: '' }), 'could not be read: the account has no permission'],
    ['is in no catalog', read('8.0.3-0.99.99999999'), 'no catalog holds the base image 8.0.3-0.99.99999999'],
    ['is of another form', read('newest'), 'no catalog holds the base image newest'],
  ] as const)('that one %s makes unknown what is for the release, with the sentence', (_what, image, sentence) => {
    const plan = plannedFor(hostOf(image), { ...NONE, imageRelease });
    expect(plan.release).toBeUndefined();
    expect(plan.image?.problem).toContain(sentence);
    const given = unclearTarget(new Map(), plan.image);
    const findings = evaluateHost(hostOf(image), planned, given);
    expect(findings.filter(({ verdict }) => verdict === 'pass' || verdict === 'fail')).toEqual([]);
    expect(findings.some(({ message }) => message.includes(sentence))).toBe(true);
  });
});

test.each([
  ['8.0.3-0.70.24674464', { version: '8.0.3', build: '24674464' }],
  ['8.0.1-0.0.20764643', { version: '8.0.1', build: '20764643' }],
  ['9.1.0.0200.25557999', { version: '9.1.0', build: '25557999' }],
  ['9.0.0.0.24755229', { version: '9.0.0', build: '24755229' }],
  ['8.0.3', null],
  ['8.0.3-24674464', null],
  ['8.0.3-0.70.24674464-custom', null],
  ['7.0 GA - 15843807', null],
])('the base image %s is of the release %o', (version, release) => {
  expect(releaseOfBaseImage(version)).toStrictEqual(release);
});
