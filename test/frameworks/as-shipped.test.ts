import { expect, test } from 'vitest';
import { controlAnswers } from '../../src/evidence/control-answers.ts';
import { asShipped } from '../../src/frameworks/as-shipped.ts';
import type { Control, Framework } from '../../src/model/framework.ts';
import { CONTROLS, findingsOf, host8, STIG_7, STIG_8 } from '../evidence/fixture.ts';

const HOST = host8({ name: 'esx-01' });

function changed(id: string, parts: Partial<Control>): Framework {
  return { ...STIG_8, controls: CONTROLS.map((control) => (control.id === id ? { ...control, ...parts } : control)) };
}

/** Statuses of the controls, in the order of the framework, of a host on which every rule came out so. */
function statuses(framework: Framework | undefined, verdict: 'pass' | 'not-applicable'): readonly string[] {
  if (framework === undefined) throw new Error('no framework');
  return controlAnswers(framework, findingsOf(HOST, verdict, STIG_8)).map(({ status }) => status);
}

test('frameworks as they ship are left as they are', () => {
  const saved = [STIG_8, STIG_7];
  const { frameworks, loosened } = asShipped(saved, [STIG_7, STIG_8]);
  expect([frameworks[0] === STIG_8, frameworks[1] === STIG_7, loosened]).toEqual([true, true, []]);
});

test.each<[string, 'pass' | 'not-applicable', Partial<Control>]>([
  ['ESXI-80-000003', 'pass', { coverage: 'rule', look: null }],
  ['ESXI-80-000002', 'pass', { rules: ['hardening/rule-2'] }],
  ['ESXI-80-000001', 'not-applicable', { notApplicable: 'Whenever you like.' }],
])('what was changed by hand of %s closes nothing', (id, verdict, parts) => {
  const edited = changed(id, parts);
  const { frameworks, loosened } = asShipped([edited], [STIG_8]);
  expect(loosened).toEqual([id]);
  expect(statuses(frameworks[0], verdict)).toEqual(statuses(STIG_8, verdict));
});

test('a control for people that a file says a rule answers is for people again', () => {
  const edited = changed('ESXI-80-000004', { coverage: 'rule', rules: ['hardening/rule-1'], look: null });
  const evidence = { framework: 'stig-esxi-8', controls: ['ESXI-80-000004'], reads: [] };
  const findings = findingsOf(HOST, 'pass').map((finding) => ({ ...finding, evidence }));
  expect(controlAnswers(edited, findings)[3]?.status).toBe('not_a_finding');
  const { frameworks } = asShipped([edited], [STIG_8]);
  expect(controlAnswers(frameworks[0] ?? edited, findings)[3]?.status).toBe('not_reviewed');
});

test('a control that was taken out is there again, and one that was made up is for people', () => {
  const made = { ...(CONTROLS[0] as Control), id: 'ESXI-80-999999' };
  const { frameworks, loosened } = asShipped([{ ...STIG_8, controls: [...CONTROLS.slice(1), made] }], [STIG_8]);
  expect(loosened.toSorted()).toEqual(['ESXI-80-000001', 'ESXI-80-999999']);
  expect(frameworks[0]?.controls.map(({ coverage }) => coverage)).toEqual([
    'rule',
    'partly',
    'manual',
    'unreadable',
    'manual',
    'rule',
  ]);
});

test('what is stricter in the scan stays so, and another version is compared with nothing', () => {
  const strict = changed('ESXI-80-000001', { coverage: 'manual', look: 'Look.' });
  expect(asShipped([strict], [STIG_8]).frameworks[0]).toBe(strict);
  const older = { ...changed('ESXI-80-000003', { coverage: 'rule' }), version: 'V1R1' };
  expect(asShipped([older], [STIG_8]).frameworks[0]).toBe(older);
});
