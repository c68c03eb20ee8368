import { z } from 'zod';
import { EXPLOITATION, EXPOSURES } from '../../src/model/advisory.ts';
import { SEVERITIES } from '../../src/model/rule.ts';
import { told } from './reading.ts';

const head = {
  tool: z.object({ name: z.string(), version: z.string() }),
  today: z.string().describe('Date, UTC'),
  asOf: z.string().describe('Date of the data'),
  days: z.int().describe('Whole days from then to today'),
  exploitedList: z
    .object({ list: z.string(), asOf: z.string() })
    .describe('The list of exploited faults that was looked through, and its day'),
};

const fix = z.object({
  version: z.string().describe('A version such as 8.0.3, or a line such as 9.0'),
  build: told.describe('The first fixed build; null where a word is told'),
  name: told,
  word: z.enum(['notAffected', 'noFix', 'unknown']).nullable(),
});

const state = z.object({
  status: z.enum(EXPOSURES).describe('unknown: it may be open'),
  fixedBuild: told.describe('The first fixed build of its version'),
  message: z.string(),
});

const advisory = z.object({
  rule: z.string(),
  severity: z.enum(SEVERITIES),
  id: z.string(),
  published: z.string(),
  cves: z.array(z.string()),
});

const listed = advisory.extend({
  cvss: z.number().nullable(),
  exploited: z.object({
    state: z.enum(EXPLOITATION).describe('unknown: the advisory is younger than the list'),
    date: z.string(),
    source: z.string(),
    ransomware: z.boolean(),
  }),
  workaround: told,
  fixes: z.array(fix),
  state: state.nullable().describe('Null unless a release was asked for'),
});

const listing = z.object({
  schema: z.literal('esxcheck.advisory-list/1'),
  ...head,
  release: z.object({ name: told, version: told, build: z.string() }).nullable(),
  advisories: z.array(listed),
});

const matrix = z.object({
  schema: z.literal('esxcheck.advisory-matrix/1'),
  ...head,
  advisories: z.array(advisory),
  releases: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      build: z.string(),
      statuses: z.array(z.enum(EXPOSURES)).describe('In the order of advisories'),
    }),
  ),
});

/** The JSON Schema (2020-12) of `catalog --advisories --format json`. Keys may be added in later releases; none is taken away. */
export function advisoriesSchema(): object {
  return z.toJSONSchema(listing.meta({ title: 'Advisories that esxcheck knows, esxcheck.advisory-list/1' }), {
    io: 'input',
  });
}

/** The same of `catalog --advisories --matrix`. */
export function advisoryMatrixSchema(): object {
  const title = 'Releases by advisories, esxcheck.advisory-matrix/1';
  return z.toJSONSchema(matrix.meta({ title }), { io: 'input' });
}
