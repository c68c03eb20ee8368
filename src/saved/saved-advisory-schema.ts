import { z } from 'zod';
import { EXPLOITATION, EXPOSURES } from '../model/advisory.ts';

const told = z.string().nullable();

/** An advisory, as the rule of one carries it. */
export const advisory = z.object({
  id: z.string(),
  cves: z.array(z.string()),
  published: z.string(),
  cvss: z.number().nullable(),
  exploited: z.object({
    state: z.enum(EXPLOITATION),
    date: z.string(),
    source: z.string(),
    ransomware: z.boolean(),
  }),
  workaround: told,
  fixes: z.array(z.object({ version: z.string(), build: z.string(), name: z.string() })),
  asOf: z.string(),
});

/** How a host stands to an advisory, as a finding carries it. */
export const exposure = z.object({
  status: z.enum(EXPOSURES),
  fixedBuild: told,
  fixedSince: told,
  mitigated: z.boolean(),
  overdue: z.boolean().optional(),
});
