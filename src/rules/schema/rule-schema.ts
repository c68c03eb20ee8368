import { z } from 'zod';
import { ALL_KINDS } from '../../checks/index.ts';
import type { KindName } from '../../checks/check-kind.ts';
import { closed, exactlyOne } from '../../checks/schema/closed.ts';
import { operatorSchema, schemaTools } from '../../checks/schema/tools.ts';
import { HOST_FACTS } from '../../checks/values/host-facts.ts';
import { EXPLOITATION } from '../../model/advisory.ts';
import { SEVERITIES, UNDERTAKINGS } from '../../model/rule.ts';
import { issuesIn } from '../../yaml/schema-issue.ts';
import { exampleSchema } from './example-schema.ts';

/** Facts by name with their operators, and the words that join further conditions. */
export type ConditionFile = Readonly<Record<string, unknown>>;

const conditions = z.lazy((): z.ZodType<ConditionFile[]> => z.array(conditionSchema).min(1).max(50));

/** Host facts by name, each with one operator, and further conditions; every one must hold. */
const conditionSchema: z.ZodType<ConditionFile> = closed({
  ...Object.fromEntries(
    HOST_FACTS.map(({ name, type, description }) => [name, operatorSchema(type).optional().describe(description)]),
  ),
  all: conditions.optional().describe('Conditions of which every one must hold.'),
  any: conditions.optional().describe('Conditions of which one must hold.'),
  not: z
    .lazy(() => conditionSchema)
    .optional()
    .describe('A condition that must not hold.'),
});

const tools = schemaTools(issuesIn);

/** What stands under the key of a kind; its builder knows of which form it is. */
type KindParts = { readonly [Kind in KindName]?: object | undefined };

/** One check of one kind, or several of them joined. */
export type CheckFile = KindParts & {
  readonly all?: readonly CheckFile[] | undefined;
  readonly any?: readonly CheckFile[] | undefined;
  readonly not?: CheckFile | undefined;
};

export type RemedyFile = KindParts;

const checks = z.lazy((): z.ZodType<CheckFile[]> => z.array(checkSchema).min(1).max(50));

const singleChecks = Object.fromEntries(ALL_KINDS.map(({ kind, schema }) => [kind, schema(tools).optional()]));

const checkSchema: z.ZodType<CheckFile> = exactlyOne(
  {
    ...singleChecks,
    all: checks.optional().describe('Checks that must all pass.'),
    any: checks.optional().describe('Checks of which one must pass.'),
    not: z
      .lazy(() => checkSchema)
      .optional()
      .describe('A check that must fail.'),
  },
  [...Object.keys(singleChecks), 'all', 'any', 'not'],
);

const remedies = Object.fromEntries(
  ALL_KINDS.flatMap(({ kind, remedy }) => (remedy === undefined ? [] : [[kind, remedy.schema(tools).optional()]])),
);

/** What would make the check pass. */
const remedySchema: z.ZodType<RemedyFile> = exactlyOne(remedies, Object.keys(remedies));

const sentence = z.string().min(1).max(2_000);

const note = closed({
  when: conditionSchema.optional(),
  text: sentence,
  reference: z.string().min(1).max(200).optional(),
});

const expectation = { check: checkSchema, remedy: remedySchema.optional() };

const variants = z
  .array(closed({ when: conditionSchema, ...expectation }))
  .min(1)
  .max(20)
  .optional()
  .describe(
    'Another check and remedy for hosts whose facts are so, such as those of a release; the first that fits decides.',
  );

const severityCases = z
  .array(closed({ if: checkSchema, severity: z.enum(SEVERITIES) }))
  .min(1)
  .max(20);

const undertaking = z.enum(UNDERTAKINGS);

export const mitigation = closed({
  now: checkSchema.describe('A check that a host passes while the workaround is in place.'),
  nextBoot: checkSchema.optional().describe('The same after the next reboot; left out where that is the same check.'),
});

const day = z.iso.date({ error: 'a date such as 2025-03-04 was expected' });
const short = z.string().min(1).max(200);

const advisory = closed({
  id: short,
  cves: z
    .array(z.string().regex(/^CVE-\d{4}-\d{4,7}$/, { error: 'a number such as CVE-2025-22224 was expected' }))
    .max(50),
  published: day,
  cvss: z.number().min(0).max(10).optional(),
  exploited: closed({
    state: z.enum(EXPLOITATION),
    date: z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/, { error: 'a date such as 2025-03-04, or a month, was expected' }),
    source: short,
    ransomware: z.boolean().optional(),
  }),
  workaround: sentence.optional(),
  fixes: z
    .array(closed({ version: short, build: short, name: short }))
    .max(50)
    .optional(),
  asOf: day.describe('The day of what is told here.'),
});

/** `pack/name-of-the-rule` */
export const RULE_ID = /^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9-]*$/;

/** The shape of a rule file. What one part says of another is checked beside it. */
export const ruleSchema = closed({
  id: z.string().regex(RULE_ID, { error: 'an id such as pack/name-of-the-rule was expected' }),
  title: z.string().min(1).max(200).describe('The wanted state: a sentence that is true on a compliant host.'),
  severity: z.enum(SEVERITIES),
  because: sentence.describe('Why it matters.'),
  references: z.array(z.string().min(1).max(200)).max(50).optional(),
  controls: z
    .array(z.string().min(1).max(100))
    .max(50)
    .optional()
    .describe('Ids of the rule in other catalogues, such as STIG ESXI-80-000068.'),
  appliesTo: conditionSchema
    .optional()
    .describe('Host facts that must all hold; without it the rule applies to every host.'),
  appliesIf: checkSchema
    .optional()
    .describe('A check that a host must pass for the rule to apply to it, such as a syslog target that uses TLS.'),
  check: checkSchema,
  remedy: remedySchema
    .optional()
    .describe('What would make the check pass; left out where nothing safe can be done by a machine.'),
  variants,
  severityIf: severityCases.optional().describe('Another severity on hosts that surely pass a check.'),
  enforce: z
    .enum(['remedy', 'note', 'demanded', 'asked'])
    .optional()
    .describe(
      'note: a fail becomes a warning that is never planned. demanded: so it does where no framework and no config demands it. asked: so it does where nobody has asked for the rule and the host shows no use of it.',
    ),
  mitigatedIf: mitigation
    .optional()
    .describe('What keeps a host that fails from harm: while it surely passes this it only warns, and is mitigated.'),
  advisory: advisory.optional().describe('The advisory that the rule is of.'),
  usedIf: checkSchema
    .optional()
    .describe('With enforce: asked: a check that passes on a host that shows that what the rule is about is used.'),
  blocks: z
    .union([undertaking, z.array(undertaking).min(1).max(UNDERTAKINGS.length)], {
      error: `${UNDERTAKINGS.join(', ')} or a list of them was expected`,
    })
    .optional()
    .describe(
      'What must not be begun on a host that fails the rule, or on which it is unknown, whatever its severity.',
    ),
  profiles: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, { error: 'the name of a profile, such as stig, was expected' }),
      closed({ ...expectation, variants }),
    )
    .optional()
    .describe('Another check and remedy for those who choose the profile; the rule itself is the baseline.'),
  notes: z
    .array(note)
    .max(50)
    .optional()
    .describe('Remarks that do not change the verdict, each where its condition holds.'),
  examples: z.array(exampleSchema).max(500),
});

export type RuleFile = z.output<typeof ruleSchema>;

/** JSON Schema of a rule file, for editors. */
export function ruleJsonSchema(): Record<string, unknown> {
  return { title: 'esxcheck rule', ...z.toJSONSchema(ruleSchema, { io: 'input' }) };
}
