import type { HostFacts, PropertyValue } from '../model/facts.ts';
import type { Host } from '../model/host.ts';
import { suggestion } from '../model/nearest.ts';
import type { PropertyFact } from '../model/property-fact.ts';
import { isPropertyFact, PROPERTY_FACTS } from '../model/property-facts.ts';
import { type Reading, unread } from '../model/reading.ts';
import { checkKind, type CheckOf, type Parameters } from './check-kind.ts';
import { type Judgement, notAskedFor } from './judgement/judgement.ts';
import { shownExpected } from './judgement/site-list-check.ts';
import { judgeValue } from './judgement/value-check.ts';
import { hostFactMask, type Mask, maskedIn } from './mask.ts';
import type { SchemaTools } from './schema/tools.ts';
import { FACT_NAMES, factType, type HostFact, hostFact, readHostFact } from './values/host-facts.ts';
import { buildOperator, OPERATORS, SITE_OPERATORS } from './values/operator.ts';
import { describeOperator } from './values/operator-words.ts';

/** A host fact or a property fact by name; of a list, every entry. */
export const property = checkKind({
  kind: 'property',
  schema: (tools) => propertySchema(tools),
  build: ({ name, ...operator }) => ({ kind: 'property', name, operator: buildOperator(operator) }),
  demand: ({ name }) => (hostFact(name) === undefined ? { properties: new Set([name, ...asOfNames(name)]) } : {}),
  reads: ['host.<fact>'],
  judge: judgeProperty,
  expected: ({ operator }, parameters) => shownExpected(operator, parameters),
  source: ({ name }) => sourceOf(name),
  describe: ({ name, operator }) => `${name} ${describeOperator(operator)}`,
  mask: ({ name }) => (isPropertyFact(name) ? propertyMask(name) : hostFactMask(name)),
  example: {
    about: 'a fact by name; of a list, every entry must be as wanted ("esxcheck rules facts" lists all)',
    title: 'The host has time servers',
    check: 'property: { name: host.ntpServers, present: true }',
    examples: [
      ['{ host.ntpServers: [192.0.2.1] }', 'pass'],
      ['{ host.ntpServers: [] }', 'fail'],
      ['{ host.ntpServers: unread }', 'unknown'],
    ],
  },
});

function sourceOf(name: string): string {
  const told: PropertyFact | undefined = isPropertyFact(name) ? PROPERTY_FACTS[name] : undefined;
  return told?.source ?? `HostSystem: ${name}`;
}

function propertySchema({ z, exactlyOne, operatorShape, operatorSchema, siteShape, issuesIn }: SchemaTools) {
  // A number or a version, until the type of the fact is known.
  const bound = z.union([z.number(), z.string().max(100)], { error: 'a number or a version was expected' });
  return exactlyOne(
    {
      name: z.string().min(1).max(200),
      ...operatorShape('untyped'),
      atLeast: bound.optional(),
      atMost: bound.optional(),
      between: z.tuple([bound, bound], { error: 'a list of two was expected' }).optional(),
      ...siteShape(),
    },
    [...OPERATORS, ...SITE_OPERATORS],
  )
    .superRefine(({ name, ...operator }, context) => {
      const type = factType(name);
      if (type === null) {
        const message = `unknown fact "${name}": ${suggestion(name, FACT_NAMES)}`;
        context.addIssue({ code: 'custom', message, path: ['name'] });
        return;
      }
      const site = SITE_OPERATORS.find((key) => operator[key] !== undefined);
      if (site !== undefined) {
        const message = `${site} is asked of texts, and ${name} is none`;
        if (type !== 'text') context.addIssue({ code: 'custom', message, path: [site] });
        return;
      }
      for (const { path, text } of issuesIn(operatorSchema(type), operator)) {
        context.addIssue({ code: 'custom', message: text, path: [...path] });
      }
    })
    .describe('A host fact or property fact by name, see rules facts. Of a list, every entry must be as wanted.');
}

function propertyMask(name: string): Mask {
  return { name, apply: (facts) => ({ ...facts, properties: maskedIn(facts.properties, name) }) };
}

/** Judges a host fact or a property fact by its type. */
function judgeProperty({ name, operator }: CheckOf<'property'>, facts: HostFacts, parameters: Parameters): Judgement {
  const fact = hostFact(name);
  const reading =
    fact === undefined ? (facts.properties.get(name) ?? notAskedFor(facts)) : currentFact(fact, facts.host);
  const said: PropertyFact | null = isPropertyFact(name) ? PROPERTY_FACTS[name] : null;
  const judged = judgeValue({
    subject: said?.label ?? name,
    booleanWords: said?.words,
    operator,
    parameters,
    type: factType(name) ?? 'untyped',
    reading,
    lacking: lackingWords(name),
  });
  return reading.kind === 'read' ? { ...judged, message: judged.message + asOfWords(name, facts) } : judged;
}

/** The fact that tells as of when another is so; none for most. */
function asOfNames(name: string): readonly string[] {
  const told: PropertyFact | null = isPropertyFact(name) ? PROPERTY_FACTS[name] : null;
  return told?.asOf === undefined ? [] : [told.asOf];
}

/** What somebody else said, and may have said long ago, is told with its time. */
function asOfWords(name: string, { properties }: HostFacts): string {
  const [asOf] = asOfNames(name);
  const moment = asOf === undefined ? undefined : properties.get(asOf);
  return moment?.kind === 'read' && typeof moment.value === 'string' ? ` That is as of ${moment.value}.` : '';
}

/** Facts that say why a host cannot be asked, and so hold of one that cannot. */
const OF_REACH: ReadonlySet<string> = new Set(['host.connectionState', 'host.powerState', 'host.standbyMode']);

/** What vCenter remembers of a host in trouble may be so no more. */
function currentFact(fact: HostFact, host: Host): Reading<PropertyValue> {
  return host.trouble === null || OF_REACH.has(fact.name) ? readHostFact(fact, host) : unread(host.trouble);
}

function lackingWords(name: string): string {
  const known: Readonly<Record<string, { readonly description: string }>> = PROPERTY_FACTS;
  return known[name] === undefined && !name.startsWith('host.')
    ? `This host has no ${name}.`
    : `${name} is not set on this host.`;
}
