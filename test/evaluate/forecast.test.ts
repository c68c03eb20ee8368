import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forecaster, forecastOf } from '../../src/checks/judgement/forecast.ts';
import { evaluateHost } from '../../src/evaluate/evaluate-host.ts';
import type { KnownDefault, TargetRelease } from '../../src/model/catalog.ts';
import { esxcliKey, type HostFacts } from '../../src/model/facts.ts';
import type { Finding } from '../../src/model/finding.ts';
import { read, sameWhenNormalized } from '../../src/model/reading.ts';
import type { Rule } from '../../src/model/rule.ts';
import {
  IMAGE_QUERY,
  type Machine,
  machineKey,
  machineOf,
  siteDefaultsOf,
  type SiteDefault,
  type SiteMeasurement,
} from '../../src/model/site-default.ts';
import { factsOf, RULE, setting } from './facts.ts';

const MACHINE: Machine = { vendor: 'HPE', model: 'ProLiant DL380 Gen10', imageVendor: 'HPE' };
const OTHERS: readonly Machine[] = [
  { ...MACHINE, model: 'ProLiant DL360 Gen10' },
  { ...MACHINE, vendor: 'Dell Inc.' },
  { ...MACHINE, imageVendor: 'VMware, Inc.' },
  { ...MACHINE, imageVendor: null },
  { ...MACHINE, model: null },
  { vendor: null, model: null, imageVendor: null },
];

function measured(value: string, machine: Machine = MACHINE, parts: Partial<SiteMeasurement> = {}): SiteMeasurement {
  const defaults = new Map([['iovDisableIR', value]]);
  return { build: '99999999', version: '6.5.0', host: 'esx-01', day: '2026-11-30', machine, defaults, ...parts };
}

interface Knowledge {
  readonly shipped?: KnownDefault | null;
  readonly site?: readonly SiteMeasurement[];
  readonly origin?: SiteDefault['origin'];
  readonly between?: KnownDefault | null;
  readonly measured?: boolean;
}

function targetWith({
  shipped = null,
  site = [],
  origin = 'learnt',
  between = null,
  ...rest
}: Knowledge): TargetRelease {
  return {
    name: 'ESXi 6.5 Update 9',
    version: '6.5.0',
    build: '99999999',
    released: null,
    measured: rest.measured ?? false,
    defaults: new Map(shipped === null ? [] : [['iovDisableIR', shipped]]),
    labDependent: new Set(),
    certified: [],
    ...(site.length === 0 ? {} : { site: siteDefaultsOf(site, origin) }),
    ...(between === null ? {} : { between: new Map([['iovDisableIR', between]]) }),
  };
}

/** A host whose value follows its default, as far as anybody can tell. */
function following(value = 'FALSE', machine: Machine = MACHINE): HostFacts {
  const { vendor, model, imageVendor } = machine;
  const facts = factsOf({
    host: { vendor, model },
    kernel: { iovDisableIR: read(setting({ default: value, configured: value, runtime: value })) },
  });
  const rows = imageVendor === null ? [] : [{ Name: 'image', Vendor: imageVendor }];
  return { ...facts, esxcli: new Map([[esxcliKey(IMAGE_QUERY), read({ rows, scalar: null })]]) };
}

const GEN_FREE: Rule = { ...RULE, appliesTo: [] };

function judged(facts: HostFacts, target: TargetRelease, rule: Rule = GEN_FREE): Finding {
  const [finding] = evaluateHost(facts, [rule], new Map(), target);
  if (finding === undefined) throw new Error('one rule makes one finding');
  return finding;
}

const outlook = (target: TargetRelease, facts = following()): string | null => judged(facts, target).horizons.nextPatch;

const shipped = (value: string): KnownDefault => ({ value, confidence: 'measured', source: 'lab host' });

test('a measurement of the site predicts for hosts like its own, and says whose it was', () => {
  const found = judged(following(), targetWith({ site: [measured('FALSE')] }));
  expect(found).toMatchObject({ verdict: 'pass', horizons: { nextPatch: 'pass' } });
  expect(found.message).toContain('is FALSE (measured on esx-01, 2026-11-30), which is right as well');
  const turned = judged(following(), targetWith({ site: [measured('TRUE')] }));
  expect(turned).toMatchObject({ verdict: 'warn', state: 'may-regress-on-patch' });
  expect(turned.message).toContain('is TRUE (measured on esx-01, 2026-11-30)');
});

