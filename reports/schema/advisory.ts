import { z } from 'zod';
import { EXPLOITATION, EXPOSURES } from '../../src/model/advisory.ts';
import { told } from './reading.ts';

/** An advisory, as the rule of one carries it. */
export const advisory = z.object({
  id: z.string(),
  cves: z.array(z.string()),
  published: z.string(),
  cvss: z.number().nullable().describe('null where no second source tells it'),
  exploited: z.object({
    state: z
      .enum(EXPLOITATION)
      .describe('not-listed: older than the list of exploited faults, and not on it; unknown: younger than the list'),
    date: z.string().describe('Since when it is known to be exploited, else the day of the list'),
    source: z.string(),
    ransomware: z.boolean(),
  }),
  workaround: told,
  fixes: z
    .array(z.object({ version: z.string(), build: z.string(), name: z.string() }))
    .describe('The first release of each version that holds the fix'),
  asOf: z.string().describe('The day of the data'),
});

/** How a host stands to an advisory, as a finding carries it. */
export const exposure = z.object({
  status: z.enum(EXPOSURES).describe('By the release that runs'),
  fixedBuild: told.describe('The first fixed build of its version; null where none is named'),
  fixedSince: told,
  mitigated: z.boolean().describe('Whether a workaround that was read keeps it from being used now'),
  overdue: z
    .boolean()
    .optional()
    .describe('Whether the fix was available for longer than was allowed; left out where no time was given'),
});
