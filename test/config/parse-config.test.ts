import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { configJsonSchema } from '../../src/config/config-schema.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { changed, configOf, GOOD, saidOf } from './config-text.ts';
import { runs } from '../support/sample.ts';

test('a waiver is taken with its scope, its last day and its place', () => {
  expect(configOf(GOOD).waivers).toEqual([
    {
      rule: 'hpe/*',
      host: 'esx-0*.example',
      cluster: 'Lab',
      datacenter: null,
      target: null,
      reason: 'waits for new hardware',
      owner: 'jane@example.com',
      ticket: 'CHG0042',
      approvedBy: null,
      poam: null,
      expires: '2027-03-31',
      place: 'esxcheck.yaml:7',
    },
  ]);
});

test('a waiver says who approved it and in which plan of action it is; empty words are none', () => {
  const given = GOOD.replace('ticket: CHG0042', 'ticket: CHG0042\n    approvedBy: J. Doe, ISSM\n    poam: POAM-17');
  expect(configOf(given).waivers).toMatchObject([{ approvedBy: 'J. Doe, ISSM', poam: 'POAM-17' }]);
  expect(parseConfig(given.replace('POAM-17', '" "'), 'esxcheck.yaml')).toMatchObject([
    { text: 'waivers > 0 > poam: text that is not empty was expected' },
  ]);
});

test.each([
  [
    'site: { log-hosts: ["http://logs"] }',
    '1:21 site > log-hosts > 0: a log host such as ssl://logs.example.com:1514 was expected',
  ],
  ['site: { log-hosts: [] }', '1:20 site > log-hosts: a list of at least 1 entries was expected'],
  ['site: { log-host: [a] }', '1:9 unknown key "log-host": did you mean "log-hosts"?'],
  ['site: { native-vlans: [5000] }', 'site > native-vlans > 0'],
  ['site: { reserved-vlans: [1024-1001] }', 'site > reserved-vlans > 0'],
  ['site: { certificate-issuers: [Example] }', 'attributes of a name such as'],
  ['site: { consent-texts: ["{color:red}"] }', 'the words of a notice were expected'],
  ['site: { exception-users: [" "] }', 'site > exception-users > 0'],
  ['site: {}', 'a list was expected, such as log-hosts'],
])('%s is a mistake', (text, said) => {
  expect(saidOf(`${text}\n`).join('; ')).toContain(said);
});

test('lists of the site are texts, however they were written', () => {
  const { sections } = configOf('site: { native-vlans: [1, 20-29], time-servers: [time.example.com] }\n');
  expect(sections.site).toEqual({ 'native-vlans': ['1', '20-29'], 'time-servers': ['time.example.com'] });
});

test.each([
  ['waivers:', 'wavers:', '6:1 unknown key "wavers": did you mean "waivers"?'],
  ['packs: [hpe, vic]', 'packs: hpe', '1:8 packs: a list was expected'],
  ['packs: [hpe, vic]', 'packs: []', '1:8 packs: a list of at least 1 entries was expected'],
  ['severity: high', 'severity: grave', '3:45 rules > hpe/gen8-interrupt-remapping > severity: one of'],
  ['{ severity: high }', '{}', 'what is to change was expected'],
  ['{ severity: high }', '{ equals: 1, atLeast: 2 }', 'at most one of equals, oneOf'],
  ['{ severity: high }', '{ equals: [1] }', 'text, a number or true/false was expected'],
  ['{ severity: high }', '{ matches: "(" }', 'an RE2 regular expression was expected'],
  ['{ severity: high }', '{ severty: high }', 'unknown key "severty": did you mean "severity"?'],
  [
    '{ packs: [hpe] }',
    '{ targetRelease: 9 }',
    "targetRelease: a release such as '9.0' or 8.0U3 was expected (quote it",
  ],
  ['{ packs: [hpe] }', '{ targetRelease: 9.10 }', '(quote it: a bare 9.10 is read as 9.1)'],
  ['{ packs: [hpe] }', '{ targetRelease: 9.0 }', '(quote it'],
  ['{ packs: [hpe] }', '{}', '5:10 clusters > Lab-*: packs, rules or targetRelease were expected'],
  ['    expires: 2027-03-31\n', '', '7:5 waivers > 0 > expires is missing'],
  ['2027-03-31', '2027-02-29', '13:14 waivers > 0 > expires: a date such as 2027-03-31 was expected'],
  ['2027-03-31', 'never', 'a date such as 2027-03-31 was expected'],
  ['2027-03-31', '2027-03-31T10:00:00Z', 'a date such as 2027-03-31 was expected'],
  ['owner: jane@example.com', 'owner: " "', 'text that is not empty was expected'],
  ['    owner: jane@example.com\n', '', 'waivers > 0 > owner is missing'],
  ['    reason: waits for new hardware\n', '', 'waivers > 0 > reason is missing'],
  [
    / {4}host.*\n.*Lab\n/,
    '',
    'host, cluster, datacenter, target, folder, tag or attribute was expected, or everywhere: true',
  ],
  [
    'cluster: Lab\n',
    'everywhere: true\n',
    '9:5 waivers > 0 > everywhere: everywhere goes without host, cluster, datacenter, target, folder, tag and attribute',
  ],
  [/ {4}host.*\n.*Lab\n/, '    everywhere: false\n', 'true was expected'],
])('%j written as %j is refused with its place', (from, to, said) => {
  expect(saidOf(changed(from, to)).join('\n')).toContain(said);
});

