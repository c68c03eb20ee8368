import { z } from 'zod';
import { STATES, VERDICTS } from '../../src/model/finding.ts';
import { tool } from './host.ts';

const count = z.int().nonnegative();
const standings = z.object({ wrong: count, unknown: count, look: count, right: count });

const document = z.object({
  schema: z.literal('esxcheck.notification/1'),
  tool,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  subject: z.string().describe('One line for people'),
  lines: z.array(z.string()).describe('More lines for people'),
  result: z.enum(VERDICTS).nullable().describe('The worst verdict; null where nothing was judged'),
  summary: z.object({
    hosts: count,
    unreachable: count,
    findings: z.record(z.enum(VERDICTS), count),
    states: z.record(z.enum(STATES), count),
  }),
  standings: z
    .object({ now: standings, nextBoot: standings, nextPatch: standings.nullable() })
    .describe('Hosts by their worst finding at each point in time'),
  changedHosts: count.nullable().describe('Since the last scan of the same targets; null where there was none'),
  targets: z.array(z.object({ url: z.string(), error: z.string().nullable().describe('A code; null: it was asked') })),
});

/** The JSON Schema (2020-12) of what a webhook of the kind `generic` is sent. Keys may be added in later releases; none is taken away. */
export function notificationSchema(): object {
  return z.toJSONSchema(document.meta({ title: 'A notification of esxcheck, esxcheck.notification/1' }), {
    io: 'input',
  });
}
