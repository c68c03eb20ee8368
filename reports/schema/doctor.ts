import { z } from 'zod';
import { PROBLEM_CODES } from '../../src/model/problem.ts';
import { opening, target } from './host.ts';

const host = z.object({
  name: z.string(),
  moid: z.string(),
  connectionState: z.enum(['connected', 'disconnected', 'notResponding']).nullable(),
  lacking: z.array(z.string()).nullable().describe('Privileges that the account lacks; null: the server did not tell'),
  esxcli: z.boolean().nullable().describe('Whether esxcli answers; null: the host could not be asked'),
  problem: z.object({ code: z.enum(PROBLEM_CODES), detail: z.string() }).nullable(),
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
      hosts: z.array(host),
    }),
  ),
});

/** The JSON Schema (2020-12) of `doctor --format json`. Keys may be added in later releases; none is taken away. */
export function doctorSchema(): object {
  const title = 'Whether esxcheck can do its work, esxcheck.doctor/1';
  return z.toJSONSchema(document.meta({ title }), { io: 'input' });
}
