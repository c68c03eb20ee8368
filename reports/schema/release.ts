import { z } from 'zod';
import { told } from './reading.ts';

/** A release that a patch would bring, or that defaults were compared of. */
export const releaseIdentity = z.object({
  name: z.string(),
  version: z.string(),
  build: z.string(),
  released: told.describe('Date; null where no source tells'),
  measured: z.boolean().describe('Whether the kernel settings of this very build were read from a lab host'),
});
