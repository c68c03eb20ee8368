import { createHash } from 'node:crypto';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { canonicalText } from '../../src/plan/canonical.ts';
import { stepsByHost } from '../../src/plan/decision.ts';
import { inversePlan } from '../../src/plan/inverse.ts';
import { LONGEST_PLAN, parsePlan } from '../../src/plan/parse-plan.ts';
import { planFor } from '../../src/plan/plan-for.ts';
import { planSchema } from '../../src/plan/plan-schema.ts';
import { planText, sealed } from '../../src/plan/plan-text.ts';
import { shippedRules } from '../support/scans.ts';
import { asked, hostsArbitrary } from './arbitrary.ts';
import { facts, firewall, gen8, listOf, optionsFor, planOf, ruleset, scanOf, setting } from './estate.ts';
import { runs } from '../support/sample.ts';

const RULES = await shippedRules();
const RUNS = { numRuns: runs(150) };

const plans = fc.tuple(hostsArbitrary(), asked).map(([hosts, { vch, ...parts }]) => {
  const scan = scanOf(hosts, RULES, vch === null ? new Map() : new Map([['vch-address', vch]]));
  return planFor(scan, RULES, optionsFor(scan, RULES, { ...parts, parameters: { 'vch-network': vch ?? 'none' } }));
});

const SAMPLE: Plan = planOf(
  [
    facts(gen8('esx-1'), { iovDisableIR: setting('TRUE', 'TRUE', 'TRUE'), firewall: firewall(ruleset('vic-engine')) }),
    facts(gen8('esx-2'), { iovDisableIR: setting('TRUE', 'FALSE', 'TRUE') }),
  ],
  RULES,
  { allowed: listOf('10.9.0.0/16', '10.1.1.1'), parameters: { 'vch-network': '10.9.0.0/16' } },
);
const TEXT = planText(SAMPLE);

function refusal(text: string): { readonly code: string; readonly message: string } {
  try {
    parsePlan(text);
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('the plan was taken');
}

test('a plan that is written and read again is the same plan, hostile names and all', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const text = planText(plan);
      expect(parsePlan(text)).toEqual(plan);
      expect(planText(parsePlan(text))).toBe(text);
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    }),
    RUNS,
  );
});

test('the sample has steps of each kind and something left out, or the tests below would show nothing', () => {
  expect(new Set(SAMPLE.steps.map(({ action }) => action.kind))).toEqual(
    new Set(['kernelSetting', 'allowedHosts', 'ruleset']),
  );
  expect(SAMPLE.leftOut.length).toBeGreaterThan(0);
  expect([...stepsByHost(SAMPLE)].map(([id, steps]) => [id, steps.map((step) => step.id)])).toEqual([
    [SAMPLE.steps[0]?.host.id, ['1', '2', '3']],
  ]);
});

test('any edit of the text is refused: a character more, less or other, anywhere', () => {
  const place = fc.nat({ max: TEXT.length - 1 });
  const character = fc.oneof(fc.constantFrom(' ', '\n', '"', '1', 'a', '\r', '\u200b'), fc.string({ maxLength: 3 }));
  const edit = fc.tuple(place, fc.nat({ max: 3 }), character);
  fc.assert(
    fc.property(edit, ([at, removed, added]) => {
      const edited = TEXT.slice(0, at) + added + TEXT.slice(at + removed);
      fc.pre(edited !== TEXT);
      expect(refusal(edited).code).toMatch(/^PLAN_(CHANGED|INVALID)$/);
    }),
    { numRuns: runs(2000) },
  );
});

test('a plan that was cut short anywhere is refused', () => {
  for (let length = 0; length < TEXT.length; length += 7) {
    expect(refusal(TEXT.slice(0, length)).code).toMatch(/^PLAN_(CHANGED|INVALID)$/);
  }
  expect(refusal(TEXT.slice(0, 500)).message).toBe('The plan breaks off: it is not whole.');
});

