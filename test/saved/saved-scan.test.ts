import { shippedRules } from '../support/scans.ts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { json } from '../../reports/scan/json.ts';
import type { Step } from '../../src/model/plan.ts';
import { unread } from '../../src/model/reading.ts';
import type { Scan } from '../../src/model/scan.ts';
import { planFor } from '../../src/plan/plan-for.ts';
import { parseScan } from '../../src/saved/saved-scan.ts';
import { asked, hostsArbitrary } from '../plan/arbitrary.ts';
import { facts, firewall, gen8, optionsFor, ruleset, scanOf, setting, vSPC } from '../plan/estate.ts';
import { runs } from '../support/sample.ts';

const RULES = await shippedRules();
const OPTIONS = { width: null, colour: false };

function saved(scan: Scan): string {
  return [...json.render(scan, OPTIONS)].join('');
}

const SCAN = scanOf(
  [
    facts(gen8('esx-1'), { iovDisableIR: setting('TRUE', 'TRUE', 'TRUE'), firewall: firewall(ruleset('vic-engine')) }),
    facts(gen8('esx-2'), { iovDisableIR: unread({ code: 'timeout', detail: '' }) }),
  ],
  RULES,
);
const TEXT = saved(SCAN);

function refusal(text: string): {
  readonly code: string;
  readonly message: string;
  readonly details: readonly string[];
} {
  try {
    parseScan(text);
  } catch (error) {
    return error as { code: string; message: string; details: readonly string[] };
  }
  throw new Error('the scan was taken');
}

/** The text with one part replaced, which must be there. */
function edited(from: string, to: string): string {
  if (!TEXT.includes(from)) throw new Error(`no ${from}`);
  return TEXT.replace(from, to);
}

test('a saved scan that is read and saved again is the same text', () => {
  fc.assert(
    fc.property(hostsArbitrary(), (hosts) => {
      const text = saved(scanOf(hosts, RULES));
      expect(saved(parseScan(text))).toBe(text);
    }),
    { numRuns: runs(100) },
  );
});

test('a saved scan is planned as the scan itself, opening and closing, but for what stands around the hosts', () => {
  fc.assert(
    fc.property(hostsArbitrary(), asked, (hosts, { vch, ...parts }) => {
      const scan = scanOf(hosts, RULES, vch === null ? new Map() : new Map([['vch-address', vch]]));
      const options = { ...optionsFor(scan, RULES, parts), circumstances: null };
      expect(planFor(parseScan(saved(scan)), RULES, options)).toEqual(planFor(scan, RULES, options));
    }),
    { numRuns: runs(300) },
  );
});

test('closing from a saved scan leaves alone what the system requires', () => {
  const rulesets = [ruleset('vic-engine', { enabled: true }), ruleset('site', { enabled: true, required: true })];
  const scan = scanOf([facts(gen8('esx-1'), { firewall: firewall(...rulesets) })], RULES);
  const options = { ...optionsFor(scan, RULES), circumstances: null, deny: true };
  expect(planFor(parseScan(saved(scan)), RULES, options)).toMatchObject({
    steps: [{ action: { kind: 'ruleset', ruleset: 'vic-engine', enabled: false } }],
    leftOut: [{ reason: 'not-user-controllable' }],
  });
});

/** The scan as an earlier release saved it: who requires a ruleset, and what else one opens, is not there. */
function older(text: string): string {
  return text.replaceAll(/"(?:narrow|required)":(?:true|false|null),/g, '');
}

test('an older scan is read, and what it does not tell of a ruleset is unknown, never a reason to write', () => {
  const scan = scanOf(
    [
      facts(gen8('esx-1'), { firewall: firewall(ruleset('vic-engine', { enabled: true })) }),
      facts(gen8('esx-2'), { firewall: firewall(ruleset('site', { enabled: true })) }),
    ],
    RULES,
  );
  const text = older(saved(scan));
  expect(text).not.toMatch(/"(?:narrow|required)"/);
  const options = { ...optionsFor(scan, RULES), circumstances: null, deny: true };
  const { steps, leftOut } = planFor(parseScan(text), RULES, options);
  expect(steps).toEqual([]);
  expect(leftOut.map(({ reason, detail }) => `${reason}: ${detail}`)).toEqual([
    'unknown: A scan saved by an earlier release does not tell whether the system requires vic-engine: scan again.',
    'unknown: A scan saved by an earlier release does not tell whether the system requires site: scan again.',
  ]);
});

