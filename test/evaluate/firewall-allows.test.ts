import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AllowedHosts, FirewallRule, Ruleset } from '../../src/model/firewall.ts';
import { ABSENT, read, unread } from '../../src/model/reading.ts';
import { factsOf, FIREWALL_RULE, firewallOf, judgeOne } from './facts.ts';

interface Opening {
  readonly covers: boolean;
  readonly rule: FirewallRule;
}

const EXACT: FirewallRule = { direction: 'outbound', protocol: 'tcp', portType: 'dst', port: 2377, endPort: null };
const OPENINGS: readonly Opening[] = [
  { covers: true, rule: EXACT },
  { covers: true, rule: { ...EXACT, portType: null, endPort: 0 } },
  { covers: true, rule: { ...EXACT, port: 0, endPort: 65_535 } },
  { covers: true, rule: { ...EXACT, direction: 'Outbound', protocol: 'TCP', portType: 'Dst', endPort: 2377 } },
  { covers: false, rule: { ...EXACT, port: 2378 } },
  { covers: false, rule: { ...EXACT, port: 1, endPort: 2376 } },
  { covers: false, rule: { ...EXACT, portType: 'src' } },
  { covers: false, rule: { ...EXACT, direction: 'inbound' } },
  { covers: false, rule: { ...EXACT, protocol: 'udp' } },
];

type Asked = 'address' | 'network' | 'none' | 'garbage';
const ASKED: Readonly<Record<Asked, Readonly<Record<string, string>>>> = {
  address: { 'vch-address': '10.0.0.5' },
  network: { 'vch-address': '10.0.0.0/28' },
  none: {},
  garbage: { 'vch-address': 'vch.example' },
};

interface List {
  readonly allowed: AllowedHosts | null;
  readonly entries: boolean;
  readonly holds: readonly Asked[];
}

const EVERYONE: readonly Asked[] = ['address', 'network', 'none', 'garbage'];
const LISTS: readonly List[] = [
  { allowed: null, entries: false, holds: EVERYONE },
  { allowed: { all: true, addresses: [], networks: [] }, entries: false, holds: EVERYONE },
  { allowed: { all: false, addresses: [], networks: ['10.0.0.0/24'] }, entries: true, holds: ['address', 'network'] },
  {
    allowed: { all: false, addresses: ['zz', '10.0.0.5'], networks: ['10.0.0.0/99'] },
    entries: true,
    holds: ['address'],
  },
  { allowed: { all: false, addresses: ['10.0.0.6'], networks: ['192.0.2.0/24', ''] }, entries: true, holds: [] },
  { allowed: { all: false, addresses: [], networks: [] }, entries: false, holds: [] },
];

interface Variant extends Opening, List {
  readonly enabled: boolean;
}

const VARIANTS: readonly Variant[] = OPENINGS.flatMap((opening) =>
  LISTS.flatMap((list) => [true, false].map((enabled) => ({ ...opening, ...list, enabled }))),
);

/** The six rows of the issue, in their order; the default policy that was not read leaves it as open as the switch does. */
function oracle(
  variants: readonly Variant[],
  asked: Asked,
  enabled: boolean | undefined,
  blocked: boolean | null,
): string {
  const covering = variants.filter((variant) => variant.covers && variant.enabled);
  if (covering.some((variant) => variant.holds.includes(asked))) return 'pass';
  if (enabled === false || blocked === false) return 'warn';
  if ((asked === 'none' || asked === 'garbage') && covering.some((variant) => variant.entries))
    return 'unknown vch-address-needed';
  if (enabled === undefined || blocked === null) return 'unknown not-reported';
  return 'fail';
}

const NOT_READ = unread({ code: 'not-reported', detail: '' });

function judged(
  variants: readonly Variant[],
  asked: Asked,
  enabled: boolean | undefined,
  outgoingBlocked: boolean | null,
): string {
  const rulesets = variants.map(({ rule, allowed, enabled }, index): Ruleset => ({
    key: `r${index}`,
    label: '',
    enabled,
    required: false,
    rules: [rule],
    allowed,
    userControllable: null,
    ipListConfigurable: null,
  }));
  const firewall = firewallOf({ enabled: enabled === undefined ? NOT_READ : read(enabled), outgoingBlocked, rulesets });
  const found = judgeOne(factsOf({ firewall: read(firewall) }), FIREWALL_RULE, ASKED[asked]);
  expect(found.remedy !== null).toBe(found.verdict === 'fail');
  return found.verdict === 'unknown' ? `${found.verdict} ${found.reason}` : found.verdict;
}

function everyCase(judge: (asked: Asked, enabled: boolean | undefined, blocked: boolean | null) => void): void {
  for (const asked of EVERYONE)
    for (const enabled of [true, false, undefined])
      for (const blocked of [true, false, null]) judge(asked, enabled, blocked);
}

