import { z } from 'zod';
import { CONFIDENCES, DOUBTS } from '../../src/model/catalog.ts';
import { DEFAULT_CHANGES } from '../../src/model/patch-listing.ts';
import { opening } from './host.ts';
import { problem, releaseIdentity, told } from './reading.ts';

const host = z.object({
  id: z.string(),
  name: z.string(),
  target: z.string().describe('url of one of the targets'),
  uuid: told,
  serial: told,
  model: told,
  version: told,
  build: told,
  release: told,
  path: z.enum(['open', 'same-build', 'older', 'not-certified']).describe('open: predicted; else why not'),
  remark: told,
  problem: problem.nullable().describe('Why its settings could not be read'),
});

const setting = z.object({
  setting: z.string(),
  change: z.enum(DEFAULT_CHANGES),
  from: told.describe("Today's default, as the hosts of this entry have it"),
  to: z
    .object({ value: z.string(), confidence: z.enum(CONFIDENCES), source: z.string() })
    .nullable()
    .describe('The default of the target; null: not known, or not there'),
  labDependent: z
    .boolean()
    .describe('Says more about the hardware of the lab than about the release, or hosts of the site do not agree'),
  doubt: z
    .enum(DOUBTS)
    .nullable()
    .describe('Why the default of the target is not relied on; one that would stay the same is not-measured then'),
  mayFollow: z
    .object({
      count: z.int().nonnegative(),
      hosts: z.array(z.string()).nullable().describe('Ids; null where the default stays the same or is not known'),
    })
    .describe('Hosts whose configured value equals the default'),
  explicit: z.array(z.object({ host: z.string(), configured: z.string() })).describe('Hosts that were set on purpose'),
});

const document = z.object({
  schema: z.literal('esxcheck.patch/1'),
  ...opening,
  targetRelease: releaseIdentity,
  hosts: z.array(host),
  settings: z.array(setting),
});

/** The JSON Schema (2020-12) of `scan --target-release X --all-settings --format json`. Keys may be added in later releases; none is taken away. */
export function patchSchema(): object {
  const title = 'What a patch does to every kernel setting, esxcheck.patch/1';
  return z.toJSONSchema(document.meta({ title }), { io: 'input' });
}
