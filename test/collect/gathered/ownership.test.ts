import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/model/finding.ts';
import type { TroubleInput } from '../../../src/simulator/estate/trouble.ts';
import { connectionTo, simulatedVcenter } from '../../support/simulated-vcenter.ts';
import { findingsOf, rulesOf, scanOf } from '../../support/scans.ts';

const RULES = await rulesOf(({ id }) => /^prepatch\/(image|configuration)-/.test(id));

/** A cluster without an owner, one of an image and one of both, and a host that stands alone. */
const ESTATE = `
datacenters:
  - name: Lab
    clusters:
      - name: Plain
        hosts: [{ name: plain, version: 8.0.3, build: 24022510 }]
      - name: Images
        image: { version: 8.0.3-0.70.24674464, checkedDays: 2.5 }
        hosts:
          - { name: same, version: 8.0.3, build: 24674464 }
          - { name: older, version: 8.0.3, build: 24022510 }
          - { name: wrong, version: 8.0.3, build: 24022510, imageStatus: INCOMPATIBLE }
          - { name: away, version: 8.0.3, build: 24022510, imageStatus: UNAVAILABLE }
          - { name: new, version: 8.0.3, build: 24022510, imageStatus: unnamed }
          - { name: lying, version: 8.0.3, build: 24022510, imageStatus: COMPLIANT }
      - name: Profiles
        configurationProfile: { checkedDays: 9 }
        hosts:
          - { name: set, version: 8.0.3, build: 24022510 }
          - { name: drifting, version: 8.0.3, build: 24022510, drift: [/profile/esx/advanced_options] }
          - { name: failed, version: 8.0.3, build: 24022510, profileStatus: failed }
          - { name: skipped, version: 8.0.3, build: 24022510, profileStatus: skipped }
          - { name: added, version: 8.0.3, build: 24022510, profileStatus: unnamed }
    hosts: [{ name: alone, version: 8.0.3, build: 24022510 }]
`;

interface Options {
  readonly estate?: string;
  readonly trouble?: TroubleInput;
}

async function scanned({ estate = ESTATE, trouble }: Options = {}) {
  await using vcenter = await simulatedVcenter(estate);
  if (trouble !== undefined) vcenter.disturb(trouble);
  const scan = await scanOf([connectionTo(vcenter)], { rules: RULES });
  expect([vcenter.openSessions, vcenter.openRestSessions]).toEqual([0, 0]);
  const of = (host: string, rule: string): Finding => {
    const found = findingsOf(scan, host).find((finding) => finding.rule === `prepatch/${rule}`);
    if (found === undefined) throw new Error(`no finding of ${rule} on ${host}`);
    return found;
  };
  return {
    of,
    verdict: (host: string, rule: string) => of(host, rule).verdict,
    calls: new Map(vcenter.calls.byMethod),
  };
}

const healthy = await scanned();

describe('what vCenter found of images', () => {
  test.each([
    ['same', 'pass', 'pass', 'pass'],
    ['older', 'pass', 'warn', 'pass'],
    ['wrong', 'fail', 'not-applicable', 'pass'],
    ['away', 'unknown', 'unknown', 'unknown'],
    ['new', 'unknown', 'unknown', 'unknown'],
    ['lying', 'pass', 'pass', 'warn'],
    ['plain', 'not-applicable', 'not-applicable', 'not-applicable'],
    ['alone', 'not-applicable', 'not-applicable', 'not-applicable'],
  ])('of %s', (host, compatible, compliant, holds) => {
    expect([
      healthy.verdict(host, 'image-compatible'),
      healthy.verdict(host, 'image-compliant'),
      healthy.verdict(host, 'image-word-holds'),
    ]).toEqual([compatible, compliant, holds]);
  });

  test('is told as the word of vCenter, as of when it was found', () => {
    expect(healthy.of('older', 'image-compliant').message).toMatch(
      /^The word of vCenter on the host and its image is NON_COMPLIANT; expected COMPLIANT\. That is as of \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\.$/,
    );
  });

  test('is contradicted by the build that runs', () => {
    expect(healthy.of('lying', 'image-word-holds').message).toContain(
      'build 24022510 runs, 24674464 is expected; expected none. That is as of 2',
    );
  });

  test('says why it is unknown', () => {
    expect(healthy.of('away', 'image-compatible')).toMatchObject({ reason: 'not-checked' });
    expect(healthy.of('new', 'image-compatible')).toMatchObject({ reason: 'not-in-answer' });
  });
});

describe('what vCenter found of configuration profiles', () => {
  test.each([
    ['set', 'pass', 'warn'],
    ['drifting', 'fail', 'warn'],
    ['failed', 'unknown', 'unknown'],
    ['skipped', 'unknown', 'unknown'],
    ['added', 'unknown', 'unknown'],
    ['plain', 'not-applicable', 'not-applicable'],
    ['alone', 'not-applicable', 'not-applicable'],
  ])('of %s', (host, compliant, isChecked) => {
    expect([healthy.verdict(host, 'configuration-compliant'), healthy.verdict(host, 'configuration-checked')]).toEqual([
      compliant,
      isChecked,
    ]);
  });

  test('names what drifts, and no value', () => {
    const { message } = healthy.of('drifting', 'configuration-compliant');
    expect(message).toContain('/profile/esx/advanced_options differs');
    expect(message).not.toContain('100');
  });
});

test('asks each cluster that has an owner once a question, and nobody else', () => {
  const rest = [...healthy.calls].filter(([name]) => name.startsWith('rest-cluster'));
  expect(Object.fromEntries(rest)).toEqual({
    'rest-cluster-image': 1,
    'rest-cluster-image-compliance': 1,
    'rest-cluster-configuration-compliance': 1,
  });
});

