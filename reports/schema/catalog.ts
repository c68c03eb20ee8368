import { z } from 'zod';
import { CATALOG_PARTS, CONFIDENCES } from '../../src/model/catalog.ts';
import { releaseIdentity, told } from './reading.ts';

const known = z.object({ value: z.string(), confidence: z.enum(CONFIDENCES), source: z.string() });

const support = z.object({
  line: z.string(),
  generalSupportEnds: z.string().describe('The last day of general support'),
  technicalGuidanceEnds: z.string().describe('The last day of technical guidance'),
  confidence: z.enum(['C2', 'S1']).describe('Of the end of general support: C2 two or more sources, S1 one'),
  source: z.string(),
  asOf: z.string().describe('The day of the list'),
});

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
  support: support.nullable().describe('Of the line of its version; null where no list tells'),
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

const part = z.object({
  part: z.enum(CATALOG_PARTS),
  asOf: told.describe('Date of its newest release, or of its list'),
  days: z.int().nullable().describe('Whole days from then to today'),
  old: z.boolean().nullable().describe('Whether that is more than oldAfterDays'),
  release: z.object({ name: z.string(), build: z.string() }).nullable(),
});

const age = z.object({
  schema: z.literal('esxcheck.catalog-age/1'),
  tool: z.object({ name: z.string(), version: z.string() }),
  today: z.string().describe('Date, UTC'),
  oldAfterDays: z.int(),
  parts: z.array(part),
});

/** The JSON Schema (2020-12) of `catalog --age --format json`. Keys and parts may be added in later releases. */
export function catalogAgeSchema(): object {
  return z.toJSONSchema(age.meta({ title: 'How old the catalog of esxcheck is, esxcheck.catalog-age/1' }), {
    io: 'input',
  });
}
