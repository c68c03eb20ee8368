import { z } from 'zod';
import { closed } from '../../checks/schema/closed.ts';
import { scalar } from '../../checks/schema/tools.ts';
import { HOST_FACTS } from '../../checks/values/host-facts.ts';
import { STATES, VERDICTS } from '../../model/finding.ts';
import { suggestion } from '../../model/nearest.ts';
import type { FactType } from '../../model/property-fact.ts';
import { PROPERTY_FACTS } from '../../model/property-facts.ts';
import { issuesIn } from '../../yaml/schema-issue.ts';

const kernelValues = closed({
  type: z.string().max(50).optional(),
  default: scalar.optional(),
  configured: scalar.optional(),
  runtime: scalar.optional(),
  source: z.enum(['esxcli', 'advanced-option']).optional(),
});

/** `outbound tcp 2377`, `outbound tcp 0-65535`, `inbound udp 53 src`. */
export const OPENING = /^([Ii]nbound|[Oo]utbound) (\w{1,20}) (\d{1,5})(?:-(\d{1,5}))?(?: ([Ss]rc|[Dd]st))?$/;

const rulesetValues = closed({
  enabled: z.boolean(),
  opens: z
    .array(z.string().regex(OPENING, { error: '"outbound tcp 2377" or "outbound tcp 0-65535" was expected' }))
    .max(100),
  allowed: z.union([z.literal('all'), z.array(z.string().max(200)).max(200)], {
    error: 'all, or a list of addresses and networks was expected',
  }),
  required: z.boolean().optional(),
  userControllable: z.boolean().optional(),
  ipListConfigurable: z.boolean().optional(),
});

const firewallValues = closed({
  enabled: z.boolean().optional(),
  outgoingBlocked: z.boolean().optional(),
  incomingBlocked: z.boolean().optional(),
  rulesets: z.record(z.string().min(1).max(100), rulesetValues),
});

const optionValues = z.union([scalar, closed({ type: z.enum(['boolean', 'long', 'int', 'string']), value: scalar })], {
  error: 'a value, or its type and value, was expected',
});

const serviceValues = z.record(
  z.string().min(1).max(100),
  closed({ running: z.boolean(), policy: z.enum(['on', 'off', 'automatic']) }),
);

const vibValues = z.record(
  z.string().min(1).max(200),
  closed({
    version: z.string().min(1).max(200),
    vendor: z.string().max(200).optional(),
    acceptanceLevel: z.string().max(100).optional(),
  }),
);

const esxcliRow = z.record(z.string().max(100), z.union([scalar, z.array(scalar).max(100)]));
/** By the words of the command and its arguments, as `esxcliKey` writes them. */
const esxcliValues = z.record(
  z.string().min(1).max(400),
  z.union([scalar, z.array(esxcliRow).max(500)], { error: 'a single value, or a list of rows, was expected' }),
);

export type OptionValues = z.output<typeof optionValues>;
export type ServiceValues = z.output<typeof serviceValues>;
export type VibValues = z.output<typeof vibValues>;
export type EsxcliValues = z.output<typeof esxcliValues>;
export type KernelValues = z.output<typeof kernelValues>;
export type RulesetValues = z.output<typeof rulesetValues>;
export type FirewallValues = z.output<typeof firewallValues>;

/** What an example may say instead of a value; a value or fact that it does not name is unread too. */
const NOTHING: readonly unknown[] = ['unread', 'absent'];

const BY_FACT: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ...HOST_FACTS.map(({ name, type }) => [name, valueOf(type)] as const),
  ...Object.entries(PROPERTY_FACTS).map(
    ([name, { type, list }]) => [name, list ? z.array(z.string().max(1_000)).max(500) : valueOf(type)] as const,
  ),
  ['firewall', firewallValues] as const,
  ['services', serviceValues] as const,
  ['vibs', vibValues] as const,
  ['esxcli', esxcliValues] as const,
]);

function valueOf(type: FactType): z.ZodType {
  if (type === 'boolean') return z.boolean();
  return type === 'integer' ? scalar : z.string();
}

const KERNEL_FACT = /^kernel\.[A-Za-z][\w.-]{0,99}$/;
const OPTION_FACT = /^option\.[A-Za-z][\w-]*(\.[\w-]+)+$/;

const exampleFacts = z
  .record(z.string(), z.unknown())
  .superRefine(checkFacts)
  .meta({
    additionalProperties: false,
    // Made when somebody wants the JSON Schema, which is never in a scan.
    get properties() {
      const known = [...BY_FACT].map(([name, schema]) => [name, jsonSchemaOf(schema, mayBeNothing(name))]);
      return Object.fromEntries(known) as Record<string, unknown>;
    },
    get patternProperties() {
      return {
        [KERNEL_FACT.source]: jsonSchemaOf(kernelValues, true),
        [OPTION_FACT.source]: jsonSchemaOf(optionValues, true),
      };
    },
  });

/** Facts by name as they would be read, and what must come of them. */
export const exampleSchema = closed({
  facts: exampleFacts,
  parameters: z
    .record(z.string().max(50), z.union([z.string().max(200), z.array(z.string().max(1_000)).min(1).max(50)]))
    .optional()
    .describe('Values that a command line would give, and lists that a config would give for the site.'),
  verdict: z.enum(VERDICTS).exclude(['waived']),
  state: z.enum(STATES).optional(),
  profile: z.string().max(50).optional().describe('The profile that the example is judged by.'),
  asked: z.boolean().optional().describe('true: judged as if a person had named the rule, with enforce: asked.'),
});

function checkFacts(facts: Record<string, unknown>, context: z.core.$RefinementCtx<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(facts)) {
    const schema = schemaOf(name);
    if (schema === undefined) {
      const message = `unknown fact "${name}": ${suggestion(name, [...BY_FACT.keys(), 'kernel.<name>', 'option.<key>'])}`;
      context.addIssue({ code: 'custom', message, path: [], params: { key: name } });
    } else if (!isNothing(name, value)) {
      for (const { path, key, text } of issuesIn(schema, value)) {
        context.addIssue({ code: 'custom', message: text, path: [name, ...path], params: { key } });
      }
    }
  }
}

function schemaOf(name: string): z.ZodType | undefined {
  if (KERNEL_FACT.test(name)) return kernelValues;
  return OPTION_FACT.test(name) ? optionValues : BY_FACT.get(name);
}

/** Identity and state are told by leaving them out; everything else is read by itself. */
function mayBeNothing(name: string): boolean {
  return !HOST_FACTS.some((fact) => fact.name === name);
}

function isNothing(name: string, value: unknown): boolean {
  return mayBeNothing(name) && NOTHING.includes(value);
}

function jsonSchemaOf(schema: z.ZodType, orNothing: boolean): unknown {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input' });
  return orNothing ? { anyOf: [{ enum: NOTHING }, json] } : json;
}
