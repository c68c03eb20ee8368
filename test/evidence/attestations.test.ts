import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answersWithAttestations, attestationsOn } from '../../src/evidence/attestations.ts';
import { attestationWarnings } from '../../src/evidence/check-attestations.ts';
import { controlAnswers } from '../../src/evidence/control-answers.ts';
import type { Attestation } from '../../src/model/attestation.ts';
import { type Finding, VERDICTS } from '../../src/model/finding.ts';
import { type Control, COVERAGES, type Framework } from '../../src/model/framework.ts';
import { HOST } from '../evaluate/facts.ts';

const NOW = new Date('2026-11-30T12:00:00Z');

function control(id: string, parts: Partial<Control> = {}): Control {
  return {
    id,
    vulnId: `V-${id}`,
    ruleId: null,
    priority: 'CAT II',
    severity: 'medium',
    cci: [],
    nist: [],
    pci: [],
    title: 'a thing is so',
    wanted: 'so',
    coverage: 'manual',
    rules: [],
    look: 'Look at the thing.',
    notApplicable: null,
    ...parts,
  };
}

const FRAMEWORK: Framework = {
  name: 'stig',
  title: 'A STIG',
  family: 'stig',
  publisher: 'DISA',
  version: 'V1R1',
  releases: ['8.0'],
  profile: null,
  benchmark: null,
  source: 'a test',
  note: null,
  controls: [
    control('manual'),
    control('unreadable', { coverage: 'unreadable' }),
    control('partly', { coverage: 'partly', rules: ['p/partly'], notApplicable: 'it has no such thing' }),
    control('rule', { coverage: 'rule', rules: ['p/rule'], look: null }),
  ],
};

function attested(controlId: string, parts: Partial<Attestation> = {}): Attestation {
  return {
    controlId,
    status: 'passed',
    explanation: 'Looked at it in the rack.',
    updated: '2026-11-01',
    updatedBy: 'Jane Doe',
    frequency: 'annually',
    hosts: null,
    clusters: null,
    expires: '2027-10-31',
    place: 'attestations.yaml:2',
    ...parts,
  };
}

function finding(rule: string, verdict: Finding['verdict'], parts: Partial<Finding> = {}): Finding {
  const evidence = {
    framework: 'stig',
    controls: [rule.slice(2)],
    reads: ['a property'],
    ...(verdict === 'not-applicable' ? { inapplicable: 'condition' as const } : {}),
  };
  const plain = { horizons: { now: null, nextBoot: null, nextPatch: null }, observed: null, expected: null };
  const rest = { severity: 'medium' as const, state: null, reason: null, notes: [], remedy: null };
  return { ...plain, ...rest, rule, host: HOST.id, verdict, message: `${rule} is ${verdict}.`, evidence, ...parts };
}

function answer(id: string, findings: readonly Finding[], ...given: readonly Attestation[]) {
  // Something else was judged there: the framework is for the host.
  const all = [...findings, finding('p/else', 'pass')];
  const answers = answersWithAttestations(FRAMEWORK, HOST, all, attestationsOn(given, NOW));
  const found = answers.find(({ control }) => control.id === id);
  if (found === undefined) throw new Error(id);
  return { status: found.status, effect: found.attested?.effect ?? null, because: found.because };
}

describe('what an attestation answers', () => {
  test.each(['manual', 'unreadable'])('a %s control, by a person whose name is said, never as read', (id) => {
    expect(answer(id, [], attested(id))).toEqual({
      status: 'not_a_finding',
      effect: 'answers',
      because:
        'Not read, but attested as passed by Jane Doe on 2026-11-01, until 2027-10-31: Looked at it in the rack.',
    });
    expect(answer(id, [], attested(id, { status: 'failed' }))).toMatchObject({ status: 'open', effect: 'answers' });
  });

  test('the rest of a partly read control, where all that can be read is right', () => {
    const { status, because } = answer('partly', [finding('p/partly', 'pass')], attested('partly'));
    expect(status).toBe('not_a_finding');
    expect(because).toContain('What can be read is right; the rest is not read, but attested as passed by Jane Doe');
  });

  test('a control by its V- number, in any case', () => {
    expect(answer('manual', [], attested('v-MANUAL')).status).toBe('not_a_finding');
  });
});

describe('what was read wins', () => {
  test('over a person who says that it passed', () => {
    const { status, effect, because } = answer('partly', [finding('p/partly', 'fail')], attested('partly'));
    expect({ status, effect }).toEqual({ status: 'open', effect: 'contradicted' });
    expect(because).toBe(
      'p/partly is fail. Jane Doe attested it as passed on 2026-11-01, which what was read contradicts.',
    );
  });

  test('over a person who says that it failed where a rule reads all of it', () => {
    const given = attested('rule', { status: 'failed' });
    expect(answer('rule', [finding('p/rule', 'pass')], given)).toMatchObject({
      status: 'not_a_finding',
      effect: 'contradicted',
    });
  });

  test('a waived failure is open all the same', () => {
    const waived = finding('p/partly', 'waived', { waived: { verdict: 'fail', state: null, message: 'It is off.' } });
    expect(answer('partly', [waived], attested('partly'))).toMatchObject({ status: 'open', effect: 'contradicted' });
  });
});

