import { z } from 'zod';
import { HOST_FACTS } from '../../evaluate/fact-names.ts';
import { STATES, VERDICTS } from '../../model/finding.ts';
import { suggestion } from '../suggestion.ts';
import { closed } from './closed.ts';
import { describeIssue } from './describe-issue.ts';
import { scalar } from './operator-schema.ts';

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
  userControllable: z.boolean().optional(),
});

const firewallValues = closed({
  enabled: z.boolean().optional(),
  outgoingBlocked: z.boolean().optional(),
  incomingBlocked: z.boolean().optional(),
  rulesets: z.record(z.string().min(1).max(100), rulesetValues),
});

export type KernelValues = z.output<typeof kernelValues>;
export type RulesetValues = z.output<typeof rulesetValues>;
export type FirewallValues = z.output<typeof firewallValues>;

/** What an example may say instead of a value; a value or fact that it does not name is unread too. */
const NOTHING: readonly unknown[] = ['unread', 'absent'];

const BY_FACT: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ...HOST_FACTS.map(
    ({ name, type }) => [name, type === 'boolean' ? z.boolean() : type === 'text' ? z.string() : scalar] as const,
  ),
  ['firewall', firewallValues] as const,
]);

const KERNEL_FACT = /^kernel\.[A-Za-z][\w.-]{0,99}$/;

const exampleFacts = z
  .record(z.string(), z.unknown())
  .superRefine(checkFacts)
  .meta({
    additionalProperties: false,
    // Made when somebody wants the JSON Schema, which is never in a scan.
    get properties() {
      const known = [...BY_FACT].map(([name, schema]) => [name, jsonSchemaOf(schema, name === 'firewall')]);
      return Object.fromEntries(known) as Record<string, unknown>;
    },
    get patternProperties() {
      return { [KERNEL_FACT.source]: jsonSchemaOf(kernelValues, true) };
    },
  });

/** Facts by name as they would be read, and what must come of them. */
export const exampleSchema = closed({
  facts: exampleFacts,
  parameters: z.record(z.string().max(50), z.string().max(200)).optional(),
  verdict: z.enum(VERDICTS).exclude(['waived']),
  state: z.enum(STATES).optional(),
});

function checkFacts(facts: Record<string, unknown>, context: z.core.$RefinementCtx<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(facts)) {
    const schema = KERNEL_FACT.test(name) ? kernelValues : BY_FACT.get(name);
    if (schema === undefined) {
      const message = `unknown fact "${name}": ${suggestion(name, [...BY_FACT.keys(), 'kernel.<name>'])}`;
      context.addIssue({ code: 'custom', message, path: [], params: { key: name } });
    } else if (!isNothing(name, value)) {
      for (const { path, key, text } of misfitsOf(schema, value)) {
        context.addIssue({ code: 'custom', message: text, path: [name, ...path], params: { key } });
      }
    }
  }
}

function isNothing(name: string, value: unknown): boolean {
  return !name.startsWith('host.') && NOTHING.includes(value);
}

function misfitsOf(schema: z.ZodType, value: unknown) {
  return schema.safeParse(value).error?.issues.flatMap(describeIssue) ?? [];
}

function jsonSchemaOf(schema: z.ZodType, mayBeNothing: boolean): unknown {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input' });
  return mayBeNothing ? { anyOf: [{ enum: NOTHING }, json] } : json;
}