test('of an older scan, no ruleset is opened where another may be narrower', () => {
  const rulesets = firewall(vSPC(), ruleset('site'));
  const scan = scanOf([facts(gen8('esx-1'), { firewall: rulesets })], RULES);
  const options = { ...optionsFor(scan, RULES), circumstances: null, allowBroadRuleset: true };
  expect(planFor(parseScan(older(saved(scan))), RULES, options)).toMatchObject({
    steps: [],
    leftOut: [{ reason: 'unknown', detail: expect.stringContaining('what else site serves') }],
  });
});

test('every step that an older scan gives is one that the whole scan gives', () => {
  fc.assert(
    fc.property(hostsArbitrary(), asked, (hosts, { vch, ...parts }) => {
      const scan = scanOf(hosts, RULES, vch === null ? new Map() : new Map([['vch-address', vch]]));
      const options = { ...optionsFor(scan, RULES, parts), circumstances: null };
      const whole = planFor(scan, RULES, options).steps.map(withoutId);
      const some = planFor(parseScan(older(saved(scan))), RULES, options).steps.map(withoutId);
      expect(whole).toEqual(expect.arrayContaining(some));
    }),
    { numRuns: runs(150) },
  );
});

function withoutId({ id: _id, ...step }: Step): Omit<Step, 'id'> {
  return step;
}

test('a value that the scan calls unread stays unread, whatever stands beside it', () => {
  const lying = edited('"reading":"read"', '"reading":"unread"');
  expect(parseScan(lying).hosts[0]?.kernel.get('iovDisableIR')?.kind).toBe('unread');
  const nowhere = edited('"source":"esxcli"', '"source":null');
  expect(parseScan(nowhere).hosts[0]?.kernel.get('iovDisableIR')?.kind).toBe('unread');
});

test('a finding that claims to fail makes no step where the host has no value that was read', () => {
  const text = edited('"configured":"TRUE","runtime":"TRUE","source"', '"configured":null,"runtime":"TRUE","source"');
  const scan = parseScan(text);
  const { steps, leftOut } = planFor(scan, RULES, { ...optionsFor(scan, RULES), circumstances: null });
  expect(steps.filter(({ action }) => action.kind === 'kernelSetting')).toEqual([]);
  expect(leftOut[0]).toMatchObject({ reason: 'unknown' });
});

test('each mistake is told with its place', () => {
  expect(refusal('')).toMatchObject({ code: 'SCAN_INVALID', message: 'The scan is empty.' });
  expect(refusal(TEXT.slice(0, 900)).message).toContain('not whole');
  expect(refusal('{"schema":"esxcheck.plan/1"}').message).toContain('no scan of the form esxcheck.scan/1');
  expect(refusal(edited('"verdict":"fail"', '"verdict":"great"')).details[0]).toMatch(/^findings\.\d+\.verdict: /);
  const [first] = SCAN.hosts;
  expect(refusal(TEXT.replaceAll(first?.id ?? '', SCAN.hosts[1]?.id ?? '')).details[0]).toBe(
    'Two hosts have the same id.',
  );
  const stray = edited(`"rule":"${RULES[0]?.id}"`, '"rule":"not/there"');
  expect(refusal(stray).details[0]).toContain('not there');
});

test('hostile scans are refused, and change nothing', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  expect(refusal(deep).code).toBe('SCAN_INVALID');
  expect(refusal(edited('"observed":{', `"observed":{"x":${deep},`)).code).toBe('SCAN_INVALID');
  for (const place of ['"kernel":{', '"observed":{', '"tool": {', '{\n']) {
    const scan = parseScan(edited(place, `${place}"__proto__":{"polluted":"yes"},`));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(scan.hosts).toHaveLength(2);
  }
});
