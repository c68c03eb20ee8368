import { z } from 'zod';
import { STATES, VERDICTS } from '../../src/model/finding.ts';
import { SEVERITIES, UNDERTAKINGS } from '../../src/model/rule.ts';
import { WAIVER_STATES } from '../../src/model/waiver.ts';
import { host, opening } from './host.ts';
import { code, problem, releaseIdentity, told } from './reading.ts';

const count = z.int().nonnegative();
export const lone = z.object({
  id: z.string(),
  name: z.string(),
  uuid: told,
  serial: told,
  asked: z.boolean().describe('False: its target could not be asked in the other scan, which then says nothing of it'),
});

/** How a scan differs from an earlier one, in numbers. */
const since = z.object({
  startedAt: z.iso.datetime().describe('When the earlier scan started'),
  compared: count.describe('Hosts that both scans hold'),
  changed: count,
  onlyBefore: z.array(lone),
  onlyNow: z.array(lone),
  changedRules: z.array(z.string()).describe('Rules that read otherwise than in the earlier scan'),
});

const release = z.object({ build: z.string(), release: told });
const judged = z.object({ verdict: z.enum(VERDICTS), state: z.enum(STATES).nullable() });

const change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('release'), before: release, after: release }),
  z.object({ kind: z.literal('reboot'), before: z.string(), after: z.string() }),
  z.object({
    kind: z.literal('setting'),
    setting: z.string(),
    which: z.enum(['default', 'configured', 'runtime']),
    before: z.string(),
    after: z.string(),
  }),
  z.object({ kind: z.literal('verdict'), rule: z.string(), before: judged, after: judged }),
]);

/** What changed on one host, as far as it was read both times. */
export const changedHost = z.object({ host: z.string().describe('id of one of the hosts'), changes: z.array(change) });

const outlook = z.enum(['pass', 'fail', 'risk', 'unknown']).nullable();
const severity = z.enum(SEVERITIES);

export const rule = z.object({
  id: z.string(),
  title: z.string(),
  severity,
  hash: z.string(),
  references: z.array(z.string()),
  profile: told.optional().describe('The profile whose expectation it was judged by; null: its own'),
  blocks: z
    .array(z.enum(UNDERTAKINGS))
    .optional()
    .describe('What must not be begun on a host that does not pass it; left out where nothing'),
});

const summary = z.object({
  hosts: count,
  unreachable: count.describe('Hosts of which nothing could be asked'),
  findings: z.record(z.enum(VERDICTS), count),
  states: z.record(z.enum(STATES), count),
});

const remedy = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('kernelSetting'), name: z.string(), value: z.string() }),
    z.object({ kind: z.literal('firewallAllows') }),
    z.object({ kind: z.literal('advancedOption'), key: z.string(), value: z.string() }),
    z.object({ kind: z.literal('firewallRuleset'), key: z.string(), enabled: z.boolean() }),
    z.object({
      kind: z.literal('service'),
      key: z.string(),
      running: z.boolean().nullable(),
      policy: z.enum(['on', 'off', 'automatic']).nullable(),
    }),
  ])
  .nullable();

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
  reason: code.nullable(),
  cause: problem.optional().describe('What the server said of what was read in vain; its code is the reason'),
  notes: z.array(z.object({ text: z.string(), reference: told })),
  remedy,
  waived: z
    .object({ verdict: z.enum(VERDICTS), state: z.enum(STATES).nullable(), message: z.string() })
    .optional()
    .describe('What it would be without the waiver; on waived findings only'),
  asked: z
    .discriminatedUnion('by', [
      z.object({ by: z.enum(['name', 'use']) }),
      z.object({
        by: z.literal('nobody'),
        verdict: z.enum(VERDICTS),
        state: z.enum(STATES).nullable(),
        message: z.string(),
        remedy,
      }),
    ])
    .optional()
    .describe(
      'Whether somebody asked for a rule with enforce: asked that does not hold; nobody: what it would be otherwise',
    ),
});

const waiver = z.object({
  rule: z.string().describe('Glob over ids of rules'),
  host: told.describe('Glob over names or paths of hosts; null: not asked'),
  cluster: told.describe('Glob over names or paths of clusters; null: not asked'),
  datacenter: told.describe('Glob over names of datacenters; null: not asked').optional(),
  target: told.describe('Glob over targets, such as vc01.example.com; null: not asked').optional(),
  reason: z.string(),
  owner: z.string(),
  ticket: told,
  expires: z.iso.date().describe('The last day on which it holds, in UTC'),
  state: z.enum(WAIVER_STATES),
  matched: count.describe('Findings that need waiving and that it speaks of; 0: it is not used'),
});

const document = z.object({
  schema: z.literal('esxcheck.scan/1'),
  ...opening,
  targetRelease: releaseIdentity.nullable().describe('The release of the planned patch; null when none was asked for'),
  rules: z.array(rule),
  summary,
  hosts: z.array(host),
  findings: z.array(finding),
  waivers: z.array(waiver).describe('Those of the config, with what they match'),
  remarks: z.array(z.string()).optional().describe('What must be known of the whole; left out where there is nothing'),
  since: since.nullable().describe('How it differs from an earlier scan; null when it was not compared'),
  changes: z.array(changedHost).nullable().describe('Hosts with a change since then'),
});

/** The JSON Schema (2020-12) of `scan --format json`. Keys may be added in later releases; none is taken away. */
export function scanSchema(): object {
  const title = 'One scan of esxcheck, esxcheck.scan/1';
  return z.toJSONSchema(document.meta({ title }), { io: 'input' });
}
