import { z } from 'zod';
import { STATES, VERDICTS } from '../../src/model/finding.ts';
import { told } from './reading.ts';

const count = z.int().nonnegative();
export const lone = z.object({
  id: z.string(),
  name: z.string(),
  uuid: told,
  serial: told,
  asked: z.boolean().describe('False: its target could not be asked in the other scan, which then says nothing of it'),
});

/** How a scan differs from an earlier one, in numbers. */
export const since = z.object({
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
