import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { json } from '../../reports/scan/json.ts';
import { unread } from '../../src/model/reading.ts';
import type { HostFacts } from '../../src/model/facts.ts';
import type { Scan } from '../../src/model/scan.ts';
import { planFor } from '../../src/plan/plan-for.ts';
import { parseScan } from '../../src/saved/saved-scan.ts';
import { shippedRules } from '../support/scans.ts';
import { asked, hostsArbitrary } from '../plan/arbitrary.ts';
import { facts, firewall, gen8, optionsFor, ruleset, scanOf, setting } from '../plan/estate.ts';

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
    { numRuns: 100 },
  );
});

/** Only the host itself can tell that a ruleset other than vic-engine is made for the port alone. */
function withoutSiteRulesets(host: HostFacts): HostFacts {
  if (host.firewall?.kind !== 'read') return host;
  const rulesets = host.firewall.value.rulesets.filter(
    ({ key, rules }) => key === 'vic-engine' || rules.every(({ port }) => port !== 2377),
  );
  return { ...host, firewall: { ...host.firewall, value: { ...host.firewall.value, rulesets } } };
}

test('a saved scan is planned as the scan itself, but for what it does not hold: who requires a ruleset, and what else one opens', () => {
  fc.assert(
    fc.property(hostsArbitrary(), asked, (hosts, { vch, ...parts }) => {
      const known = hosts.map(withoutSiteRulesets);
      const scan = scanOf(known, RULES, vch === null ? new Map() : new Map([['vch-address', vch]]));
      const options = { ...optionsFor(scan, RULES, parts), circumstances: null, deny: false };
      expect(planFor(parseScan(saved(scan)), RULES, options)).toEqual(planFor(scan, RULES, options));
    }),
    { numRuns: 150 },
  );
});

test('closing from a saved scan is left out, since it does not tell whether the system requires the ruleset', () => {
  const scan = scanOf([facts(gen8('esx-1'), { firewall: firewall(ruleset('vic-engine', { enabled: true })) })], RULES);
  const options = { ...optionsFor(scan, RULES), circumstances: null, deny: true };
  expect(planFor(parseScan(saved(scan)), RULES, options)).toMatchObject({
    steps: [],
    leftOut: [{ reason: 'unknown' }],
  });
  expect(planFor(scan, RULES, options).steps).toHaveLength(1);
});

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
