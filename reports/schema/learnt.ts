import { z } from 'zod';
import { told } from './reading.ts';

const measurement = z.object({
  build: z.string(),
  version: z.string(),
  release: told.describe('Its name in the catalog that ships; null for a build that it does not hold'),
  host: z.string().describe('Name of the host that was measured'),
  day: z.string().describe('Date of the reading'),
  vendor: told,
  model: told,
  imageVendor: told.describe('Who made the image that the host ran'),
  image: told.describe('Name of the image profile'),
  snapshot: z.string().describe('SHA-256 of the lines of the snapshot'),
  defaults: z.array(z.object({ setting: z.string(), value: z.string() })),
});

const document = z.object({
  schema: z.literal('esxcheck.learnt/1'),
  tool: z.object({ name: z.string(), version: z.string() }),
  file: z.string(),
  measurements: z.array(measurement),
});

/** The JSON Schema (2020-12) of `catalog learned --format json`. Keys may be added in later releases; none is taken away. */
export function learntSchema(): object {
  const title = 'What a site learnt of ESXi releases, esxcheck.learnt/1';
  return z.toJSONSchema(document.meta({ title }), { io: 'input' });
}