test('each mistake is told apart', () => {
  const edited = TEXT.replace('"value":"FALSE"', '"value":"TRUE"');
  expect(refusal(edited)).toMatchObject({
    code: 'PLAN_CHANGED',
    message: expect.stringContaining('does not match its hash'),
  });
  expect(refusal(TEXT.replaceAll('\n', '\r\n'))).toMatchObject({
    code: 'PLAN_CHANGED',
    message: expect.stringContaining('layout'),
  });
  expect(refusal(TEXT.replace('esxcheck.plan/1', 'esxcheck.plan/2')).message).toContain('of the form esxcheck.plan/2');
  expect(refusal('{"schema":"esxcheck.scan/1"}').message).toBe('The file is no plan: it holds esxcheck.scan/1.');
  expect(refusal(JSON.stringify({ schema: '\u001b[31m/1' })).message).toBe('The file is no plan of esxcheck.');
  expect(refusal('').message).toBe('The plan is empty.');
  expect(refusal('kind: yaml').message).toBe('The plan is not JSON.');
  expect(refusal('null').message).toBe('The file is no plan of esxcheck.');
  expect(refusal(' '.repeat(LONGEST_PLAN + 1)).message).toContain('larger than any plan');
});

test('deep nesting and keys that programs trip over are refused, and change nothing', () => {
  expect(refusal('['.repeat(1_000_000)).code).toBe('PLAN_INVALID');
  expect(refusal(`${'['.repeat(200_000)}${']'.repeat(200_000)}`).code).toBe('PLAN_INVALID');
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  expect(refusal(TEXT.replace('"parameters": {', `"parameters": {"x":${deep},`)).code).toBe('PLAN_INVALID');
  for (const key of ['__proto__', 'constructor', 'toString', 'prototype']) {
    for (const place of ['"parameters": {', '"tool": {', '{\n']) {
      const text = TEXT.replace(place, `${place}"${key}":{"polluted":"yes"},`);
      expect(refusal(text).code).toMatch(/^PLAN_(CHANGED|INVALID)$/);
    }
  }
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('a plan that was sealed anew is still refused where it contradicts itself', () => {
  const [first, ...rest] = SAMPLE.steps;
  if (first === undefined) throw new Error('no step');
  const wrong = [
    { ...first, inverse: first.action },
    {
      ...first,
      before: { kind: 'ruleset', ruleset: 'x', enabled: true },
      inverse: { kind: 'ruleset', ruleset: 'x', enabled: true },
    } as const,
    { ...first, id: '2' },
    { ...first, why: { ...first.why, rule: 'not/there' } },
    { ...first, host: { ...first.host, id: `other/${first.host.moid}` } },
    { ...first, host: { ...first.host, uuid: 'other' } },
  ];
  for (const step of wrong) {
    const text = planText(sealed({ ...SAMPLE, steps: [step, ...rest] }));
    expect(refusal(text)).toMatchObject({ code: 'PLAN_INVALID', message: 'The plan contradicts itself.' });
  }
});

test('the inverse goes backwards to what was there before, and the inverse of the inverse is the plan', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const inverse = inversePlan(plan);
      expect(inverse.steps.map(({ action }) => action)).toEqual(plan.steps.map(({ before }) => before).toReversed());
      expect(inverse.steps.map(({ before }) => before)).toEqual(plan.steps.map(({ action }) => action).toReversed());
      expect(parsePlan(planText(inverse))).toEqual(inverse);
      expect(inversePlan(inverse)).toEqual(plan);
    }),
    RUNS,
  );
});

test('the hash is that of the rest as JSON with sorted keys and no space, so that other tools can check it', () => {
  const { hash, ...rest } = JSON.parse(TEXT) as Record<string, unknown>;
  expect(createHash('sha256').update(canonicalText(rest)).digest('hex')).toBe(hash);
  expect(canonicalText({ b: [1, { d: null, c: 'ä' }], a: true })).toBe('{"a":true,"b":[1,{"c":"ä","d":null}]}');
});

test('a plan holds to its published schema, which is the one that the code makes and no rubber stamp', async () => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(planSchema());
  fc.assert(
    fc.property(plans, (plan) => {
      expect(validate(JSON.parse(planText(plan)))).toBe(true);
    }),
    { numRuns: runs(30) },
  );
  expect(validate({ ...(JSON.parse(TEXT) as object), extra: 1 })).toBe(false);
  expect(validate({ ...(JSON.parse(TEXT) as object), steps: [{}] })).toBe(false);
  await expect(`${JSON.stringify(planSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../docs/schema/plan-1.schema.json',
  );
});
