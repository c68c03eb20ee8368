import { z } from 'zod';
import { SEVERITIES } from '../../model/rule.ts';
import { checkSchema, remedySchema } from './check-schema.ts';
import { closed } from './closed.ts';
import { conditionSchema } from './condition-schema.ts';
import { exampleSchema } from './example-schema.ts';

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
  enforce: z.enum(['remedy', 'note']).optional().describe('note: a fail becomes a warning that is never planned.'),
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
