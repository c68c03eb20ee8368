import { z } from 'zod';
import { closed } from '../../checks/schema/closed.ts';
import { packsSection } from './packs.ts';
import { rulesSection } from './rule-overrides.ts';

const cluster = closed({ packs: packsSection.optional(), rules: rulesSection.optional() })
  .refine((value) => Object.keys(value).length > 0, { error: 'packs or rules were expected' })
  .meta({ minProperties: 1 });

/** What is different in some clusters, by globs over their names. */
export const clustersSection = z
  .record(z.string().max(200), cluster)
  .describe('What is different in some clusters, by globs over their names; of several that match, the first decides.');

export type ClusterSection = z.output<typeof cluster>;
