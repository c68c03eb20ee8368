import { z } from 'zod';
import { host, opening } from './host.ts';

const document = z.object({
  schema: z.literal('esxcheck.kernel/1'),
  ...opening,
  setting: z.string().describe('The key to look up in each host\'s "kernel"'),
  hosts: z.array(host),
});

/** The JSON Schema (2020-12) of `kernel NAME --format json`. Keys may be added in later releases; none is taken away. */
export function kernelSchema(): object {
  const title = 'One kernel setting on all hosts, esxcheck.kernel/1';
  return z.toJSONSchema(document.meta({ title }), { io: 'input' });
}