describe('what could not be read stays open', () => {
  test.each(['partly', 'rule'])('a passed attestation closes no %s control whose read failed', (id) => {
    for (const verdict of ['unknown', 'warn', 'waived'] as const) {
      const { status, effect, because } = answer(id, [finding(`p/${id}`, verdict)], attested(id));
      expect({ status, effect }).toEqual({ status: 'not_reviewed', effect: 'unread' });
      expect(because).toContain('does not stand in for what could not be read');
    }
    expect(answer(id, [], attested(id))).toMatchObject({ status: 'not_reviewed', effect: 'unread' });
  });

  test('who saw a partly read control fail is believed', () => {
    const given = attested('partly', { status: 'failed' });
    expect(answer('partly', [finding('p/partly', 'unknown')], given)).toMatchObject({ status: 'open' });
    expect(answer('rule', [finding('p/rule', 'unknown')], { ...given, controlId: 'rule' }).status).toBe('not_reviewed');
  });

  test('no attestation makes more than manual and partly read controls pass, whatever was found', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...VERDICTS),
        fc.constantFrom(...VERDICTS),
        fc.constantFrom('passed' as const, 'failed' as const),
        (one, other, status) => {
          const findings = [finding('p/partly', one), finding('p/rule', other)];
          const given = FRAMEWORK.controls.map(({ id }) => attested(id, { status }));
          const plain = controlAnswers(FRAMEWORK, findings);
          const answers = answersWithAttestations(FRAMEWORK, HOST, findings, attestationsOn(given, NOW));
          answers.forEach(({ control, ...now }, index) => {
            const before = plain[index];
            if (control.coverage === 'rule') expect(now.status).toBe(before?.status);
            if (before?.status === 'open') expect(now.status).toBe('open');
            if (now.status === 'not_a_finding' && before?.status !== 'not_a_finding')
              expect(before).toMatchObject({ status: 'not_reviewed', awaitsPerson: true });
          });
        },
      ),
    );
    expect(COVERAGES).toHaveLength(4);
  });
});

test('of a host that the framework may not be for, nothing is answered', () => {
  const given = attestationsOn([attested('manual')], NOW);
  const other = finding('p/rule', 'unknown');
  const unread = { ...other, evidence: { controls: [], reads: [], framework: null } };
  for (const findings of [[], [unread]]) {
    const [first] = answersWithAttestations(FRAMEWORK, HOST, findings, given);
    expect([first?.status, first?.attested?.effect]).toEqual(['not_reviewed', 'unread']);
  }
});

describe('which attestation speaks', () => {
  test('an expired one answers nothing and is said', () => {
    const given = attested('manual', { expires: '2026-11-29' });
    const { status, effect, because } = answer('manual', [], given);
    expect({ status, effect }).toEqual({ status: 'not_reviewed', effect: 'expired' });
    expect(because).toBe(
      'The attestation as passed by Jane Doe expired on 2026-11-29: Looked at it in the rack. Look at the thing.',
    );
    expect(answer('manual', [], attested('manual', { expires: '2026-11-30' })).status).toBe('not_a_finding');
  });

  test('one of other hosts says nothing, nor one of a cluster where none was told', () => {
    expect(answer('manual', [], attested('manual', { hosts: ['other*'] })).effect).toBeNull();
    expect(answer('manual', [], attested('manual', { hosts: ['other*', 'ESX01.*'] })).status).toBe('not_a_finding');
    expect(answer('manual', [], attested('manual', { clusters: ['c1'], hosts: ['nobody'] })).effect).toBeNull();
    const given = attestationsOn([attested('manual', { clusters: ['*'] })], NOW);
    const [first] = answersWithAttestations(FRAMEWORK, { ...HOST, cluster: null }, [], given);
    expect(first?.status).toBe('not_reviewed');
  });

  test('of several the one that failed, and the other is said', () => {
    const passed = attested('manual', { hosts: ['*'], updatedBy: 'John Roe', updated: '2026-11-20' });
    const { status, because } = answer('manual', [], passed, attested('manual', { status: 'failed' }));
    expect(status).toBe('open');
    expect(because).toContain('John Roe attested it as passed on 2026-11-20.');
  });

  test('of several that agree the newest; one that has expired only where there is no other', () => {
    const old = attested('manual', { expires: '2026-01-01', status: 'failed' });
    const newer = attested('manual', { hosts: ['*'], updatedBy: 'John Roe', updated: '2026-11-20' });
    expect(answer('manual', [], old, attested('manual'), newer).because).toContain('by John Roe');
  });
});

describe('what people must know of them', () => {
  const known = [{ ...FRAMEWORK, name: 'other', controls: [control('elsewhere')] }];

  test('that one answers nothing, and why', () => {
    const given = [
      attested('rule'),
      attested('elsewhere'),
      attested('manual', { expires: '2020-01-01' }),
      attested('partly'),
    ];
    expect(attestationWarnings(attestationsOn(given, NOW), [FRAMEWORK], known)).toEqual([
      'attestations.yaml:2: the attestation of rule by Jane Doe answers nothing where rules read all of it: no more than what is left open for want of a list of the site',
      'attestations.yaml:2: the attestation of elsewhere by Jane Doe answers nothing: no framework that was chosen has that control',
      'attestations.yaml:2: the attestation of manual by Jane Doe expired on 2020-01-01: the control is not reviewed',
    ]);
  });

  test('a control that no framework has is an error with its place', () => {
    expect(() => attestationWarnings(attestationsOn([attested('manaul')], NOW), [FRAMEWORK], known)).toThrow(
      'attestations.yaml:2: no framework has a control "manaul": did you mean "manual"?',
    );
  });
});
