import { expect, test } from 'vitest';
import { evaluateHost } from '../../src/evaluate/evaluate-host.ts';
import type { Host } from '../../src/model/host.ts';
import { read } from '../../src/model/reading.ts';
import type { Rule } from '../../src/model/rule.ts';
import { demandOf } from '../../src/rules/demand.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { factsOf, setting } from '../evaluate/facts.ts';
import { configured, refusedBy } from './config-text.ts';

const GEN8 = 'hpe/gen8-interrupt-remapping';
const PORT = 'vic/outbound-2377';

async function ruleOf(text: string, id = GEN8): Promise<Rule> {
  const rule = (await configured(text)).rules.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`no ${id}`);
  return rule;
}

/** What becomes of a Gen8 host whose remapping is off, by rule. */
function verdicts(rules: readonly Rule[], host: Partial<Host> = {}): Readonly<Record<string, string>> {
  const wrong = setting({ configured: 'TRUE', runtime: 'TRUE' });
  const facts = factsOf({ host: { model: 'ProLiant DL380p Gen8', ...host }, kernel: { iovDisableIR: read(wrong) } });
  const findings = evaluateHost(facts, rules, new Map());
  expect(findings.map(({ rule }) => rule)).toEqual(rules.map(({ id }) => id));
  return Object.fromEntries(findings.map(({ rule, verdict }) => [rule, verdict]));
}

test('a config that says nothing of rules leaves them and their hashes as they are', async () => {
  const { rules, warnings } = await configured('packs: [hpe, vic]');
  const shipped = await loadPacks('rules');
  expect(rules).toEqual(shipped.filter(({ pack }) => ['cpu', 'hpe', 'vic'].includes(pack)));
  expect(warnings).toEqual([]);
});

test.each([
  ['packs: [vic]', true],
  ['packs: [vic, hardening]', true],
  [`packs: [hpe, vic]\nrules: { ${PORT}: { enabled: true } }`, true],
  [`packs: [hpe, vic]\nrules: { ${PORT}: { severity: low } }`, true],
  ['packs: [hpe, vic]', undefined],
  ['packs: [vic, hpe]', undefined],
  ['packs: [hpe, vic, hardening]', undefined],
  ['rules: { hpe/gen8-interrupt-remapping: { severity: low } }', undefined],
  ['waivers: []', undefined],
])('a config asks for a rule by name; the usual packs, spelled out, are no asking: %j', async (text, asked) => {
  expect((await ruleOf(text, PORT)).asked).toBe(asked);
});

test('a rule is asked for in the clusters that name it, and in no others', async () => {
  const { clusters } = await ruleOf('packs: [hpe, vic]\nclusters:\n  Vic-*: { packs: [vic] }', PORT);
  expect(clusters?.map(({ cluster, rule }) => [cluster, rule?.asked])).toEqual([
    ['Vic-*', true],
    [null, undefined],
  ]);
});

test('another severity is another hash, and the old severity the old one', async () => {
  const before = await ruleOf('packs: [hpe]');
  const after = await ruleOf(`rules: { ${GEN8}: { severity: low } }`);
  expect(after).toMatchObject({ severity: 'low', check: before.check, remedy: before.remedy });
  expect(after.hash).not.toBe(before.hash);
  expect((await ruleOf(`rules: { ${GEN8}: { severity: ${before.severity} } }`)).hash).toBe(before.hash);
});

test('a config demands the fail of a rule that waits for it, and changes no other', async () => {
  const end = 'lifecycle/end-of-general-support';
  const pack = 'packs: [lifecycle, hpe]';
  const before = await ruleOf(pack, end);
  const after = await ruleOf(`${pack}\nrules: { ${end}: { enforce: remedy } }`, end);
  expect([before.enforce, after.enforce, after.hash === before.hash]).toEqual(['demanded', 'remedy', false]);
  expect((await ruleOf(`rules: { ${GEN8}: { enforce: remedy } }`)).hash).toBe((await ruleOf(pack)).hash);
  const both = await ruleOf(`${pack}\nrules: { ${end}: { enforce: remedy, atLeast: 30 } }`, end);
  expect(both).toMatchObject({ enforce: 'remedy', check: { operator: { op: 'atLeast', value: 30 } } });
});

test('another expectation takes the place of the operator; a remedy that would not bring it about is dropped', async () => {
  const { rules, warnings } = await configured(`rules: { ${GEN8}: { oneOf: ['TRUE', 'FALSE'] } }`);
  const rule = rules.find(({ id }) => id === GEN8);
  expect(rule?.check).toMatchObject({ operator: { op: 'oneOf', values: ['TRUE', 'FALSE'] } });
  expect([rule?.remedy?.kind, warnings]).toEqual(['kernelSetting', []]);
  const other = await configured(`rules:\n  ${GEN8}: { equals: 'TRUE' }`);
  expect(other.rules.find(({ id }) => id === GEN8)?.remedy).toBeNull();
  expect(other.warnings).toEqual([expect.stringMatching(/^esxcheck\.yaml:2:\d+: hpe\/gen8-.* without its remedy/)]);
});

