import { z } from 'zod';
import { closed } from '../../checks/schema/closed.ts';

const path = z.string().min(1).max(4_000);

/** What an unattended run writes. */
export const reportsSection = z
  .array(
    closed({
      file: path.describe('Relative to the config.'),
      format: z.string().min(1).max(40).optional().describe('By the ending of the file where left out.'),
    }),
  )
  .max(50)
  .describe('Files that "esxcheck run" writes.');

/** Where scans are kept, and for how long. */
export const historySection = closed({
  file: path.optional().describe("Relative to the config; the user's own history where left out."),
  keepDays: z.int().min(1).max(36_500).optional().describe('Older scans are forgotten; all are kept where left out.'),
});

/** How an unattended run ends. */
export const runSection = closed({
  deadlineMinutes: z.int().min(1).max(1_440).optional().describe('After so long it gives up; 60 where left out.'),
  maxUnknown: z.int().min(0).optional().describe('Findings that may be unknown before the exit code is 3.'),
  failOn: z.enum(['fail', 'warn']).optional().describe('The mildest verdict that makes the exit code 1.'),
});
