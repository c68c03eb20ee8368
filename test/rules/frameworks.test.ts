import { expect, test } from 'vitest';
import { citationOf, controls, frameworks } from './frameworks.ts';
import { rules } from './judged.ts';

const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));

test('each framework has as many controls as its publisher, each once', () => {
  expect(Object.fromEntries(frameworks.map(({ name, controls: own }) => [name, own.length]))).toEqual({
    'stig-esxi-8': 76,
    'stig-esxi-7': 75,
    'readiness-esx-9': 69,
    'scg-8': 75,
    'scg-9.0': 78,
    'scg-9.1': 82,
  });
  const ids = controls.map(({ framework, id }) => `${framework.name} ${id}`);
  expect(ids.length).toBe(new Set(ids).size);
});

test.each(controls.map((control) => [control.framework.name, control.id, control] as const))(
  '%s %s is answered in one way, and says what is left to look at exactly where something is',
  (_framework, _id, { coverage, rules: named, look }) => {
    expect(named.length > 0).toBe(coverage === 'rule' || coverage === 'partly');
    expect(look !== null).toBe(coverage !== 'rule');
    for (const id of named) expect(ruleOf.has(id), id).toBe(true);
  },
);

test('a rule of the pack cites the controls that name it, and no other', () => {
  for (const { id, pack, controls: cited } of rules.filter((rule) => rule.pack === 'hardening')) {
    const naming = controls.filter((control) => control.rules.includes(id)).map(citationOf);
    expect([...new Set(cited)].toSorted(), `${pack}: ${id}`).toEqual([...new Set(naming)].toSorted());
    expect(cited.length, id).toBe(new Set(cited).size);
  }
});

const known = new Set(controls.map(citationOf));

test.each(rules.flatMap(({ id, controls: cited }) => cited.map((control) => [id, control] as const)))(
  '%s cites %s, which exists',
  (_id, control) => {
    expect(known.has(control)).toBe(true);
  },
);

/** The STIG of the newest release weighs a rule that several cite, and the readiness guide, which is none, last. */
const WEIGHING = ['stig-esxi-8', 'stig-esxi-7', 'readiness-esx-9'];

test.each(rules.filter(({ pack }) => pack === 'hardening').map((rule) => [rule.id, rule] as const))(
  '%s is as severe as the CAT of its control',
  (id, { severity }) => {
    const of = controls.filter((control) => control.rules.includes(id));
    const weighed = WEIGHING.map((name) => of.filter(({ framework }) => framework.name === name)).find(
      (rows) => rows.length > 0,
    );
    if (weighed !== undefined) expect(weighed.map((row) => row.severity)).toEqual(weighed.map(() => severity));
  },
);

test('a control lets itself not apply exactly where its rules ask for that condition', () => {
  for (const control of controls.filter(
    ({ rules: named, framework }) => named.length > 0 && framework.family === 'stig',
  )) {
    const conditional = control.rules.map((id) => ruleOf.get(id)?.appliesIf !== undefined);
    if (control.notApplicable === null) expect(conditional, control.id).not.toContain(true);
    else if (control.coverage === 'rule') expect(conditional, control.id).not.toContain(false);
  }
  // The guides of the vendor name no such condition, but for what they want upon use of a feature alone.
  const guides = controls.filter(({ framework }) => framework.family === 'scg');
  expect(
    guides.filter(({ notApplicable, priority }) => notApplicable !== null && !/upon feature/i.test(priority)),
  ).toEqual([]);
});
