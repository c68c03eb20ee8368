import { z } from 'zod';
import { CONFIDENCES } from '../../src/model/catalog.ts';
import { releaseIdentity, told } from './reading.ts';

const known = z.object({ value: z.string(), confidence: z.enum(CONFIDENCES), source: z.string() });

const release = z.object({
  version: z.string(),
  branch: told.describe('The update whose branch the build belongs to, where the version does not tell'),
  name: z.string(),
  also: told.describe('Another name of the same build'),
  bulletin: told,
  build: z.string(),
  released: told.describe('Date; null where no source tells'),
  recalled: z.boolean().describe('Whether VMware took it back'),
  confidence: z.string(),
  source: z.string(),
  measured: z.boolean().describe('Whether the kernel settings of this very build were read from a lab host'),
  known: z.array(known.extend({ setting: z.string() })).describe('Defaults of settings that patches have changed'),
});

const flip = z.object({
  setting: z.string(),
  change: z.enum(['default', 'new', 'gone']),
  from: known.nullable().describe('Null: the release does not have the setting'),
  to: known.nullable(),
  labDependent: z.boolean().describe('Says more about the hardware of the lab than about the release'),
});

const document = z.object({
  schema: z.literal('esxcheck.catalog/1'),
  tool: z.object({ name: z.string(), version: z.string() }),
  releases: z.array(release),
  compared: z
    .object({
      from: releaseIdentity,
      to: releaseIdentity,
      complete: z
        .boolean()
        .describe('False: a release was not measured, so only settings known by other sources were compared'),
      same: z.int().nonnegative().describe('Settings with the same default in both'),
    })
    .nullable(),
  flips: z.array(flip).nullable(),
});

/** The JSON Schema (2020-12) of `catalog --format json`. Keys may be added in later releases; none is taken away. */
export function catalogSchema(): object {
  const title = 'What esxcheck knows of ESXi releases, esxcheck.catalog/1';
  return z.toJSONSchema(document.meta({ title }), { io: 'input' });
}