test('what a site expects holds on every release, and the severity that it names on every host', async () => {
  const [timeout, tpm] = ['hardening/dcui-timeout', 'hardening/tpm-configuration'];
  const { rules, warnings } = await configured(
    `packs: [hardening]\nrules: { ${timeout}: { between: [1, 900] }, ${tpm}: { severity: medium } }`,
  );
  const rule = rules.find(({ id }) => id === timeout);
  expect(rule).toMatchObject({ check: { operator: { op: 'between', low: 1, high: 900 } }, remedy: { value: '600' } });
  expect([rule?.variants, rule?.profiles, warnings]).toEqual([undefined, {}, []]);
  expect(rules.find(({ id }) => id === tpm)).toMatchObject({ severity: 'medium' });
  expect(rules.find(({ id }) => id === tpm)?.severityIf).toBeUndefined();
  const untouched = (await configured('packs: [hardening]')).rules.filter(({ id }) => id === timeout || id === tpm);
  expect(untouched.map(({ variants, severityIf }) => [variants?.length, severityIf?.length])).toEqual([
    [1, undefined],
    [undefined, 1],
  ]);
});

test.each([
  [`rules:\n  hpe/gen8-interupt-remapping: { severity: low }`, `2:3 there is no rule "hpe/gen8-interupt-remapping"`],
  ['packs: [hpe, vci]', '1:14 there is no pack "vci": did you mean "vic"?'],
  ['clusters:\n  Lab: { packs: [hep] }', '2:18 there is no pack "hep": did you mean "hpe"?'],
  ['clusters:\n  Lab: { rules: { hpe/x: { severity: low } } }', '2:19 there is no rule "hpe/x"'],
  ['rules:\n  hpe/gen8-unknown-maker: { enforce: remedy }', 'hpe/gen8-unknown-maker only notes'],
  [`rules:\n  ${PORT}: { equals: 5 }`, `2:32 the check of ${PORT} takes no expectation`],
  [`clusters:\n  A: { rules: { ${PORT}: { equals: 5 } } }`, `the check of ${PORT} takes no expectation`],
])('%j is refused with its place', async (text, said) => {
  expect((await refusedBy(text)).join('\n')).toContain(said);
});

test('a rule that is switched off is gone, and nothing is read for it', async () => {
  const off = `{ ${PORT}: { enabled: false }, vic/vic-engine-limited: { enabled: false }, vic/vspc-limited: { enabled: false } }`;
  const { rules } = await configured(`packs: [hpe, vic]\nrules: ${off}`);
  expect(rules.map(({ id }) => id)).not.toContain(PORT);
  expect(demandOf(rules).firewall).toBe(false);
  const named = await configured(`rules: { ${PORT}: { enabled: false } }`, {
    packs: false,
    enabled: false,
    usual: null,
  });
  expect(named.rules.map(({ id }) => id)).toContain(PORT);
});

const SPLIT = 'packs: [vic]\nclusters:\n  Lab-*: { packs: [hpe] }\n  L*: { packs: [hpe, vic] }';

test('the first cluster of the file decides, also where a name looks like a number', async () => {
  const text = `packs: [hpe]\nclusters:\n  '*': { rules: { ${GEN8}: { severity: low } } }\n  '7': { rules: { ${GEN8}: { severity: high } } }`;
  const { rules } = await configured(text);
  const facts = factsOf({ host: { cluster: '7', computeResource: '7' } });
  const finding = evaluateHost(facts, rules, new Map()).find(({ rule }) => rule === GEN8);
  expect(finding?.severity).toBe('low');
});

test('a host is judged by the packs of the first cluster that matches, else by those for all', async () => {
  const { rules } = await configured(SPLIT);
  const judged = (cluster: string | null) => {
    const found = verdicts(rules, { cluster, computeResource: cluster ?? 'alone' });
    return [found[GEN8] !== 'not-applicable', found[PORT] !== 'not-applicable'];
  };
  expect(judged('lab-1')).toEqual([true, false]);
  expect(judged('London')).toEqual([true, true]);
  expect(judged('Production')).toEqual([false, true]);
  expect(judged(null)).toEqual([false, true]);
  expect(demandOf(rules).firewall).toBe(true);
});

test('a host of which the cluster was not read is unknown, unless the rule surely does not apply', async () => {
  const { rules } = await configured(SPLIT);
  const hidden = { cluster: null, computeResource: null };
  expect(verdicts(rules, hidden)).toMatchObject({ [GEN8]: 'unknown', [PORT]: 'unknown' });
  expect(verdicts(rules, { ...hidden, vendor: 'Dell Inc.' })).toMatchObject({ [GEN8]: 'not-applicable' });
  expect(verdicts((await configured('packs: [hpe]')).rules, hidden)).toMatchObject({ [GEN8]: 'fail' });
});

test('what a cluster says of a rule is put over what is said for all', async () => {
  const text = `rules: { ${GEN8}: { severity: low, equals: 'TRUE' } }\nclusters: { Lab: { rules: { ${GEN8}: { atMost: 1 } } } }`;
  const rule = await ruleOf(text);
  const [lab, elsewhere] = rule.clusters ?? [];
  expect(lab).toMatchObject({ cluster: 'Lab', rule: { severity: 'low', check: { operator: { op: 'atMost' } } } });
  expect(elsewhere).toMatchObject({ cluster: null, rule: { check: { operator: { op: 'equals', value: 'TRUE' } } } });
  expect(verdicts([rule], { cluster: 'Lab', computeResource: 'Lab' })).toEqual({ [GEN8]: 'pass' });
});

const inLab = (severity: string) => `clusters: { Lab: { rules: { ${GEN8}: { severity: ${severity} } } } }`;

test('the hash is of what is judged where, and whom the packs leave out does not change it', async () => {
  const plain = (await ruleOf('packs: [hpe]')).hash;
  expect((await ruleOf(SPLIT)).hash).toBe(plain);
  const hashes = await Promise.all([inLab('low'), inLab('high')].map(async (text) => (await ruleOf(text)).hash));
  expect(new Set([plain, ...hashes]).size).toBe(3);
});
