import type { z } from 'zod';
import { HOST_FACTS } from '../../evaluate/fact-names.ts';
import { closed } from './closed.ts';
import { operatorSchema } from './operator-schema.ts';

/** Host facts by name, each with one operator; every one must hold. */
export const conditionSchema = closed(
  Object.fromEntries(
    HOST_FACTS.map(({ name, type, description }) => [name, operatorSchema(type).optional().describe(description)]),
  ) as Record<string, z.ZodOptional<ReturnType<typeof operatorSchema>>>,
);
