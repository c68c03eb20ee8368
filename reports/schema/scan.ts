import { z } from 'zod';
import { STATES, VERDICTS } from '../../src/model/finding.ts';
import { SEVERITIES } from '../../src/model/rule.ts';
import { host, opening } from './host.ts';
import { told } from './reading.ts';
import { releaseIdentity } from './release.ts';
import { changedHost, since } from './since.ts';

const count = z.int().nonnegative();
const outlook = z.enum(['pass', 'fail', 'risk', 'unknown']).nullable();
const severity = z.enum(SEVERITIES);

const rule = z.object({
  id: z.string(),
  title: z.string(),
  severity,
  hash: z.string(),
  references: z.array(z.string()),
});

const summary = z.object({
  hosts: count,
  unreachable: count.describe('Hosts of which nothing could be asked'),
  findings: z.record(z.enum(VERDICTS), count),
  states: z.record(z.enum(STATES), count),
});

const finding = z.object({
  rule: z.string().describe('id of one of the rules'),
  host: z.string().describe('id of one of the hosts'),
  severity,
  verdict: z.enum(VERDICTS),
  state: z.enum(STATES).nullable(),
  horizons: z.object({ now: outlook, nextBoot: outlook, nextPatch: outlook }),
  observed: z.json().describe('Values as read; null where not read'),
  expected: z.json(),
  message: z.string(),
  reason: told,
  notes: z.array(z.object({ text: z.string(), reference: told })),
  remedy: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('kernelSetting'), name: z.string(), value: z.string() }),
      z.object({ kind: z.literal('firewallAllows') }),
    ])
    .nullable(),
});

const document = z.object({
  schema: z.literal('esxcheck.scan/1'),
  ...opening,
  targetRelease: releaseIdentity.nullable().describe('The release of the planned patch; null when none was asked for'),
  rules: z.array(rule),
  summary,
  hosts: z.array(host),
  findings: z.array(finding),
  since: since.nullable().describe('How it differs from an earlier scan; null when it was not compared'),
  changes: z.array(changedHost).nullable().describe('Hosts with a change since then'),
});

/** The JSON Schema (2020-12) of `scan --format json`. Keys may be added in later releases; none is taken away. */
export function scanSchema(): object {
  const title = 'One scan of esxcheck, esxcheck.scan/1';
  return z.toJSONSchema(document.meta({ title }), { io: 'input' });
}
