import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOST_REPORTERS } from '../../reports/checklist.ts';
import { checklistMaker } from '../../src/evidence/checklists.ts';
import type { Checklist } from '../../src/model/checklist.ts';
import { type Finding, INAPPLICABLE, type Verdict, VERDICTS } from '../../src/model/finding.ts';
import type { Scan } from '../../src/model/scan.ts';
import { runs } from '../support/sample.ts';
import {
  CONTROLS,
  finding,
  findingsOf,
  host8,
  READINESS_9,
  RULES,
  scanOf,
  STIG_7,
  STIG_8,
  waivedFinding,
} from './fixture.ts';
import { renderedChecklist, statusesIn } from './read-checklists.ts';

const HOST = host8({ name: 'esx-01.lab.example' });
const FORMATS = HOST_REPORTERS.map(({ name }) => name);
const [ID1 = '', ID2 = '', ID3 = '', ID4 = '', ID5 = ''] = CONTROLS.map(({ id }) => id);

function checklistOf(scan: Scan): Checklist {
  const made = checklistMaker(scan, scan.frameworks ?? [])(scan.hosts[0] ?? HOST);
  if (made === null) throw new Error('no checklist');
  return made;
}

function itemOf(scan: Scan, id: string) {
  const item = checklistOf(scan).parts[0]?.items.find(({ control }) => control.id === id);
  if (item === undefined) throw new Error(`no ${id}`);
  return item;
}

describe.each(FORMATS)('%s', (format) => {
  const statuses = (scan: Scan) => statusesIn(format, renderedChecklist(format, checklistOf(scan)));

  test('every control is there: what passes and was wholly read is closed, and nothing else', () => {
    expect(statuses(scanOf({ hosts: [HOST], findings: findingsOf(HOST, 'pass') }))).toEqual({
      [ID1]: 'not_a_finding',
      [ID2]: 'not_a_finding',
      [ID3]: 'not_reviewed',
      [ID4]: 'not_reviewed',
      [ID5]: 'not_reviewed',
    });
  });

  test.each([
    ['fail', 'open'],
    ['unknown', 'not_reviewed'],
    ['warn', 'not_reviewed'],
  ] as const)('%s is %s', (verdict, status) => {
    expect(statuses(scanOf({ hosts: [HOST], findings: findingsOf(HOST, verdict) }))).toEqual({
      [ID1]: status,
      [ID2]: status,
      [ID3]: status,
      [ID4]: 'not_reviewed',
      [ID5]: 'not_reviewed',
    });
  });

  test('only the condition that a control names itself makes it not applicable', () => {
    const found = statuses(scanOf({ hosts: [HOST], findings: findingsOf(HOST, 'not-applicable') }));
    expect(found).toMatchObject({ [ID1]: 'not_reviewed', [ID2]: 'not_applicable', [ID3]: 'not_reviewed' });
  });

  test('what is waived is open, and what is waived and unread is not reviewed', () => {
    const findings = [waivedFinding(HOST, 'hardening/rule-1'), waivedFinding(HOST, 'hardening/rule-3', 'unknown')];
    expect(statuses(scanOf({ hosts: [HOST], findings }))).toMatchObject({ [ID1]: 'open', [ID3]: 'not_reviewed' });
  });

  test('a host that could not be read is not reviewed throughout, whatever vCenter remembers of it', () => {
    const host = host8({ name: 'esx-02', trouble: { code: 'not-responding', detail: 'it does not answer' } });
    const found = statuses(scanOf({ hosts: [host], findings: findingsOf(host, 'pass') }));
    expect(new Set(Object.values(found))).toEqual(new Set(['not_reviewed']));
    expect(new Set(Object.values(statuses(scanOf({ hosts: [host], findings: [] }))))).toEqual(
      new Set(['not_reviewed']),
    );
  });

  test('whatever the findings are, nothing unread or half read is closed, and nothing that fails', () => {
    fc.assert(
      fc.property(fc.array(judged(), { maxLength: 6 }), fc.boolean(), (findings, silent) => {
        const trouble = silent ? { code: 'timeout' as const, detail: 'late' } : null;
        const scan = scanOf({ hosts: [{ ...HOST, trouble }], findings });
        const found = statuses(scan);
        expect(Object.keys(found)).toHaveLength(CONTROLS.length);
        for (const control of CONTROLS) {
          const own = findings.filter(
            ({ evidence }) => evidence?.framework === STIG_8.name && evidence.controls.includes(control.id),
          );
          const read = control.rules.every((rule) => own.some((one) => one.rule === rule)) && !silent;
          const closed = own.length > 0 && own.every((one) => isRight(one, control.notApplicable));
          const fails = own.some(({ verdict, waived }) => (waived?.verdict ?? verdict) === 'fail');
          if (found[control.id] === 'not_a_finding') {
            expect([control.coverage, read, closed]).toEqual(['rule', true, true]);
            expect(own.some(({ verdict }) => verdict === 'pass')).toBe(true);
          }
          if (found[control.id] === 'not_applicable') {
            expect([read, own.every(({ verdict }) => verdict === 'not-applicable')]).toEqual([true, true]);
            expect(control.notApplicable).not.toBeNull();
          }
          expect(found[control.id] === 'open').toBe(fails);
        }
      }),
      { numRuns: runs(400) },
    );
  });
});

