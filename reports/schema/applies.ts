import { z } from 'zod';
import { JOURNAL_STATES } from '../../src/model/applies.ts';
import { OUTCOMES } from '../../src/model/outcome.ts';
import { told } from './reading.ts';

/** A change of one thing on one host, or the state that it is in. */
const action = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('kernelSetting'), name: z.string(), value: z.string() }),
  z.object({
    kind: z.literal('advancedOption'),
    key: z.string(),
    type: z.enum(['string', 'long', 'int', 'boolean']),
    value: z.string(),
  }),
  z.object({ kind: z.literal('ruleset'), ruleset: z.string(), enabled: z.boolean() }),
  z.object({
    kind: z.literal('allowedHosts'),
    ruleset: z.string(),
    allowed: z.object({ all: z.boolean(), addresses: z.array(z.string()), networks: z.array(z.string()) }),
  }),
  z.object({
    kind: z.literal('service'),
    service: z.string(),
    running: z.boolean().nullable(),
    policy: z.enum(['on', 'off', 'automatic']).nullable(),
  }),
]);

const moment = z.iso.datetime();
const tool = z.object({ name: z.string(), version: z.string() });
const outcome = z.enum(OUTCOMES);
const rebootOutcome = z.enum(['done', 'failed', 'indeterminate', 'not tried']);

const journal = z.object({
  path: z.string(),
  state: z.enum(JOURNAL_STATES).describe('Runs are shown of intact ones alone'),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  runs: z.int().describe('Runs in it, those that were not chosen included'),
  tornBytes: z.int().describe('Of a last line that was cut short by a crash'),
  unknownRecords: z.int().describe('Of a kind that this version does not know'),
});

const named = { host: z.string().describe('Id of the host: identity, a slash, managed object id'), hostName: told };

const step = z.object({
  id: z.string().describe('Of the step in its plan'),
  ...named,
  action: action.nullable().describe('What was to be set; null where no write of it is in the journal'),
  before: action.nullable().describe('As read right before the write; null where nothing was sent'),
  observed: action.nullable().describe('As read last'),
  sentAt: moment.nullable().describe('Null: nothing was sent in this run, or it was not carried out'),
  endedAt: moment.nullable(),
  outcome: outcome.nullable().describe('Null: the run ended before it told'),
  reason: told,
  detail: z.string(),
  settled: z
    .object({ at: moment, outcome: z.enum([...OUTCOMES, 'sent-again']) })
    .nullable()
    .describe('What a later run found out about a write of which this one could not tell'),
});

const reboot = z.object({
  ...named,
  maintenanceAt: moment.nullable(),
  sentAt: moment.nullable().describe('Null: no reboot was sent in this run, or the server refused it'),
  endedAt: moment.nullable(),
  outcome: rebootOutcome.nullable(),
  reason: told,
  detail: z.string(),
  inMaintenance: z.boolean().nullable().describe('Whether the host was left in maintenance mode'),
  settled: z.object({ at: moment, outcome: rebootOutcome }).nullable(),
});

const run = z.object({
  journal: z.string().describe('path of one of the journals'),
  number: z.int().describe('Place in its journal, from 1 on'),
  startedAt: moment,
  endedAt: moment.describe('Time of its last record'),
  closed: z.boolean().describe('False: it crashed, was killed, could not write on, or runs still'),
  direction: z.enum(['apply', 'rollback']),
  planHash: z.string(),
  target: z.object({ url: z.string(), identity: z.string() }),
  tool,
  account: z.string(),
  change: told,
  summary: z.record(outcome, z.int()).describe('Steps by outcome, as the journal holds them'),
  changed: z.int().describe('Steps that were written in this run and took effect'),
  open: z.int().describe('Writes and reboots that were sent, and nothing tells what came of them'),
  hosts: z.array(z.object({ id: z.string(), name: told })).describe('That something was sent to'),
  closing: z.record(z.string(), z.int()).nullable().describe('What the run counted at its end, earlier runs included'),
  steps: z.array(step),
  reboots: z.array(reboot),
});

const document = z.object({
  schema: z.literal('esxcheck.applies/1'),
  tool,
  readAt: moment,
  choice: z
    .object({ change: told, hosts: z.array(z.string()).nullable(), since: moment.nullable() })
    .describe('Only these runs were asked for; with hosts, steps and counts are of those alone'),
  journals: z.array(journal),
  runs: z.array(run).describe('Newest first'),
});

/** The JSON Schema (2020-12) of `history --applies --format json`. Keys may be added; none is taken away. */
export function appliesSchema(): object {
  const title = 'What was applied and rolled back, by the journals, esxcheck.applies/1';
  return z.toJSONSchema(document.meta({ title }), { io: 'input' });
}
