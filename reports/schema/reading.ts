import { z } from 'zod';

/** Text that the server may not have told. */
export const told = z.string().nullable();

/** Why something is not known, as a word for programs that stays. */
export const code = z.string().max(64);

/** The same with a sentence for people. */
export const problem = z.object({
  code,
  detail: z.string(),
  fault: z.string().optional(),
  privilege: z.string().optional(),
  path: z.string().optional(),
});

/** One VMkernel boot setting. A setting that the host does not have, or that could not be read, has nulls and says so in `reading`. */
export const kernelReading = z.object({
  default: told.describe('Built into the release'),
  configured: told.describe('Holds from the next boot on'),
  runtime: told.describe('Holds now'),
  source: z.enum(['esxcli', 'advanced-option']).nullable(),
  type: told,
  reading: z.enum(['read', 'absent', 'unread']),
  problem: problem.nullable(),
});

/** A ruleset that would let the port of a selected firewall rule through. */
const covering = z.object({
  ruleset: z.string(),
  broad: z.boolean().describe('Opens every port'),
  narrow: z.boolean().nullable().describe('Opens that port and no other; null where an older scan did not tell'),
  allIp: z.boolean(),
  allowed: z.array(z.string()),
  userControllable: z.boolean().nullable(),
  required: z.boolean().nullable().describe('The system cannot do without it; null where an older scan did not tell'),
  enabled: z.boolean(),
});

/** The firewall as far as it was read; null members could not be read. */
export const firewall = z.object({
  enabled: z.boolean().nullable(),
  enabledProblem: problem.nullable(),
  outgoingBlocked: z.boolean().nullable(),
  incomingBlocked: z.boolean().nullable(),
  covering: z.array(covering),
});

/** A release that a patch would bring, or that defaults were compared of. */
export const releaseIdentity = z.object({
  name: z.string(),
  version: z.string(),
  build: z.string(),
  released: told.describe('Date; null where no source tells'),
  measured: z.boolean().describe('Whether the kernel settings of this very build were read from a lab host'),
});

/** Where a planned release comes from, when nobody named it. */
export const plannedImage = z
  .object({
    cluster: told,
    version: told.describe('Of the base image of the image that vCenter wants on the hosts of the cluster'),
    problem: told.describe('Why it does not tell which release is planned; null where it does'),
  })
  .describe('The image of its cluster that the planned release was taken from; left out where a person named it');