function isRight({ verdict, evidence }: Finding, condition: string | null): boolean {
  return (
    verdict === 'pass' || (verdict === 'not-applicable' && evidence?.inapplicable === 'condition' && condition !== null)
  );
}

/** A finding as it may come from anywhere, of this framework or another. */
function judged(): fc.Arbitrary<Finding> {
  const verdict = fc.constantFrom<Verdict>(...VERDICTS, 'pass', 'pass', 'not-applicable');
  return fc
    .record({
      rule: fc.constantFrom(...RULES),
      verdict,
      waived: fc.constantFrom<Verdict>('fail', 'warn', 'unknown'),
      framework: fc.constantFrom(STIG_8.name, STIG_8.name, STIG_8.name, STIG_7.name, null),
      inapplicable: fc.constantFrom(...INAPPLICABLE, undefined),
      bare: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
    })
    .map(({ rule, verdict: given, waived, framework, inapplicable, bare }) => {
      if (given === 'waived') return waivedFinding(HOST, rule, waived);
      const made = finding(HOST, rule, given);
      const { evidence, ...without } = made;
      if (bare || evidence === undefined) return without;
      const { inapplicable: _inapplicable, ...rest } = evidence;
      return { ...made, evidence: { ...rest, framework, ...(inapplicable === undefined ? {} : { inapplicable }) } };
    });
}

test('the details tell what was sent, answered and expected, by whom, when, and of which host', () => {
  const { details } = itemOf(scanOf({ hosts: [HOST], findings: findingsOf(HOST, 'fail') }), ID1);
  for (const text of [
    'Judged by esxcheck as open',
    'config.option["hardening/rule-1"]',
    'Answered: 5',
    'Expected: 3',
    'stig-esxi-8 V2R3 (DISA)',
    'a'.repeat(64),
    HOST.uuid ?? '',
    '8.0.3 build 24022510',
    '7f1c2d3e-0000-4000-8000-000000000c01',
    'Account: LAB\\audit',
    'server 2026-11-23T06:00:02.500Z, here 2026-11-23T06:00:00.000Z at the login: 2.5 s ahead',
    '2026-11-23T06:00:00.000Z to 2026-11-23T06:00:12.345Z by esxcheck 1.0.1',
  ]) {
    expect(details).toContain(text);
  }
});

test('the details of what could not be read say so, with what the server said', () => {
  const cause = { code: 'no-permission' as const, detail: 'Global.Settings is missing' };
  const findings = [finding(HOST, 'hardening/rule-1', 'unknown', { cause })];
  expect(itemOf(scanOf({ hosts: [HOST], findings }), ID1).details).toContain(
    'Answered: not read (no-permission: Global.Settings is missing)',
  );
});

test('a waiver is the comment of what is open', () => {
  const item = itemOf(scanOf({ hosts: [HOST], findings: [waivedFinding(HOST, 'hardening/rule-1')] }), ID1);
  expect(item.comments).toMatch(/^\[esxcheck\] Waived by A\. Owner until 2027-03-31/);
  expect(item.waivers).toEqual([expect.objectContaining({ expires: '2027-03-31' })]);
});

test('a host gets the framework of its release, none where it is of another, and all where no version was read', () => {
  const scan = scanOf({ hosts: [], findings: [], frameworks: [STIG_7, STIG_8, READINESS_9] });
  const make = checklistMaker(scan, scan.frameworks ?? []);
  const names = (version: string | null) =>
    make(host8({ name: 'x', version }))?.parts.map(({ framework }) => framework.name);
  expect(names('8.0.3')).toEqual(['stig-esxi-8']);
  expect(names('7.0.3')).toEqual(['stig-esxi-7']);
  expect(names('9.1.0')).toEqual(['readiness-esx-9']);
  expect(names('6.7.0')).toBeUndefined();
  expect(names(null)).toEqual(['stig-esxi-7', 'stig-esxi-8', 'readiness-esx-9']);
  // What is no version says nothing, and is not another release.
  for (const garbled of ['08.0.3x', '8.01.0', '8', '']) {
    expect(names(garbled)).toEqual(['stig-esxi-7', 'stig-esxi-8', 'readiness-esx-9']);
  }
});

test('what a person attests is said as theirs, never as read, and closes nothing on a host that could not be read', () => {
  const attestation = {
    controlId: ID4,
    explanation: 'Looked at the console.',
    frequency: 'annually',
    status: 'passed' as const,
    updated: '2026-11-01T00:00:00Z',
    updatedBy: 'A. Person',
    expires: '2027-11-01',
    state: 'holds' as const,
  };
  const scan = scanOf({ hosts: [HOST], findings: findingsOf(HOST, 'pass') });
  const attested = { ...scan, attestations: [attestation] } as unknown as Scan;
  expect(itemOf(attested, ID4)).toMatchObject({
    status: 'not_a_finding',
    details: expect.stringContaining('Not read, but attested as passed by A. Person') as string,
  });
  const silent = { ...HOST, trouble: { code: 'timeout' as const, detail: 'late' } };
  expect(itemOf({ ...attested, hosts: [silent] }, ID4).status).toBe('not_reviewed');
});
