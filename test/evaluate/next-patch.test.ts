import { expect, test } from 'vitest';
import { evaluateHost } from '../../src/evaluate/evaluate-host.ts';
import { CONFIDENCES, type KnownDefault, type TargetRelease } from '../../src/model/catalog.ts';
import type { HostFacts } from '../../src/model/facts.ts';
import type { Finding } from '../../src/model/finding.ts';
import { ABSENT, read, unread } from '../../src/model/reading.ts';
import type { Rule } from '../../src/model/rule.ts';
import { factsOf, FIREWALL_RULE, firewallOf, judgeOne, RULE, setting } from './facts.ts';

function targetWith(known: KnownDefault | null, parts: Partial<TargetRelease> = {}): TargetRelease {
  return {
    name: 'ESXi 6.5 Update 9',
    version: '6.5.0',
    build: '99999999',
    released: null,
    measured: false,
    defaults: new Map(known === null ? [] : [['iovDisableIR', known]]),
    labDependent: new Set(),
    certified: [],
    ...parts,
  };
}

function judgeAhead(facts: HostFacts, target: TargetRelease, rule: Rule = RULE): Finding {
  const [finding] = evaluateHost(facts, [rule], new Map(), target);
  if (finding === undefined) throw new Error('one rule makes one finding');
  return finding;
}

const VALUES = ['FALSE', 'false', '0', 'TRUE', 'true', '1', 'banana', '', null] as const;
const TRUTHS: Readonly<Record<string, boolean>> = {
  FALSE: false,
  false: false,
  '0': false,
  TRUE: true,
  true: true,
  '1': true,
};

/** What iovDisableIR means to the oracle: undefined for what is no boolean or was not read. */
function meaning(value: string | null): boolean | undefined {
  return value === null ? undefined : TRUTHS[value];
}

/**
 * Written from the table of horizons, not from the code: the values that may hold after the patch are the one that is
 * configured and, where nobody can tell that it was set on purpose, the default of the target.
 */
function expected(byDefault: string | null, configured: string | null, target: string | null, wanted: boolean): string {
  const [now, known] = [meaning(configured), meaning(target)];
  if (now === undefined) return 'unknown';
  const isExplicit = meaning(byDefault) !== undefined && meaning(byDefault) !== now;
  if (isExplicit) return now === wanted ? 'pass' : 'fail';
  if (known === undefined) return 'unknown';
  return now === wanted && known === wanted ? 'pass' : 'risk';
}

/** Verdict and state of the present, and what the next patch makes of a pass. */
function combined(present: Finding, nextPatch: string): readonly [string, string | null] {
  if (present.verdict !== 'pass' || nextPatch === 'pass') return [present.verdict, present.state];
  return nextPatch === 'risk' ? ['warn', 'may-regress-on-patch'] : ['warn', 'unknown'];
}

test('every combination of default, configured, runtime, default of the target and wanted value', () => {
  let count = 0;
  const seen = new Set<string>();
  for (const wanted of [false, true]) {
    const rule: Rule = {
      ...RULE,
      check: { kind: 'kernelSetting', name: 'iovDisableIR', operator: { op: 'equals', value: wanted } },
    };
    for (const [byDefault, configured, runtime] of triples()) {
      const facts = factsOf({ kernel: { iovDisableIR: read(setting({ default: byDefault, configured, runtime })) } });
      const present = judgeOne(facts, rule);
      for (const target of VALUES) {
        const known = target === null ? null : { value: target, confidence: 'measured' as const, source: 'lab' };
        const found = judgeAhead(facts, targetWith(known), rule);
        const nextPatch = expected(byDefault, configured, target, wanted);
        const [verdict, state] = combined(present, nextPatch);
        const place = JSON.stringify({ wanted, byDefault, configured, runtime, target });
        expect([found.verdict, found.state, found.horizons], place).toEqual([
          verdict,
          state,
          { ...present.horizons, nextPatch },
        ]);
        expect(found.remedy, place).toEqual(present.remedy);
        seen.add(`${verdict} ${nextPatch}`);
        count += 1;
      }
    }
  }
  expect(count).toBe(2 * 9 ** 4);
  for (const each of [
    'pass pass',
    'warn risk',
    'warn unknown',
    'fail pass',
    'fail fail',
    'fail risk',
    'unknown unknown',
  ]) {
    expect(seen).toContain(each);
  }
});

