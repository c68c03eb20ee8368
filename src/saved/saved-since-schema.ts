import { z } from 'zod';
import { JUDGED_BY, type Since } from '../model/changes-since.ts';
import { STATES, VERDICTS } from '../model/finding.ts';
import { FLIP_KINDS, FLIP_EXTENTS } from '../model/flip.ts';

const told = z.string().nullable();
const count = z.int().nonnegative();
const lone = z.object({ id: z.string(), name: z.string(), uuid: told, serial: told, asked: z.boolean() });
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
  z.object({
    kind: z.literal('verdict'),
    rule: z.string(),
    before: judged,
    after: judged,
    judgedBy: z.enum(JUDGED_BY).optional(),
  }),
]);

const flip = z.object({
  setting: z.string(),
  kind: z.enum(FLIP_KINDS),
  before: told,
  after: told,
  extent: z.enum(FLIP_EXTENTS),
  hosts: count,
  read: count,
  followed: count,
  kept: count,
  agree: count,
  differ: count,
  rules: z.array(z.string()).nullable(),
  uncovered: count.nullable(),
  failing: z.array(z.string()),
  named: z.array(z.string()).optional(),
});

const flips = z.object({
  steps: z.array(
    z.object({
      before: release,
      after: release,
      vendor: told,
      model: told,
      hosts: z.array(z.string()),
      silent: count,
      compared: count,
      unread: count,
      flips: z.array(flip),
      drift: z.array(flip),
    }),
  ),
  buildUnread: count,
});

/** How a saved scan differs from the one that it was compared with, without the changes of each host. */
export const savedSince = z
  .object({
    startedAt: z.iso.datetime(),
    compared: count,
    onlyBefore: z.array(lone),
    onlyNow: z.array(lone),
    changedRules: z.array(z.string()),
    onlyRulesBefore: z.array(z.string()).optional(),
    onlyRulesNow: z.array(z.string()).optional(),
    uncompared: z.array(z.string()).optional(),
    flips: flips.optional(),
  })
  .nullable()
  .default(null);

export const savedChanges = z
  .array(z.object({ host: z.string(), changes: z.array(change) }))
  .nullable()
  .default(null);

/** Null where the scan was not compared. */
export function sinceFrom(since: z.infer<typeof savedSince>, changed: z.infer<typeof savedChanges>): Since | null {
  return since === null ? null : { ...since, changed: changed ?? [] };
}