test('the first row that holds decides, for every pair of rulesets, switch, policy and address', () => {
  const pairs = [
    [],
    ...VARIANTS.map((one) => [one]),
    ...VARIANTS.flatMap((one, index) =>
      VARIANTS.filter((_, other) => (other + index) % 11 === 0).map((other) => [one, other]),
    ),
  ];
  const wrong: unknown[] = [];
  let count = 0;
  for (const pair of pairs) {
    everyCase((asked, enabled, blocked) => {
      count += 1;
      const [found, expected] = [judged(pair, asked, enabled, blocked), oracle(pair, asked, enabled, blocked)];
      if (found !== expected) wrong.push({ pair, asked, enabled, blocked, found, expected });
    });
  }
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(count).toBeGreaterThan(30_000);
});

test('hiding the switch or the policy leaves the verdict as it was or makes it unknown', () => {
  const wrong: unknown[] = [];
  for (const pair of VARIANTS.map((one) => [one])) {
    everyCase((asked, enabled, blocked) => {
      const before = judged(pair, asked, enabled, blocked);
      const after = [
        judged(pair, asked, undefined, blocked),
        judged(pair, asked, enabled, null),
        judged(pair, asked, undefined, null),
      ];
      if (after.some((verdict) => verdict !== before && !verdict.startsWith('unknown')))
        wrong.push({ pair, asked, enabled, blocked, before, after });
    });
  }
  expect(wrong.slice(0, 3)).toEqual([]);
});

test('row 1: a firewall that was not read, is not there or was not asked for is unknown', () => {
  const verdicts = [unread({ code: 'disconnected', detail: '' }), ABSENT, null].map((firewall) =>
    judgeOne(factsOf({ firewall }), FIREWALL_RULE),
  );
  expect(verdicts.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['unknown', 'disconnected'],
    ['unknown', 'not-reported'],
    ['unknown', 'not-reported'],
  ]);
});

test('one horizon: only now is told, a latent risk passes now and has no state', () => {
  const found = judgeOne(factsOf({ firewall: read(firewallOf({ enabled: read(false) })) }), FIREWALL_RULE);
  expect(found).toMatchObject({
    verdict: 'warn',
    state: null,
    horizons: { now: 'pass', nextBoot: null, nextPatch: null },
    remedy: null,
  });
});

test('a pass names the rulesets, and the broad ones as broad', () => {
  const broad: Ruleset = {
    key: 'vSPC',
    label: '',
    enabled: true,
    required: false,
    rules: [{ ...EXACT, port: 0, endPort: 65_535 }],
    allowed: null,
    userControllable: true,
    ipListConfigurable: null,
  };
  const found = judgeOne(factsOf({ firewall: read(firewallOf({ rulesets: [broad] })) }), FIREWALL_RULE);
  expect(found.message).toBe('Ruleset vSPC lets outbound tcp/2377 through. vSPC opens every outbound tcp port.');
  expect(found.observed).toEqual({
    enabled: true,
    outgoingBlocked: true,
    covering: [
      {
        ruleset: 'vSPC',
        broad: true,
        narrow: false,
        allIp: true,
        allowed: [],
        userControllable: true,
        required: false,
        enabled: true,
      },
    ],
  });
  expect(found.expected).toBe('outbound tcp/2377');
});

test('an inbound check looks at the inbound policy', () => {
  const rule = {
    ...FIREWALL_RULE,
    check: { kind: 'firewallAllows', direction: 'inbound', protocol: 'udp', port: 161, destinationParameter: null },
  } as const;
  const of = (incomingBlocked: boolean) =>
    judgeOne(factsOf({ firewall: read(firewallOf({ incomingBlocked, outgoingBlocked: false })) }), rule).verdict;
  expect([of(true), of(false)]).toEqual(['fail', 'warn']);
});

test('names and list entries that are no addresses never throw and never let anything through', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('__proto__', '=1+1', '\u001b[31m', '10.0.0.5/33', '::/0x', '10.0.0.5%0'),
  );
  fc.assert(
    fc.property(text, fc.array(text), fc.array(text), text, (key, addresses, networks, garbage) => {
      const allowed = { all: false, addresses, networks };
      const ruleset: Ruleset = {
        key,
        label: key,
        enabled: true,
        required: false,
        rules: [EXACT],
        allowed,
        userControllable: null,
        ipListConfigurable: null,
      };
      const facts = factsOf({ firewall: read(firewallOf({ rulesets: [ruleset] })) });
      expect(judgeOne(facts, FIREWALL_RULE, { 'vch-address': '10.0.0.5' }).verdict).toBe('fail');
      expect(judgeOne(facts, FIREWALL_RULE, { 'vch-address': garbage }).verdict).not.toBe('pass');
    }),
  );
});