function triples(): readonly (readonly [string | null, string | null, string | null])[] {
  return VALUES.flatMap((one) => VALUES.flatMap((two) => VALUES.map((three) => [one, two, three] as const)));
}

const FOLLOWING = factsOf({ kernel: { iovDisableIR: read(setting({ default: 'FALSE' })) } });

test.each(CONFIDENCES)('a default that is known as %s is told so, and risk is never fail', (confidence) => {
  const found = judgeAhead(FOLLOWING, targetWith({ value: 'true', confidence, source: 'a public page' }));
  expect(found).toMatchObject({ verdict: 'warn', state: 'may-regress-on-patch', reason: null, remedy: null });
  expect(found.message).toContain('Its default in ESXi 6.5 Update 9 is TRUE (');
  expect(found.message).toContain(
    {
      measured: 'measured on a lab host)',
      C2: 'two or more sources: a',
      S1: 'one source: a',
      inferred: 'inferred: a',
      site: 'a public page)',
    }[confidence],
  );
  expect(found.message).toMatch(/Ride the patch, then let the gate decide before the host leaves maintenance mode\.$/);
});

test('a release that was not measured is said to be so, and nothing is guessed from its neighbours', () => {
  const found = judgeAhead(FOLLOWING, targetWith(null));
  expect(found).toMatchObject({ verdict: 'warn', state: 'unknown', reason: 'target-not-measured' });
  expect(found.message).toContain('was not measured, so nothing is predicted');
});

test('a setting that the measured release lacks is said to be gone', () => {
  const found = judgeAhead(FOLLOWING, targetWith(null, { measured: true }));
  expect(found).toMatchObject({ verdict: 'warn', state: 'unknown', reason: 'setting-gone-at-target' });
});

test('a default that was not read makes nothing explicit, whatever the type', () => {
  for (const type of ['Bool', 'String', 'uint32', null]) {
    const reading = read(setting({ type, default: null }));
    const facts = factsOf({ kernel: { iovDisableIR: reading } });
    const wrong = targetWith({ value: 'TRUE', confidence: 'measured', source: 'lab' });
    expect(judgeAhead(facts, wrong).horizons.nextPatch, String(type)).toBe('risk');
  }
});

const KNOWN = { value: 'FALSE', confidence: 'measured', source: 'lab' } as const;

test('without a target release, and for a check with one horizon, the next patch is not asked', () => {
  expect(judgeOne(FOLLOWING).horizons.nextPatch).toBeNull();
  const facts = factsOf({ firewall: read(firewallOf({ outgoingBlocked: false })) });
  expect(judgeAhead(facts, targetWith(KNOWN), FIREWALL_RULE)).toEqual(judgeOne(facts, FIREWALL_RULE));
});

test('a rule that does not apply, and a setting that the release lacks, stay not applicable', () => {
  const elsewhere: Rule = {
    ...RULE,
    appliesTo: [{ kind: 'fact', fact: 'host.vendor', operator: { op: 'equals', value: 'Dell' } }],
  };
  expect(judgeAhead(FOLLOWING, targetWith(KNOWN), elsewhere)).toEqual(judgeOne(FOLLOWING, elsewhere));
  const absent = factsOf({ kernel: { iovDisableIR: ABSENT } });
  expect(judgeAhead(absent, targetWith(KNOWN))).toEqual(judgeOne(absent));
});

test('a rule of which it is unknown whether it applies is unknown after the patch as well', () => {
  const rule: Rule = {
    ...RULE,
    appliesTo: [{ kind: 'fact', fact: 'host.model', operator: { op: 'matches', pattern: 'Gen8' } }],
  };
  const facts = factsOf({ host: { model: null }, kernel: { iovDisableIR: read(setting({})) } });
  expect(judgeAhead(facts, targetWith(KNOWN), rule).horizons.nextPatch).toBe('unknown');
});

test('a setting that was not read is unknown with its own reason', () => {
  const facts = factsOf({ kernel: { iovDisableIR: unread({ code: 'timeout', detail: '' }) } });
  expect(judgeAhead(facts, targetWith(KNOWN))).toMatchObject({
    verdict: 'unknown',
    reason: 'timeout',
    horizons: { nextPatch: 'unknown' },
  });
});