test('everywhere is a scope when it is said', () => {
  const { waivers } = configOf(changed(/ {4}host.*\n.*Lab\n/, '    everywhere: true\n'));
  expect(waivers).toMatchObject([{ host: null, cluster: null }]);
});

test.each([
  ['', 'a config was expected'],
  ['# nothing yet', 'a config was expected'],
  [`${GOOD}---\n${GOOD}`, 'several documents: one config was expected'],
  [`# ${'x'.repeat(300_000)}`, 'at most 262144 bytes'],
  ['[]', 'a mapping of keys was expected'],
  ['packs: &a [hpe]', 'anchors are not used in configs'],
  ['packs: [hpe]\nrules: *a', 'aliases are not used in configs'],
  ['packs: !!js/function "x"', 'Unresolved tag'],
  ['packs: !!seq [hpe]', 'tags are not used in configs'],
  ['packs: [hpe]\npacks: [vic]', '2:1 Map keys must be unique'],
  ['rules: { __proto__: { severity: low } }', '"__proto__" cannot be a key'],
  ['clusters: { constructor: { packs: [hpe] } }', '"constructor" cannot be a key'],
  [`packs: ${'['.repeat(40)}${']'.repeat(40)}`, 'nested too deeply for a config'],
  [`packs: ${'['.repeat(100_000)}`, 'nested too deeply for a config'],
  [Array.from({ length: 9_000 }, (_, index) => `k${index}: 1`).join('\n'), 'unknown key "k0"'],
  ['a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]', 'aliases are not used in configs'],
  ['packs: [hpe]\n# caf\uFFFD', '2:6 UTF-8 text was expected'],
])('text %# is refused as a whole', (text, said) => {
  expect(saidOf(text).join('\n')).toContain(said);
  expect({}).not.toHaveProperty('severity');
});

test('nothing that a file can hold makes the parser throw, and a mistake has a place', () => {
  const slice = fc.tuple(
    fc.nat(GOOD.length),
    fc.nat(30),
    fc.oneof(fc.string(), fc.constantFrom('\n', '  ', '[', '{', '- ', ': ', '&a ', '*a', '"', '|', '---\n')),
  );
  const mutated = fc
    .array(slice, { minLength: 1, maxLength: 4 })
    .map((slices) =>
      slices.reduce(
        (text, [start, length, insert]) => text.slice(0, start) + insert + text.slice(start + length),
        GOOD,
      ),
    );
  fc.assert(
    fc.property(fc.oneof(fc.string(), mutated), (text) => {
      const parsed = parseConfig(text, 'f');
      if ('sections' in parsed) return;
      for (const { line, column } of parsed) expect(line > 0 && column > 0).toBe(true);
    }),
    { numRuns: runs(500) },
  );
});

const ajv = new Ajv2020({ allErrors: true, strictTypes: false });
addFormats.default(ajv);

test('the published JSON Schema is the one that the code makes, and agrees with the parser', async () => {
  const text = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../../docs/schema/config-1.schema.json');
  const fits = ajv.compile(configJsonSchema());
  expect(fits(parse(GOOD))).toBe(true);
  expect(fits({ targets: [{ address: 'vc', tokenFile: 't.xml' }] })).toBe(true);
  const password = { env: 'X' };
  const wrong = [
    { wavers: [] },
    { packs: [] },
    { rules: { 'a/b': {} } },
    { waivers: [{ rule: 'x' }] },
    { targets: [{ address: 'vc' }] },
    { targets: [{ address: 'vc', user: 'a', tokenFile: 't.xml' }] },
    { targets: [{ address: 'vc', user: 'a', password, tokenFile: 't.xml' }] },
  ];
  for (const each of wrong) expect([fits(each), saidOf(stringify(each)).length > 0]).toEqual([false, true]);
});
