import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { listFacts } from '../../src/checks/published-facts.ts';
import { HOST_FACTS } from '../../src/checks/values/host-facts.ts';
import { exampleFacts } from '../../src/rules/example-facts.ts';
import { bareFacts } from '../../src/model/facts.ts';
import { PROPERTY_FACT_NAMES } from '../../src/model/property-facts.ts';
import { loadCatalog, parseCatalog } from '../../src/rules/catalog/releases.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { type Judge, testRule } from '../../src/rules/rule-tester.ts';
import { ruleJsonSchema } from '../../src/rules/schema/rule-schema.ts';
import { HOST, judgeOne } from '../evaluate/facts.ts';
import { sampled } from '../support/sample.ts';
import { mutantsOf } from './mutants.ts';

const DIR = fileURLToPath(new URL('../../rules', import.meta.url));
const rules = await loadPacks(DIR);
const gen8 = rules.find((rule) => rule.id === 'hpe/gen8-interrupt-remapping');
if (gen8 === undefined) throw new Error('the Gen8 rule is missing');

test('every rule file of the packs is loaded', async () => {
  const files = (await readdir(DIR, { recursive: true })).filter((name) => name.endsWith('.yaml'));
  expect(rules.map((rule) => rule.id)).toEqual(files.map((name) => name.replace(/\.yaml$/, '')).toSorted());
  expect(new Set(rules.map((rule) => rule.pack))).toEqual(
    new Set(['cpu', 'hardening', 'hpe', 'incidents', 'lifecycle', 'prepatch', 'upgrade', 'vic']),
  );
});

test.each(rules.map((rule) => [rule.id, rule] as const))(
  '%s: its examples come true and hiding facts makes nothing but unknown',
  (_, rule) => {
    expect(testRule(rule)).toEqual([]);
  },
);

test.each(rules.map((rule) => [rule.id, rule] as const))('%s: another expectation breaks an example', (_, rule) => {
  const mutants = mutantsOf(rule);
  expect(mutants.length).toBeGreaterThan(0);
  const tried = sampled(mutants, 12);
  const survivors = tried.filter((mutant) => testRule(mutant.rule).length === 0).map(({ what }) => what);
  expect(survivors).toEqual([]);
});

const trusting: Judge = (facts, rule) => {
  const found = judgeOne(facts, rule);
  return found.verdict === 'unknown' ? { ...found, verdict: 'pass' } : found;
};

test('the tester notices a judge that passes what could not be read', () => {
  const failures = testRule(gen8, trusting).join('\n');
  expect(failures).toContain('hiding kernel.iovDisableIR turns fail into pass; only unknown is allowed');
  expect(failures).toContain('hiding all that the check reads makes pass; unknown was expected');
  expect(failures).toContain('unknown was expected, but the verdict is pass');
});

test('hiding the cluster hides that a host stands alone', () => {
  const facts = { 'host.computeResource': 'esx01', 'kernel.iovDisableIR': { configured: 'FALSE', runtime: 'FALSE' } };
  const alone = {
    ...gen8,
    notes: [],
    appliesTo: [{ kind: 'fact', fact: 'host.cluster', operator: { op: 'present' } }] as const,
  };
  const example = {
    facts: { ...facts, 'host.cluster': 'c1' },
    parameters: {},
    verdict: 'pass',
    state: null,
    profile: null,
  };
  expect(testRule({ ...alone, examples: [example] })).toEqual([]);
});

test('the tester notices a wrong verdict and a wrong state', () => {
  const [passing] = gen8.examples;
  if (passing === undefined) throw new Error('the rule has no examples');
  expect(testRule({ ...gen8, examples: [{ ...passing, verdict: 'fail' }] })).toEqual([
    expect.stringMatching(/^example 1: fail was expected, but the verdict is pass: /),
  ]);
  expect(testRule({ ...gen8, examples: [{ ...passing, state: 'unknown' }] })).toEqual([
    expect.stringMatching(/^example 1: the state unknown was expected, but it is compliant: /),
  ]);
});

