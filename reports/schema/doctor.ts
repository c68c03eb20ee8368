import { z } from 'zod';
import { PROBLEM_CODES } from '../../src/model/problem.ts';
import { opening, target } from './host.ts';

const problem = z.object({ code: z.enum(PROBLEM_CODES), detail: z.string() }).nullable();

const probe = z.object({
  command: z.string().describe('One esxcli command, for all of its kind'),
  privilege: z.string().describe('What ESXi 6.7 asks for it'),
  needed: z.boolean().describe('Whether the chosen rules, or the purpose, need commands of its kind'),
  answers: z.boolean().nullable().describe('null: the host could not be asked'),
  missing: z.string().nullable().describe('The privilege that the refusal names'),
  problem,
});

const rule = z.object({
  rule: z.string(),
  pack: z.string(),
  chosen: z.boolean(),
  hostsWithout: z.number().describe('Hosts on which something that it asks of esxcli does not answer'),
  missing: z.array(z.string()).describe('Privileges that are missing for it'),
});

const host = z.object({
  name: z.string(),
  moid: z.string(),
  connectionState: z.enum(['connected', 'disconnected', 'notResponding']).nullable(),
  lacking: z
    .array(z.string())
    .nullable()
    .describe('Privileges that the account lacks; null: the server returned no value'),
  esxcli: z
    .boolean()
    .nullable()
    .describe('Whether esxcli answers for kernel settings; null: the host could not be asked'),
  problem,
  probes: z.array(probe),
});

const hostCalls = z.object({
  limit: z.number().describe('Calls to hosts that may be in flight, at the end'),
  highest: z.number().describe('The highest number that was kept'),
  most: z.number().describe('What --max-calls allows'),
  backedOff: z
    .object({ refused: z.number(), timedOut: z.number(), slower: z.number() })
    .describe('How often the number went down: the server was busy (HTTP 503), did not answer in time, became slower'),
});

const document = z.object({
  schema: z.literal('esxcheck.doctor/1'),
  tool: opening.tool,
  startedAt: opening.startedAt,
  finishedAt: opening.finishedAt,
  purpose: z.enum(['reading', 'remediating']),
  state: z.enum(['able', 'lacking', 'unclear']),
  targets: z.array(
    target.extend({
      advice: z.array(z.string()),
      user: z.string(),
      clockAheadMs: z.number().nullable().describe("How far the server's clock is ahead of this machine's"),
      privilegesProblem: z.string().nullable(),
      propertiesOnly: z.boolean(),
      hostCalls: hostCalls.nullable().describe('null: no host was asked'),
      hosts: z.array(host),
      rules: z.array(rule).describe('Every rule that asks something of esxcli'),
    }),
  ),
});

/** The JSON Schema (2020-12) of `doctor --format json`. Keys may be added in later releases; none is taken away. */
export function doctorSchema(): object {
  const title = 'Whether esxcheck can do its work, esxcheck.doctor/1';
  return z.toJSONSchema(document.meta({ title }), { io: 'input' });
}