test('a host that runs the target already is told so and is not asked about a patch', () => {
  const facts = { ...FOLLOWING, host: { ...FOLLOWING.host, build: '99999999' } };
  const found = judgeAhead(facts, targetWith(KNOWN));
  expect(found).toMatchObject({ verdict: 'pass', state: 'compliant', horizons: { nextPatch: null } });
  expect(found.notes).toEqual([{ text: 'The host runs ESXi 6.5 Update 9 already.', reference: null }]);
});

test('an older target gets no prediction, however well its default is known', () => {
  const facts = { ...FOLLOWING, host: { ...FOLLOWING.host, version: '8.0.3' } };
  const found = judgeAhead(facts, targetWith(KNOWN));
  expect(found).toMatchObject({ verdict: 'warn', reason: 'target-older', horizons: { nextPatch: 'unknown' } });
  expect(found.message).toContain('is older than what the host runs');
});

test('a lower build of the same version is predicted, with a remark: build order is not branch order', () => {
  const facts = { ...FOLLOWING, host: { ...FOLLOWING.host, version: '6.5.0', build: '100000000' } };
  const found = judgeAhead(facts, targetWith(KNOWN));
  expect(found.horizons.nextPatch).toBe('pass');
  expect(found.notes.map(({ text }) => text)).toEqual([expect.stringContaining('build order is not branch order')]);
});

const CERTIFIED = [
  {
    model: 'ProLiant DL380p Gen8',
    highest: 'ESXi 6.0 Update 3',
    confidence: 'S1',
    source: 'a list',
    asOf: '2020-03-10',
  },
];

test.each(['ProLiant DL380p Gen8', 'HP ProLiant  DL380p gen8', 'Proliant DL380p Gen8 '])(
  'a model beyond its highest certified release gets no prediction, written %j',
  (model) => {
    const facts = { ...FOLLOWING, host: { ...FOLLOWING.host, model } };
    const found = judgeAhead(facts, targetWith(KNOWN, { certified: CERTIFIED }));
    expect(found).toMatchObject({ verdict: 'warn', state: 'unknown', reason: 'path-not-certified' });
    expect(found.message).toContain(
      'is certified up to ESXi 6.0 Update 3 (a list, 2020-03-10), so nothing is predicted',
    );
  },
);

test.each(['ProLiant DL380p Gen8 v2', 'ProLiant DL380 Gen10', null])(
  'no other model is held against it: %j',
  (model) => {
    const facts = { ...FOLLOWING, host: { ...FOLLOWING.host, model } };
    expect(judgeAhead(facts, targetWith(KNOWN, { certified: CERTIFIED })).horizons.nextPatch).toBe('pass');
  },
);

test('a certified model within its line is predicted', () => {
  const target = targetWith(KNOWN, { certified: CERTIFIED, version: '6.0.0', build: '6921384' });
  expect(judgeAhead(FOLLOWING, target).horizons.nextPatch).toBe('pass');
});

function wanting(op: 'present' | 'absent'): Rule {
  return {
    ...RULE,
    check: { kind: 'kernelSetting', name: 'iovDisableIR', operator: { op } },
    remedy: null,
  };
}

test('whether a setting is there is predicted from what the measured release has', () => {
  const outlooks = [targetWith(KNOWN), targetWith(null, { measured: true }), targetWith(null)].map(
    (target) => judgeAhead(FOLLOWING, target, wanting('present')).horizons.nextPatch,
  );
  expect(outlooks).toEqual(['pass', 'risk', 'unknown']);
  const gone = factsOf({ kernel: { iovDisableIR: ABSENT } });
  const absent = [targetWith(KNOWN), targetWith(null, { measured: true }), targetWith(null)].map(
    (target) => judgeAhead(gone, target, wanting('absent')).horizons.nextPatch,
  );
  expect(absent).toEqual(['risk', 'pass', 'unknown']);
});

test('hosts in the same situation get the same sentence', () => {
  const sentences = ['a', 'b'].map((name) => {
    const facts = { ...FOLLOWING, host: { ...FOLLOWING.host, name, build: name === 'a' ? '1' : '2' } };
    return judgeAhead(facts, targetWith(null)).message;
  });
  expect(new Set(sentences).size).toBe(1);
});
