import { z } from 'zod';
import { HOST_FACTS } from '../../evaluate/fact-names.ts';
import { closed } from './closed.ts';
import { operatorSchema } from './operator-schema.ts';

/** Facts by name with their operators, and the words that join further conditions. */
export type ConditionFile = Readonly<Record<string, unknown>>;

const conditions = z.lazy((): z.ZodType<ConditionFile[]> => z.array(conditionSchema).min(1).max(50));

/** Host facts by name, each with one operator, and further conditions; every one must hold. */
export const conditionSchema: z.ZodType<ConditionFile> = closed({
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
