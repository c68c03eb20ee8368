import { z } from 'zod';
import { VERDICTS } from '../../src/model/finding.ts';
import { PLANNED_UNDERTAKINGS, READINESS } from '../../src/model/readiness.ts';
import { SEVERITIES } from '../../src/model/rule.ts';
import { opening } from './host.ts';
import { code, plannedImage, releaseIdentity, told } from './reading.ts';
import { rule } from './scan.ts';

const count = z.int().nonnegative();
const asOf = z.iso.datetime().describe('Nothing that was read is older');

const finding = z.object({
  rule: z.string().describe('id of one of the rules'),
  severity: z.enum(SEVERITIES),
  verdict: z.enum(VERDICTS),
  message: z.string(),
  reason: code.nullable(),
  remarks: z.array(z.string()).optional().describe('What the rule remarks on this host'),
});

const host = z.object({
  id: z.string().min(1),
  name: z.string(),
  target: z.string().describe('url of one of the targets'),
  uuid: told,
  datacenter: told,
  cluster: told,
  version: told,
  build: told,
  connectionState: told,
  inMaintenanceMode: z.boolean().nullable(),
  answer: z
    .enum(READINESS)
    .describe('not-ready: a blocker was read; unknown: one could not be read, or none was judged'),
  undertaking: z
    .enum(PLANNED_UNDERTAKINGS)
    .describe(
      'downgrade: the target release is of a lower version than the host; upgrade: it is of another line, or may be',
    ),
  targetRelease: releaseIdentity
    .nullable()
    .describe('The release that is planned for the host; null: none, or not known'),
  plannedImage: plannedImage.optional(),
  asOf,
  checked: count.describe('Rules that block and were judged'),
  blockers: z.array(finding).describe('Those that fail'),
  unread: z.array(finding).describe('Those that are unknown'),
  notCheckable: z.array(z.string()).describe('Those that do not apply'),
  waived: z.array(finding).describe('Those that people chose to live with'),
  notes: z.array(finding).describe('What else does not pass, and blocks nothing'),
});

const cluster = z.object({
  cluster: z.string(),
  datacenter: told,
  target: z.string(),
  hosts: z.object({ 'not-ready': count, unknown: count, 'no-blocker-found': count }),
  drs: told.describe('As read; null: not read'),
  ha: z.boolean().nullable(),
  atOnce: count.nullable().describe('Hosts that can be taken out at once; null: unknown; 0: none by itself'),
  because: z.string(),
  asOf,
});

const document = z.object({
  schema: z.literal('esxcheck.prepatch/1'),
  ...opening,
  targetRelease: releaseIdentity.nullable(),
  rules: z.array(rule),
  hosts: z.array(host),
  clusters: z.array(cluster),
  notChecked: z
    .array(z.object({ what: z.string(), why: z.string() }))
    .describe('What can stop an upgrade and no rule looks at; empty where none is planned'),
  remarks: z.array(z.string()).optional().describe('What must be known of the whole; left out where there is nothing'),
});

export type ReadyHostRecord = z.infer<typeof host>;

/** The JSON Schema (2020-12) of `prepatch --format json`. Keys may be added in later releases; none is taken away. */
export function prepatchSchema(): object {
  const title = 'May these hosts be patched, esxcheck.prepatch/1';
  return z.toJSONSchema(document.meta({ title }), { io: 'input' });
}
