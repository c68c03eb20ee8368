import { z } from 'zod';

/** Names of packs, at least one; which packs there are is looked up later. */
export const packsSection = z
  .array(z.string().min(1).max(100))
  .min(1)
  .max(200)
  .describe('Packs that hosts are judged by; --pack and --rule on the command line win.');
