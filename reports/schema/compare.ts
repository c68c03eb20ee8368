import { z } from 'zod';
import { COMPARED_PARTS, DIFFERENCE_KINDS } from '../../src/model/comparison.ts';
import { opening } from './host.ts';
import { code, told } from './reading.ts';

const count = z.int().nonnegative();

const identity = {
  id: z.string().min(1),
  name: z.string(),
  target: z.string().describe('URL of the target that it was read from'),
  uuid: told,
  serial: told,
  datacenter: told,
  cluster: told,
  vendor: told,
  model: told,
  version: told,
  build: told,
};
const hostIdentity = z.object(identity);

const host = z.object({
  ...identity,
  differences: count,
  notKnown: count.describe('Things of it that could not be compared'),
  notes: z.array(z.string()).describe('Why differences are to be expected, or what was not compared because of it'),
});

const hosts = z.array(z.string()).min(1).describe('ids of the hosts that it is so on');

const difference = z.object({
  part: z.enum(COMPARED_PARTS),
  key: z.string().describe('Key of the option, service or ruleset; name of the setting or package'),
  member: z.string().describe('What of it; empty for all of it'),
  kind: z
    .enum(DIFFERENCE_KINDS)
    .describe('missing: the reference lists it, the hosts do not; extra: the other way round'),
  reference: told.describe('As read of the reference; null where it does not list it'),
  value: told.describe('As read of the hosts; null where they do not list it'),
  hosts,
});

const notKnown = z.object({
  part: z.enum(COMPARED_PARTS),
  key: told.describe('null: the whole part, or what of it was not listed'),
  side: z.enum(['reference', 'host']).describe('On which side it could not be read'),
  code,
  detail: z.string(),
  hosts,
});

const document = z.object({
  schema: z.literal('esxcheck.compare/1'),
  ...opening,
  reference: z.object({ ...identity, readAt: z.iso.datetime() }).describe('The host that the others are compared to'),
  hosts: z.array(host),
  differences: z.array(difference),
  notKnown: z.array(notKnown).describe('Neither the same nor different'),
  leftOut: z
    .array(difference.extend({ reason: z.string() }))
    .describe('What hosts have differently because they are not one host, with the reason'),
  remarks: z.array(z.string()).optional().describe('What must be known of the whole; left out where there is nothing'),
});

export type HostIdentityRecord = z.infer<typeof hostIdentity>;
export type ComparedHostRecord = z.infer<typeof host>;

/** The JSON Schema (2020-12) of `compare --format json`. Keys may be added in later releases; none is taken away. */
export function compareSchema(): object {
  const title = 'How hosts differ from one that people trust, esxcheck.compare/1';
  return z.toJSONSchema(document.meta({ title }), { io: 'input' });
}
