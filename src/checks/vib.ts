import type { Vib } from '../model/facts.ts';
import { ABSENT, read, type Reading } from '../model/reading.ts';
import { checkKind, type CheckOf } from './check-kind.ts';
import { type Judgement, notAskedFor } from './judgement/judgement.ts';
import { judgeValue } from './judgement/value-check.ts';
import { MASKED } from './mask.ts';
import type { SchemaTools } from './schema/tools.ts';
import { buildOperator, OPERATORS } from './values/operator.ts';
import { describeOperator, shownWanted } from './values/operator-words.ts';

/** The version of a package of the running image: driver and firmware advisories are written so. */
export const vib = checkKind({
  kind: 'vib',
  schema: (tools) => vibSchema(tools),
  build: ({ name, vendor, ...operator }) => ({
    kind: 'vib',
    name,
    vendor: vendor ?? null,
    operator: buildOperator(operator),
  }),
  demand: () => ({ vibs: true }),
  reads: ['vibs'],
  judge: (check, facts) => judgeVib(check, facts.vibs ?? notAskedFor(facts)),
  expected: ({ operator }) => shownWanted(operator),
  source: ({ name }) => `esxcli software vib list: ${name}`,
  describe: ({ name, vendor, operator }) => `VIB ${name}${ofVendor(vendor)} ${describeOperator(operator)}`,
  mask: () => ({ name: 'vibs', apply: (facts) => ({ ...facts, vibs: MASKED }) }),
  example: {
    about: 'the version of a package of the running image',
    title: 'The package example-driver is 1.2.0 or newer where it is installed',
    check: "vib: { name: example-driver, atLeast: '1.2.0' }",
    examples: [
      ["{ vibs: { example-driver: { version: '1.2.3' } } }", 'pass'],
      ["{ vibs: { example-driver: { version: '1.1.9' } } }", 'fail'],
      ['{ vibs: unread }', 'unknown'],
      ['{ vibs: {} }', 'not-applicable'],
    ],
  },
});

function vibSchema({ z, exactlyOne, operatorShape }: SchemaTools) {
  const short = z.string().min(1).max(200);
  return exactlyOne({ name: short, vendor: short.optional(), ...operatorShape('version') }, OPERATORS, [
    'vendor',
  ]).describe('A package of the running image: its version. One that is not installed makes the rule not applicable.');
}

function ofVendor(vendor: string | null): string {
  return vendor === null ? '' : ` of ${vendor}`;
}

function judgeVib({ name, vendor, operator }: CheckOf<'vib'>, reading: Reading<readonly Vib[]>): Judgement {
  return judgeValue({
    subject: `VIB ${name}`,
    operator,
    type: 'version',
    reading: versionIn(reading, name, vendor),
    lacking: `The VIB ${name}${ofVendor(vendor)} is not installed.`,
  });
}

function versionIn(reading: Reading<readonly Vib[]>, name: string, vendor: string | null): Reading<string> {
  if (reading.kind !== 'read') return reading.kind === 'unread' ? reading : NOT_LISTED;
  const named = reading.value.filter((vib) => vib.name === name);
  const found = named.find((vib) => vendor === null || vib.vendor === vendor);
  if (found !== undefined) return read(found.version);
  return named.some((vib) => vib.vendor === null) ? VENDOR_UNTOLD : ABSENT;
}

const VENDOR_UNTOLD: Reading<never> = {
  kind: 'unread',
  problem: { code: 'not-reported', detail: 'the host did not tell the vendor of the package' },
};

/** A host has an image, so that a list of packages which is not there was not told. */
const NOT_LISTED: Reading<never> = {
  kind: 'unread',
  problem: { code: 'not-reported', detail: 'the host did not list its packages' },
};
