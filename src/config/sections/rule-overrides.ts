import { z } from 'zod';
import { SEVERITIES } from '../../model/rule.ts';
import { closed } from '../../checks/schema/closed.ts';
import { OPERATORS } from '../../checks/values/operator.ts';
import { operatorShape } from '../../checks/schema/tools.ts';

const override = closed({
  enabled: z.boolean().optional().describe('false: nobody is judged by the rule.'),
  severity: z.enum(SEVERITIES).optional(),
  ...operatorShape('untyped'),
})
  .refine((value) => Object.keys(value).length > 0, { error: 'what is to change was expected, such as severity' })
  .refine((value) => operatorsIn(value).length <= 1, { error: `at most one of ${OPERATORS.join(', ')} was expected` })
  .meta({ minProperties: 1 });

/** What changes in rules, by their ids. */
export const rulesSection = z
  .record(z.string().max(200), override)
  .describe('Other severities and expectations, by the id of the rule.');

export type RuleOverride = z.output<typeof override>;

/** The operators that an override names: none or one in a config that fits its schema. */
export function operatorsIn(value: object): readonly (typeof OPERATORS)[number][] {
  const given = new Map<string, unknown>(Object.entries(value));
  return OPERATORS.filter((operator) => given.get(operator) !== undefined);
}