test('what was read in the same scan is said to be so, and goes by vendor and model', () => {
  const target = targetWith({ site: [measured('FALSE', { ...MACHINE, imageVendor: null })], origin: 'scan' });
  const found = judged(following('FALSE', { ...MACHINE, imageVendor: null }), target);
  expect(found.horizons.nextPatch).toBe('pass');
  expect(found.message).toContain('(read on esx-01 of this scan, which runs it already)');
  expect(outlook(target, following('FALSE', { ...MACHINE, model: 'another' }))).toBe('unknown');
});

test.each(OTHERS)('for another machine it warns: %j', (machine) => {
  const right = judged(following('FALSE', machine), targetWith({ site: [measured('FALSE')] }));
  expect(right).toMatchObject({ verdict: 'warn', state: 'unknown', reason: 'target-measured-elsewhere' });
  expect(outlook(targetWith({ site: [measured('TRUE')] }), following('FALSE', machine))).toBe('risk');
});

test('the sentence names the other model', () => {
  const { message } = judged(
    following('FALSE', { ...MACHINE, model: 'PowerEdge' }),
    targetWith({ site: [measured('FALSE')] }),
  );
  expect(message).toContain('measured on another model: HPE ProLiant DL380 Gen10, esx-01, 2026-11-30');
});

test('spelling makes no other machine', () => {
  const facts = following('FALSE', { vendor: ' hpe ', model: 'PROLIANT  DL380 Gen10', imageVendor: 'Hpe' });
  expect(outlook(targetWith({ site: [measured('FALSE')] }), facts)).toBe('pass');
});

test('two canaries that differ make the setting depend on the machine, whatever they are', () => {
  for (const machine of [MACHINE, ...OTHERS]) {
    const site = [measured('FALSE'), measured('TRUE', machine, { host: 'esx-02' })];
    const found = judged(following(), targetWith({ site }));
    expect(found).toMatchObject({ verdict: 'warn', state: 'unknown', reason: 'target-depends-on-machine' });
    expect(found.message).toContain('depends on the machine: ');
    expect(found.message).toContain('esx-02');
  }
  const alike = [measured('FALSE'), measured('0', MACHINE, { host: 'esx-02' })];
  expect(outlook(targetWith({ site: alike }))).toBe('pass');
});

test('a contradiction of what ships is a risk, whichever of the two is right', () => {
  for (const [one, other] of [['FALSE', 'TRUE'] as const, ['TRUE', 'FALSE'] as const]) {
    for (const machine of [MACHINE, ...OTHERS]) {
      const found = judged(
        following(),
        targetWith({ shipped: shipped(one), measured: true, site: [measured(other, machine)] }),
      );
      expect(found).toMatchObject({ verdict: 'warn', state: 'may-regress-on-patch', horizons: { nextPatch: 'risk' } });
      expect(found.message).toContain('one contradicts the other');
    }
  }
  const gone = judged(following(), targetWith({ measured: true, site: [measured('FALSE')] }));
  expect(gone.horizons.nextPatch).toBe('risk');
});

test('what is the same before and after is an inference, and never passes', () => {
  const between = { value: 'FALSE', confidence: 'inferred', source: 'A and B' } as const;
  const found = judged(following(), targetWith({ between }));
  expect(found).toMatchObject({ verdict: 'warn', state: 'unknown', horizons: { nextPatch: 'unknown' } });
  expect(found.message).toContain('In A and B it is FALSE, the same before and after (inferred).');
  expect(outlook(targetWith({ between: { ...between, value: 'TRUE' } }))).toBe('risk');
});

test('a host that was set on purpose hangs on no default', () => {
  const facts = factsOf({
    kernel: { iovDisableIR: read(setting({ default: 'TRUE', configured: 'FALSE', runtime: 'FALSE' })) },
  });
  const site = [measured('FALSE'), measured('TRUE', MACHINE, { host: 'esx-02' })];
  expect(judged(facts, targetWith({ site })).horizons.nextPatch).toBe('pass');
});

function wanting(op: 'present' | 'absent'): Rule {
  return { ...GEN_FREE, check: { kind: 'kernelSetting', name: 'iovDisableIR', operator: { op } }, remedy: null };
}

test('that no host showed a setting proves nothing; that one did is not overlooked', () => {
  const site = [measured('FALSE')];
  const of = (op: 'present' | 'absent', target: TargetRelease, facts = following()): string | null =>
    judged(facts, target, wanting(op)).horizons.nextPatch;
  expect(of('present', targetWith({ site }))).toBe('pass');
  expect(of('present', targetWith({ site }), following('FALSE', OTHERS[0]))).toBe('unknown');
  const other = [measured('FALSE', MACHINE, { defaults: new Map([['another', '1']]) })];
  expect(of('present', targetWith({ site: other }))).toBe('unknown');
  expect(of('present', targetWith({ site, measured: true }))).toBe('risk');
});

