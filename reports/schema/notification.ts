import { z } from 'zod';
import { STATES, VERDICTS } from '../../src/model/finding.ts';
import { FLIP_EXTENTS } from '../../src/model/flip.ts';
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
  flips: z
    .array(
      z.object({
        build: z.string().describe('The build that hosts went to'),
        models: z.array(z.string().nullable()).describe('Maker and model of these hosts; null: not read'),
        setting: z.string(),
        before: z.string().describe('The default'),
        after: z.string(),
        extent: z.enum(FLIP_EXTENTS),
        hosts: count.describe('Hosts that show it'),
        read: count.describe('Hosts where it was read both times'),
        rules: z.array(z.string()).nullable().describe('Rules that judge it there; null: the scan does not tell'),
        uncovered: count.nullable().describe('Hosts on which no rule judges it; null: the scan does not tell'),
        failing: z.array(z.string()).describe('Rules that fail since then'),
      }),
    )
    .nullable()
    .optional()
    .describe('Defaults of kernel settings that changed with a build; null where there was no scan to compare with'),
  targets: z.array(z.object({ url: z.string(), error: z.string().nullable().describe('A code; null: it was asked') })),
});

/** The JSON Schema (2020-12) of what a webhook of the kind `generic` is sent. Keys may be added in later releases; none is taken away. */
export function notificationSchema(): object {
  return z.toJSONSchema(document.meta({ title: 'A notification of esxcheck, esxcheck.notification/1' }), {
    io: 'input',
  });
}