test.each([
  ['ProLiant BL465c Gen8', 'AMD Opteron(tm) Processor 6376', [/AMD Gen8 is affected is unconfirmed/]],
  ['ProLiant DL380p Gen8', 'Intel(R) Xeon(R) CPU E5-2650', [/^VMware KB 2147325 wants the opposite/]],
  ['ProLiant SL230s Gen8', 'Intel(R) Xeon(R) CPU E5-2650', [/KB 2147325/, /judged by its generation alone/]],
  ['ProLiant DL380p Gen8', null, []],
])('the Gen8 rule notes on %s with %s what is unsure', (model, cpuModel, notes) => {
  const texts = judgeOne(bareFacts({ ...HOST, model, cpuModel }), gen8).notes.map((note) => note.text);
  expect(texts).toEqual(notes.map((note) => expect.stringMatching(note)));
});

test('the published JSON Schema accepts every rule file and refuses a mistyped one', async () => {
  const validate = new Ajv2020({ strict: false, formats: { date: true } }).compile(ruleJsonSchema());
  for (const { id } of rules) {
    const rule: unknown = parse(await readFile(`${DIR}/${id}.yaml`, 'utf8'));
    expect(validate(rule), JSON.stringify(validate.errors)).toBe(true);
  }
  expect(validate({ ...(parse(await readFile(`${DIR}/${gen8.id}.yaml`, 'utf8')) as object), titel: 'x' })).toBe(false);
});

test('every published host fact can be named in an example and is a key of a host', () => {
  const facts = Object.fromEntries(HOST_FACTS.map(({ name, type }) => [name, type === 'boolean' ? true : '7']));
  const { host } = exampleFacts(facts);
  for (const fact of HOST_FACTS) expect(String(fact.of(host)), fact.name).toMatch(/^(7|true)$/);
  expect(listFacts().map((fact) => fact.name)).toEqual([
    ...HOST_FACTS.map((fact) => fact.name),
    ...PROPERTY_FACT_NAMES,
    'kernel.<name>',
    'option.<key>',
    'firewall',
    'services',
    'vibs',
    'esxcli',
  ]);
  expect(listFacts().every((fact) => fact.description.endsWith('.'))).toBe(true);
});

test('the catalog names builds, tells the traps apart, and does not guess', async () => {
  const catalog = await loadCatalog(`${DIR}/catalog/releases.csv`);
  expect(catalog.releases).toHaveLength(336);
  expect(['4600944', '5050593', '5310538', '24022510'].map(catalog.releaseName)).toEqual([
    'ESXi 6.0 Patch 4',
    'ESXi 6.0 Update 3',
    'ESXi 6.5d (vSAN 6.6 Patch)',
    'ESXi 8.0 Update 3',
  ]);
  expect(['5572656', '3568940'].map(catalog.releaseName)).toEqual([
    'ESXi 6.0 Update 3a (Patch 5)',
    'ESXi 6.0 Express Patch 5',
  ]);
  expect(['1', '', '__proto__'].map(catalog.releaseName)).toEqual([null, null, null]);
});

test('every build of the flips is a release, and a flip is told once', async () => {
  const catalog = await loadCatalog(`${DIR}/catalog/releases.csv`);
  const [header, ...lines] = (await readFile(`${DIR}/catalog/default-flips.csv`, 'utf8')).trim().split('\n');
  expect(header).toBe('setting,build,release,default,confidence,source');
  const cells = lines.map((line) => line.split(','));
  expect(cells.filter((cell) => cell.length !== 6 || catalog.releaseName(cell[1] ?? '') === null)).toEqual([]);
  expect(new Set(cells.map((cell) => cell.slice(0, 2).join())).size).toBe(lines.length);
});

test.each([
  ['version,build\n', 'releases.csv:1: the columns'],
  [
    'version,branch,name,also,bulletin,build,released,recalled,confidence,source\n6.0.0,,x,,,one,,,S1,V\n',
    'releases.csv:2: build: a build number',
  ],
  [
    'version,branch,name,also,bulletin,build,released,recalled,confidence,source\n6.0.0,,x,,,1,,,S1,V\n6.0.0,,y,,,1,,,S1,V\n',
    'releases.csv:3: build 1 is there twice',
  ],
])('a broken catalog %# is told with its line', (text, said) => {
  expect(() => parseCatalog(text, 'releases.csv')).toThrow(said);
});
