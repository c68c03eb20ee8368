import { describe, expect, test } from 'vitest';
import type { Firewall, Ruleset } from '../../src/model/firewall.ts';
import { read, type Reading, unread } from '../../src/model/reading.ts';
import type { Rule } from '../../src/model/rule.ts';
import { asAsked } from '../../src/rules/select.ts';
import { rulesOf } from '../support/scans.ts';
import { factsOf, firewallOf, FIREWALL_RULE, judgeOne } from './facts.ts';

const PORT = await vicRule();

async function vicRule(): Promise<Rule> {
  const [rule] = await rulesOf(({ id }) => id === 'vic/outbound-2377');
  if (rule === undefined) throw new Error('the rule ships');
  return rule;
}

/** As every host from 6.7 on has it. */
const VIC_ENGINE: Ruleset = {
  key: 'vic-engine',
  label: 'vic-engine',
  enabled: false,
  required: false,
  rules: [{ direction: 'outbound', protocol: 'tcp', portType: 'dst', port: 2377, endPort: null }],
  allowed: { all: true, addresses: [], networks: [] },
  userControllable: true,
  ipListConfigurable: true,
};

function withRulesets(...rulesets: readonly Ruleset[]): Reading<Firewall> {
  return read(firewallOf({ rulesets }));
}

function judged(firewall: Reading<Firewall>, rule: Rule = PORT, parameters: Readonly<Record<string, string>> = {}) {
  return judgeOne(factsOf({ firewall }), rule, parameters);
}

describe('where nobody asked for it', () => {
  test('a closed port is a warning that says why, and how to ask', () => {
    const found = judged(withRulesets(VIC_ENGINE));
    expect(found).toMatchObject({ verdict: 'warn', state: null, remedy: null, horizons: { now: 'fail' } });
    expect(found.message).toContain(
      'A warning only, as nobody asked for it and the host shows no use of it: ' +
        '--pack vic, --rule vic/outbound-2377 or --vch-address makes it a failure.',
    );
    expect(found.asked).toMatchObject({
      by: 'nobody',
      verdict: 'fail',
      state: 'non-compliant',
      remedy: { kind: 'firewallAllows' },
    });
    expect(found.asked).not.toMatchObject({ message: expect.stringContaining('nobody asked') });
  });

  test.each<[string, Partial<Ruleset>]>([
    ['vic-engine is on, for nobody', { enabled: true, allowed: { all: false, addresses: [], networks: [] } }],
    ['its list holds an address', { allowed: { all: false, addresses: ['192.0.2.17'], networks: [] } }],
    ['its list was emptied', { allowed: { all: false, addresses: [], networks: [] } }],
    [
      'its list has an entry that is left behind',
      { allowed: { all: true, addresses: [], networks: ['192.0.2.0/24'] } },
    ],
  ])('it is a failure where %s', (_, parts) => {
    const found = judged(withRulesets({ ...VIC_ENGINE, ...parts }));
    expect(found).toMatchObject({ verdict: 'fail', state: 'non-compliant', asked: { by: 'use' } });
    expect(found.notes.at(-1)?.text).toContain('the host shows use of it: ');
  });

  test('and where vSPC is on', () => {
    const vspc = { ...VIC_ENGINE, key: 'vSPC', enabled: true, allowed: { all: false, addresses: [], networks: [] } };
    expect(judged(withRulesets(vspc))).toMatchObject({ verdict: 'fail', asked: { by: 'use' } });
  });

  test('another ruleset that was changed shows nothing', () => {
    const other = { ...VIC_ENGINE, key: 'nfsClient', allowed: { all: false, addresses: ['192.0.2.17'], networks: [] } };
    expect(judged(withRulesets(VIC_ENGINE, other)).verdict).toBe('warn');
  });

  test('what was not read stays unknown, and says nothing of asking', () => {
    const unreadable = judged(unread({ code: 'no-permission', detail: 'refused' }));
    expect(unreadable).toMatchObject({ verdict: 'unknown', reason: 'no-permission' });
    expect(unreadable.asked).toBeUndefined();
    const blind = judged(read(firewallOf({ rulesets: [VIC_ENGINE], outgoingBlocked: null })));
    expect(blind.verdict).toBe('unknown');
  });

  test('a use that hangs on an unread fact makes unknown, neither a failure nor a warning', () => {
    const usedIf = { kind: 'advancedOption', key: 'Vic.Used', operator: { op: 'equals', value: 1 } } as const;
    const found = judged(withRulesets(VIC_ENGINE), { ...PORT, usedIf });
    expect(found).toMatchObject({ verdict: 'unknown', state: 'unknown', remedy: null, horizons: { now: 'unknown' } });
    expect(found.reason).not.toBeNull();
    expect(found.asked).toBeUndefined();
  });
});

describe('where somebody asked for it', () => {
  test('a closed port is a failure, by name and by the value that it takes', () => {
    expect(judged(withRulesets(VIC_ENGINE), asAsked(PORT))).toMatchObject({ verdict: 'fail', asked: { by: 'name' } });
    const given = judged(withRulesets(VIC_ENGINE), PORT, { 'vch-address': '192.0.2.17' });
    expect(given).toMatchObject({ verdict: 'fail', asked: { by: 'name' } });
  });

  test('a blank value, and the value of another rule, are no asking', () => {
    expect(judged(withRulesets(VIC_ENGINE), PORT, { 'vch-address': ' ' }).verdict).toBe('warn');
    expect(judged(withRulesets(VIC_ENGINE), PORT, { 'vch-network': '192.0.2.0/24' }).verdict).toBe('warn');
  });

  test('a pass is a pass', () => {
    const found = judged(withRulesets({ ...VIC_ENGINE, enabled: true }), asAsked(PORT));
    expect(found.verdict).toBe('pass');
    expect(found.asked).toBeUndefined();
  });
});

test('any rule can be so, without evidence as well', () => {
  const rule: Rule = { ...FIREWALL_RULE, enforce: 'asked' };
  const firewall = read(firewallOf({}));
  expect(judged(firewall, rule)).toMatchObject({ verdict: 'warn', asked: { by: 'nobody' } });
  expect(judged(firewall, asAsked(rule)).verdict).toBe('fail');
  expect(judged(firewall, asAsked({ ...rule, enforce: 'note' })).verdict).toBe('warn');
});
