import type { Vib } from '../model/facts.ts';
import { ABSENT, read, type Reading } from '../model/reading.ts';
import type { VibCheck } from '../model/check.ts';
import { checkKind } from './check-kind.ts';
import { type Judgement, notAskedFor } from './judgement/judgement.ts';
import { judgeValue } from './judgement/value-check.ts';
import { MASKED } from './mask.ts';
import type { SchemaTools } from './schema/tools.ts';
import { buildOperator, compilePattern, OPERATORS } from './values/operator.ts';
import { describeOperator, shownWanted } from './values/operator-words.ts';

/** The version of a package of the running image, or of all that match: driver and firmware advisories are written so. */
export const vib = checkKind({
  kind: 'vib',
  schema: (tools) => vibSchema(tools),
  build: ({ name, nameMatches, versionMatches, vendor, ...operator }) => ({
    kind: 'vib',
    name: name ?? nameMatches ?? '',
    ...(name === undefined ? { byPattern: true } : {}),
    ...(versionMatches === undefined ? {} : { versions: versionMatches }),
    vendor: vendor ?? null,
    operator: buildOperator(operator),
  }),
  demand: () => ({ vibs: true }),
  reads: ['vibs'],
  judge: (check, facts) => {
    const reading = facts.vibs ?? notAskedFor(facts);
    return check.byPattern === true ? judgeVibs(check, reading) : judgeVib(check, reading);
  },
  expected: ({ operator }) => shownWanted(operator),
  source: ({ name, byPattern }) => `esxcli software vib list${byPattern === true ? '' : `: ${name}`}`,
  describe: (check) => `${nameOf(check)} ${describeOperator(check.operator)}`,
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
  const { matches: pattern } = operatorShape('version');
  return exactlyOne(
    {
      name: short.optional(),
      nameMatches: pattern.describe('In place of name: every package whose name matches must be as wanted.'),
      versionMatches: pattern.describe('With nameMatches: only packages whose version matches.'),
      vendor: short.optional(),
      ...operatorShape('version'),
    },
    OPERATORS,
    ['name', 'nameMatches', 'versionMatches', 'vendor'],
  )
    .refine(({ name, nameMatches }) => (name === undefined) !== (nameMatches === undefined), {
      error: 'either name or nameMatches was expected',
    })
    .refine(({ nameMatches, versionMatches }) => versionMatches === undefined || nameMatches !== undefined, {
      error: 'versionMatches goes with nameMatches',
    })
    .describe(
      'A package of the running image: its version. One that is not installed makes the rule not applicable. Of several that match, each must be as wanted.',
    );
}

function nameOf({ name, byPattern, versions, vendor }: VibCheck): string {
  const of = vendor === null ? '' : ` of ${vendor}`;
  if (byPattern !== true) return `VIB ${name}${of}`;
  return `VIBs /${name}/${versions === undefined ? '' : ` of versions /${versions}/`}${of}`;
}

function judgeVib(check: VibCheck, reading: Reading<readonly Vib[]>): Judgement {
  const { name, operator } = check;
  return judgeValue({
    subject: `VIB ${name}`,
    operator,
    type: 'version',
    reading: versionIn(reading, check),
    lacking: `The ${nameOf(check)} is not installed.`,
  });
}

function versionIn(reading: Reading<readonly Vib[]>, { name, vendor }: VibCheck): Reading<string> {
  if (reading.kind !== 'read') return reading.kind === 'unread' ? reading : NOT_LISTED;
  const named = reading.value.filter((vib) => vib.name === name);
  const found = named.find((vib) => vendor === null || vib.vendor === vendor);
  if (found !== undefined) return read(found.version);
  return named.some((vib) => vib.vendor === null) ? VENDOR_UNTOLD : ABSENT;
}

/** Each that matches must be as wanted. */
function judgeVibs(check: VibCheck, reading: Reading<readonly Vib[]>): Judgement {
  const { operator } = check;
  const picked = pickedBy(check, reading);
  const named = picked.kind === 'read' ? picked.value.map(({ name, version }) => `${name} ${version}`) : [];
  const isAboutPresence = operator.op === 'present' || operator.op === 'absent';
  return judgeValue({
    subject: isAboutPresence
      ? 'What is installed'
      : `The version of ${named.map((text) => text.split(' ')[0]).join(', ')}`,
    operator,
    type: 'version',
    reading:
      picked.kind === 'read' ? read(isAboutPresence ? named : picked.value.map(({ version }) => version)) : picked,
    lacking: `None of the ${nameOf(check)} is installed.`,
    ...(picked.kind === 'read' ? { observed: named } : {}),
  });
}

/** Those that match, at least one; absent where a whole list has none. One that may be of the vendor that is meant decides nothing. */
function pickedBy({ name, versions, vendor }: VibCheck, reading: Reading<readonly Vib[]>): Reading<readonly Vib[]> {
  if (reading.kind !== 'read') return reading.kind === 'unread' ? reading : NOT_LISTED;
  const matching = reading.value.filter(
    (each) =>
      compilePattern(name).test(each.name) && (versions === undefined || compilePattern(versions).test(each.version)),
  );
  if (vendor !== null && matching.some((each) => each.vendor === null)) return VENDOR_UNTOLD;
  const found = matching.filter((each) => vendor === null || each.vendor === vendor);
  return found.length === 0 ? ABSENT : read(found);
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
