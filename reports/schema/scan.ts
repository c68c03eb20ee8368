import { z } from 'zod';
import { advisory, exposure } from './advisory.ts';
import { ATTESTATION_STATES, ATTESTATION_STATUSES } from '../../src/model/attestation.ts';
import { JUDGED_BY } from '../../src/model/changes-since.ts';
import { INAPPLICABLE, STATES, VERDICTS } from '../../src/model/finding.ts';
import { SEVERITIES, UNDERTAKINGS } from '../../src/model/rule.ts';
import { WAIVER_STATES } from '../../src/model/waiver.ts';
import { framework } from './framework.ts';
import { host, opening } from './host.ts';
import { flipsSeen, release } from './flips.ts';
import { code, problem, releaseIdentity, told } from './reading.ts';

const count = z.int().nonnegative();
export const lone = z.object({
  id: z.string(),
  name: z.string(),
  uuid: told,
  serial: told,
  asked: z.boolean().describe('False: its target could not be asked in the other scan, which then says nothing of it'),
});

/** What of two scans could not be put side by side, and what patches did between them. */
export const comparability = {
  onlyRulesBefore: z.array(z.string()).optional().describe('Rules that the earlier scan alone judged by'),
  onlyRulesNow: z.array(z.string()).optional().describe('Rules that the later scan alone judged by'),
  uncompared: z
    .array(z.string())
    .optional()
    .describe('Hosts of both scans, without a change, of which no verdict is known in both'),
  flips: flipsSeen.optional().describe('What patches did to the defaults of kernel settings'),
};

/** How a scan differs from an earlier one, in numbers. */
const since = z.object({
  startedAt: z.iso.datetime().describe('When the earlier scan started'),
  compared: count.describe('Hosts that both scans hold'),
  changed: count,
  onlyBefore: z.array(lone),
  onlyNow: z.array(lone),
  changedRules: z.array(z.string()).describe('Rules that read otherwise than in the earlier scan'),
  ...comparability,
});

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
  z.object({
    kind: z.literal('verdict'),
    rule: z.string(),
    before: judged,
    after: judged,
    judgedBy: z
      .enum(JUDGED_BY)
      .optional()
      .describe('There where the rule was judged by it for another framework or profile in the earlier scan'),
  }),
]);

/** What changed on one host, as far as it was read both times. */
export const changedHost = z.object({ host: z.string().describe('id of one of the hosts'), changes: z.array(change) });

const outlook = z.enum(['pass', 'fail', 'risk', 'mitigated', 'unknown']).nullable();
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
  advisory: advisory.optional().describe('The advisory that it is of; left out in others'),
  controls: z
    .array(z.string())
    .optional()
    .describe(
      'Ids of the controls of the chosen frameworks that it answers, or helps to; left out where none was chosen',
    ),
  kernelSettings: z
    .array(z.string())
    .optional()
    .describe('Kernel settings that it judges; left out in scans of earlier releases'),
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
  exposure: exposure
    .optional()
    .describe('How the host stands to the advisory; on findings of rules of advisories only'),
  evidence: z
    .object({
      framework: told.describe('By which the host was judged; null where none that was chosen is for its release'),
      controls: z.array(z.string()).describe('Ids of the controls of that framework that it answers, or helps to'),
      reads: z.array(z.string()).describe('Each property, option or command that was read, as it is asked for'),
      open: z
        .string()
        .optional()
        .describe(
          'What a pass leaves open because the config has no list of the site for it; no control is answered then',
        ),
      inapplicable: z
        .enum(INAPPLICABLE)
        .optional()
        .describe(
          'Why it is not-applicable: the release, the condition that the control names, or a thing that the host lacks',
        ),
    })
    .optional()
    .describe('There where a framework was chosen'),
});

const waiver = z.object({
  rule: z.string().describe('Glob over ids of rules'),
  host: told.describe('Glob over names or paths of hosts; null: not asked'),
  cluster: told.describe('Glob over names or paths of clusters; null: not asked'),
  datacenter: told.describe('Glob over names of datacenters; null: not asked').optional(),
  target: told.describe('Glob over targets, such as vc01.example.com; null: not asked').optional(),
  folder: z.string().optional().describe('Folder that hosts lie below; left out: not asked'),
  tag: z.string().optional().describe('Tag that hosts have, Category=Name; left out: not asked'),
  attribute: z.string().optional().describe('Custom attribute that hosts have, Name=value; left out: not asked'),
  reason: z.string(),
  owner: z.string(),
  ticket: told,
  approvedBy: z.string().optional().describe('Who accepted the risk; left out where nobody said'),
  poam: z.string().optional().describe('Number of the plan of action and milestones; left out where nobody said'),
  expires: z.iso.date().describe('The last day on which it holds, in UTC'),
  state: z.enum(WAIVER_STATES),
  matched: count.describe('Findings that need waiving and that it speaks of; 0: it is not used'),
  unclear: count
    .optional()
    .describe('Hosts of which it is not known whether it speaks of them: there it waives nothing; left out: none'),
});

const globs = z.array(z.string()).nullable();

const attestation = z.object({
  controlId: z.string().min(1).describe('Id, V- number or SV- number of a control'),
  status: z.enum(ATTESTATION_STATUSES),
  explanation: z.string(),
  updated: z.string().describe('When the person looked: a day or a moment'),
  updatedBy: z.string(),
  frequency: told.describe('How often it must be looked at; null where only a day ends it'),
  hosts: globs.describe('Globs over names or paths, of which one must match; null: not asked'),
  clusters: globs,
  expires: z.iso.date().describe('The last day on which it holds, in UTC'),
  state: z.enum(ATTESTATION_STATES).describe('On the day on which it was given to the scan'),
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
  attestations: z
    .array(attestation)
    .optional()
    .describe('What people attested of controls that no read answers wholly; left out where nobody did'),
  remarks: z.array(z.string()).optional().describe('What must be known of the whole; left out where there is nothing'),
  frameworks: z.array(framework).optional().describe('Those that were chosen, with all of their controls'),
  since: since.nullable().describe('How it differs from an earlier scan; null when it was not compared'),
  changes: z.array(changedHost).nullable().describe('Hosts with a change since then'),
});

/** The JSON Schema (2020-12) of `scan --format json`. Keys may be added in later releases; none is taken away. */
export function scanSchema(): object {
  const title = 'One scan of esxcheck, esxcheck.scan/1';
  return z.toJSONSchema(document.meta({ title }), { io: 'input' });
}