test('a name that is no plain text is on one line and has an end', () => {
  const host = `esx\u001b[31m\n${'x'.repeat(500)}`;
  const { message } = judged(following(), targetWith({ site: [measured('FALSE', MACHINE, { host })] }));
  expect(message).toContain('esx\\u001b[31m\\u000a');
  expect(message.length).toBeLessThan(500);
});

const VALUES = ['FALSE', 'false', '0', 'TRUE', '1', 'banana', ''] as const;
const machines = fc.constantFrom(MACHINE, ...OTHERS);
const measurements = fc.array(
  fc.record({
    value: fc.constantFrom(...VALUES),
    machine: machines,
    host: fc.constantFrom('esx-01', 'esx-02', '__proto__'),
    day: fc.constantFrom('2026-11-29', '2026-11-30'),
  }),
  { maxLength: 3 },
);
const known = fc.option(
  fc.record({
    value: fc.constantFrom(...VALUES),
    confidence: fc.constantFrom('measured' as const, 'C2' as const, 'S1' as const),
    source: fc.constant('x'),
  }),
  { freq: 1 },
);
const betweens = fc.option(fc.constantFrom(...VALUES));

test('what a site learnt never makes a pass of what ships otherwise, of another machine, or of hosts that differ', () => {
  let passes = 0;
  fc.assert(
    fc.property(known, fc.boolean(), measurements, machines, fc.constantFrom('FALSE', 'TRUE'), betweens, (...given) => {
      const [ships, isMeasured, learnt, machine, value, inferred] = given;
      const site = learnt.map(({ value: own, ...parts }) => measured(own, parts.machine, parts));
      const between = inferred === null ? null : ({ value: inferred, confidence: 'inferred', source: 'x' } as const);
      const facts = following(value, machine);
      const without = outlook(targetWith({ shipped: ships, measured: isMeasured }), facts);
      const withSite = outlook(targetWith({ shipped: ships, measured: isMeasured, site, between }), facts);
      if (withSite !== 'pass') return;
      passes += 1;
      if (ships !== null || isMeasured) {
        expect(without).toBe('pass');
        return;
      }
      expect(site.length).toBeGreaterThan(0);
      expect(site.some((each) => machineKey(each.machine) === machineKey(machine))).toBe(true);
      expect([machine.vendor, machine.model, machine.imageVendor]).not.toContain(null);
      const [first] = learnt;
      expect(learnt.every((each) => sameWhenNormalized(each.value, first?.value ?? ''))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
  expect(passes).toBeGreaterThan(20);
});

test('the order of learning does not matter, and neither does a memory', () => {
  fc.assert(
    fc.property(known, measurements, machines, (ships, learnt, machine) => {
      const site = learnt.map(({ value, ...parts }) => measured(value, parts.machine, parts));
      const one = targetWith({ shipped: ships, site });
      const other = targetWith({ shipped: ships, site: site.toReversed() });
      const forecast = forecastOf(one, 'iovDisableIR', machine);
      expect(forecastOf(other, 'iovDisableIR', machine)).toEqual(forecast);
      const memory = forecaster(one);
      for (const each of [machine, ...OTHERS, machine]) {
        expect(memory('iovDisableIR', each, machineKey(each))).toEqual(forecastOf(one, 'iovDisableIR', each));
      }
    }),
    { numRuns: 1_000 },
  );
});

test('names that objects inherit are names like any other', () => {
  const defaults = new Map([
    ['__proto__', 'FALSE'],
    ['constructor', 'TRUE'],
  ]);
  const target = targetWith({ site: [measured('x', MACHINE, { defaults })] });
  expect(forecastOf(target, '__proto__', MACHINE).known?.value).toBe('FALSE');
  expect(forecastOf(target, 'toString', MACHINE)).toEqual({ known: null, doubt: null, against: [] });
});

test('the image is told by one row of the profile, and by nothing else', () => {
  const facts = following();
  const told = (rows: readonly Readonly<Record<string, string>>[]): string | null =>
    machineOf({ ...facts, esxcli: new Map([[esxcliKey(IMAGE_QUERY), read({ rows, scalar: null })]]) }).imageVendor;
  expect(told([{ Vendor: 'HPE' }])).toBe('HPE');
  expect(told([{ Vendor: ' ' }])).toBeNull();
  expect(told([{ Vendor: 'HPE' }, { Vendor: 'HPE' }])).toBeNull();
  expect(told([{ Vendor: 'x'.repeat(10_000) }])).toBeNull();
  expect(machineOf({ ...facts, esxcli: new Map() }).imageVendor).toBeNull();
});