test('without a cluster that has an owner nothing is asked over REST', async () => {
  const estate = 'datacenters: [{ name: Lab, clusters: [{ name: C, hosts: [{ name: a }] }] }]';
  const { calls } = await scanned({ estate });
  expect([...calls.keys()].filter((name) => name.startsWith('rest-'))).toEqual([]);
});

function at(days: number): string {
  return ESTATE.replace('checkedDays: 2.5', `checkedDays: ${days}`);
}

test('a check that is too long ago, or yet to come', async () => {
  expect((await scanned({ estate: at(7.5) })).verdict('same', 'image-checked')).toBe('pass');
  expect((await scanned({ estate: at(8.5) })).verdict('same', 'image-checked')).toBe('warn');
  const ahead = (await scanned({ estate: at(-2) })).of('same', 'image-checked');
  expect(ahead).toMatchObject({ verdict: 'unknown', reason: 'contradiction' });
});

test('a cluster that was never checked is unknown', async () => {
  const never = await scanned({ estate: ESTATE.replace('checkedDays: 2.5', 'checkedDays: never') });
  expect(never.of('same', 'image-compatible')).toMatchObject({ verdict: 'unknown', reason: 'not-checked' });
});

test('a base image that was changed since the check stands against the word of vCenter', async () => {
  const estate = ESTATE.replace('checkedDays: 2.5', 'checkedDays: 1, checkedVersion: 8.0.3-0.0.24022510');
  const { of, verdict } = await scanned({ estate });
  expect(verdict('older', 'image-compliant')).toBe('pass');
  expect(of('older', 'image-word-holds')).toMatchObject({ verdict: 'warn' });
  expect(of('older', 'image-word-holds').message).toContain('now 8.0.3-0.70.24674464');
});

test('an image whose version names no build bears out no word of vCenter', async () => {
  const { of } = await scanned({ estate: ESTATE.replaceAll('8.0.3-0.70.24674464', '8.0.3-custom.24674464') });
  expect(of('same', 'image-word-holds')).toMatchObject({ verdict: 'unknown', reason: 'unexpected-answer' });
});

test('hosts that may have another image are compared with what the check expected of them', async () => {
  const estate = ESTATE.replace('checkedDays: 2.5', 'checkedDays: 1, alternatives: true');
  const { verdict } = await scanned({ estate });
  expect([verdict('same', 'image-word-holds'), verdict('lying', 'image-word-holds')]).toEqual(['pass', 'warn']);
});

describe('where it cannot be asked', () => {
  const HOSTS = [
    ['same', 'image-compatible', 'image-compliant', 'image-checked', 'image-word-holds'],
    ['set', 'configuration-compliant', 'configuration-checked'],
  ] as const;

  async function reasons(options: Options) {
    const { of } = await scanned(options);
    const found = HOSTS.flatMap(([host, ...rules]) => rules.map((rule) => of(host, rule)));
    expect(found.map(({ verdict }) => verdict)).toEqual(found.map(() => 'unknown'));
    return [...new Set(found.map(({ reason }) => reason))];
  }

  test('an account without the rights is told which', async () => {
    const account = 'accounts: [{ user: administrator@vsphere.local, password: demo, readOnly: true }]\n';
    const { of } = await scanned({ estate: account + ESTATE });
    expect(of('same', 'image-compatible')).toMatchObject({ verdict: 'unknown', reason: 'no-permission' });
    expect(of('same', 'image-compatible').message).toContain('VcIntegrity.lifecycleSoftwareSpecification.Read');
    expect(of('set', 'configuration-compliant').message).toContain('VcIntegrity.ClusterConfiguration.View');
  });

  test('a vCenter without REST', async () => {
    expect(await reasons({ estate: `rest: none\n${ESTATE}` })).toEqual(['rest-unavailable']);
  });

  test('a vCenter that knows /rest alone does not tell it', async () => {
    expect(await reasons({ estate: `rest: rest\n${ESTATE}` })).toEqual(['rest-unavailable']);
  });

  test.each([400, 401, 403, 404, 500, 503])('HTTP %i', async (status) => {
    expect((await reasons({ trouble: { kind: 'status', status, method: 'rest', times: null } })).length).toBe(1);
  });

  test.each(['html', 'garbage', 'cut', 'drop'] as const)('an answer that is %s', async (kind) => {
    // The login passes: a session that nobody was told of could not be ended.
    await reasons({ trouble: { kind, method: 'rest', after: 1, times: null } });
  });

  test.each(['null', '[]', '{}', '"COMPLIANT"', 'true', '{"value":{}}', '{"status":"COMPLIANT"}', ''])(
    'an answer that is %s',
    async (json) => {
      await Promise.all(
        ['rest-cluster-image-compliance', 'rest-cluster-configuration-compliance'].map(async (method) => {
          const { verdict } = await scanned({ trouble: { kind: 'json', json, method, times: null } });
          const [host, rule] = method.includes('image')
            ? (['same', 'image-compatible'] as const)
            : (['set', 'configuration-compliant'] as const);
          expect(verdict(host, rule)).toBe('unknown');
        }),
      );
    },
  );
});

test('a vCenter older than images has none, and is not asked', async () => {
  const old = await scanned({ estate: `apiVersion: 6.7.3\n${ESTATE}` });
  expect(old.verdict('older', 'image-compatible')).toBe('not-applicable');
  expect([...old.calls.keys()].filter((name) => name.startsWith('rest-'))).toEqual([]);
});
