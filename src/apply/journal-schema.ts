import { z } from 'zod';
import { OUTCOMES } from '../model/outcome.ts';
import type { RolloutOutcome } from '../model/rollout.ts';
import { action } from '../plan/plan-schema.ts';
import type { JournalEntry, JournalRecord } from './journal-record.ts';

const ROLLED: readonly RolloutOutcome['kind'][] = ['done', 'failed', 'indeterminate', 'not tried'];

const direction = z.enum(['apply', 'rollback']);
const text = z.string();
const told = text.nullable();
const named = { host: text, hostName: text };
const readAs = z.literal('stored-value').optional();
const stepOf = { direction, step: text };

/** Of each kind what is read out of it; newer versions may write more. */
const ENTRIES: Readonly<Record<JournalEntry['kind'], z.ZodType>> = {
  opened: z.object({
    direction,
    planHash: text,
    target: z.object({ url: text, identity: text }),
    tool: z.object({ name: text, version: text }),
    account: text,
    change: told,
  }),
  intent: z.object({ ...stepOf, ...named, action, observed: action, readAs, bootTime: told }),
  result: z.object({
    ...stepOf,
    host: text,
    outcome: z.enum(OUTCOMES),
    reason: told,
    detail: text,
    observed: action.nullable(),
  }),
  deferred: z.object({ ...stepOf, detail: text }),
  answered: z.object({ ...stepOf, tookEffect: z.boolean() }),
  backup: z.object({ host: text, file: text, sha256: text }),
  event: z.object({ host: text, logged: z.boolean(), detail: text }),
  torn: z.object({ bytes: z.number() }),
  closed: z.object({ direction, counts: z.record(text, z.int().nonnegative()) }),
  'maintenance-intent': z.object(named),
  'reboot-intent': z.object(named),
  'reboot-refused': z.object({ host: text, detail: text }),
  'exit-intent': z.object({ host: text }),
  rolled: z.object({
    host: text,
    outcome: z.enum(ROLLED),
    reason: told,
    detail: text,
    inMaintenance: z.boolean().nullable(),
  }),
};

const moment = z.iso.datetime();

/**
 * `known`: as this version writes them. `unknown`: of a kind that it does not know. `wrong`: what no version wrote. The
 * chain alone cannot tell, since whoever makes up records can chain them, too.
 */
export function judgeRecord({ at, entry }: JournalRecord): 'known' | 'unknown' | 'wrong' {
  const kind: unknown = entry?.kind;
  if (typeof kind !== 'string' || !moment.safeParse(at).success) return 'wrong';
  if (!Object.hasOwn(ENTRIES, kind)) return 'unknown';
  return ENTRIES[kind as JournalEntry['kind']].safeParse(entry).success ? 'known' : 'wrong';
}
