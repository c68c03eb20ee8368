import { z } from 'zod';
import { OUTCOME_REASONS, OUTCOMES } from '../../src/model/outcome.ts';
import { REBOOT_OUTCOMES, ROLLOUT_REASONS } from '../../src/model/rollout.ts';
import { tool } from './host.ts';
import { told } from './reading.ts';

const count = z.int().nonnegative();
const hostId = z.string().describe('Identity of the target, a slash, the managed object id');

const allowed = z.object({ all: z.boolean(), addresses: z.array(z.string()), networks: z.array(z.string()) });

const action = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('kernelSetting'), name: z.string(), value: z.string() }),
  z.object({
    kind: z.literal('advancedOption'),
    key: z.string(),
    type: z.enum(['string', 'long', 'int', 'boolean']),
    value: z.string(),
  }),
  z.object({ kind: z.literal('ruleset'), ruleset: z.string(), enabled: z.boolean() }),
  z.object({ kind: z.literal('allowedHosts'), ruleset: z.string(), allowed }),
  z.object({
    kind: z.literal('service'),
    service: z.string(),
    running: z.boolean().nullable(),
    policy: z.enum(['on', 'off', 'automatic']).nullable(),
  }),
]);

const step = z.object({
  id: z.string(),
  host: hostId,
  hostName: z.string(),
  rule: z.string(),
  action,
  before: action.describe('The same thing as the plan saw it'),
  observed: action.nullable().describe('As it was last read; null where it was not'),
  outcome: z.enum(OUTCOMES),
  reason: z.enum(OUTCOME_REASONS).nullable(),
  detail: z.string(),
  needsReboot: z.boolean(),
  inverseLeaves: told.describe('What undoing it leaves behind'),
});

const reboot = z.object({
  host: hostId,
  hostName: z.string(),
  outcome: z.enum(REBOOT_OUTCOMES),
  reason: z.enum(ROLLOUT_REASONS).nullable(),
  detail: z.string(),
  inMaintenance: z.boolean().nullable().describe('Whether it is in maintenance mode at the end; null: not known'),
  lane: told.describe('In a dry run: the cluster or compute resource whose hosts go one after another'),
  order: z.int().positive().nullable().describe('In a dry run: its turn within the lane'),
});

const document = z.object({
  schema: z.literal('esxcheck.apply/1'),
  tool,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  direction: z.enum(['apply', 'rollback']),
  dryRun: z.boolean(),
  planHash: z.string(),
  target: z.object({
    url: z.string(),
    identity: z.string().describe('instanceUuid of a vCenter, hardware UUID of an ESXi host'),
  }),
  change: told.describe('Number of the change, as given'),
  journal: told.describe('Path of the journal; null in a dry run'),
  error: z.object({ code: z.string(), message: z.string() }).nullable().describe('What broke the run off'),
  summary: z.record(z.enum(OUTCOMES), count).describe('Steps by outcome'),
  rebootSummary: z.record(z.enum(REBOOT_OUTCOMES), count).nullable().describe('Hosts by outcome of their reboot'),
  steps: z.array(step),
  reboots: z.array(reboot).nullable().describe('Null when no reboot was asked for'),
});

/** The JSON Schema (2020-12) of `apply` and `rollback --format json`. Keys may be added in later releases; none is taken away. */
export function applySchema(): object {
  const title = 'What an apply or a rollback did, esxcheck.apply/1';
  return z.toJSONSchema(document.meta({ title }), { io: 'input' });
}
