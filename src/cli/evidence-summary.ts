import { type JournalRecord, parseJournal } from '../apply/journal/format.ts';
import { type RebootTrail, rebootTrails } from '../apply/rollout/reboot-trail.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { ApplyReport } from '../model/outcome.ts';
import { tool } from '../shipped/installation.ts';
import type { Undertaking } from './undertaking.ts';

/** The contract `esxcheck.evidence/1`: who did what, when, by which rules, and where the rest of it is written. */
export function evidenceSummary(
  { plan, connection, session, args, direction, journal: path }: Undertaking,
  { before, after }: { readonly before: ApplyReport; readonly after: ApplyReport | null },
  journal: string | null,
): object {
  const records = journal === null ? [] : recordsIn(journal, path);
  return {
    schema: 'esxcheck.evidence/1',
    tool: tool(),
    account: connection.credentials.user,
    target: { url: session.endpoint.url, identity: plan.target.identity },
    direction,
    change: args.change ?? null,
    startedAt: before.startedAt,
    // Null in what a killed run leaves behind.
    finishedAt: after?.finishedAt ?? null,
    error: after?.error ?? null,
    planHash: plan.hash,
    rules: plan.rules,
    journal: { path, ...endOf(records) },
    reboots: rebootTrails(records ?? []).map(rebootRecord),
  };
}

/** Null where the journal is not whole: what it says is then nothing to go by. */
function recordsIn(journal: string, path: string): readonly JournalRecord[] | null {
  try {
    return parseJournal(Buffer.from(journal), path).records;
  } catch (error) {
    if (error instanceof EsxcheckError) return null;
    throw error;
  }
}

/** The last link of the chain: with it kept elsewhere, records that were cut off the end are missed. */
function endOf(records: readonly JournalRecord[] | null): object {
  const last = records?.at(-1);
  return {
    isWhole: records !== null,
    records: last?.number ?? 0,
    lastAt: last?.at ?? null,
    lastHash: last?.hash ?? null,
  };
}

function rebootRecord({ host, hostName, end, before, after, ...times }: RebootTrail): object {
  return { host, hostName, ...times, ...outcomeOf(end), before: standingOf(before), after: standingOf(after) };
}

function outcomeOf(end: RebootTrail['end']): object {
  if (end === null) return { outcome: null, reason: null, detail: null, inMaintenance: null };
  const { kind, ...rest } = end;
  return { outcome: kind === 'not tried' ? 'not-tried' : kind, ...rest };
}

function standingOf(facts: RebootTrail['before']): object | null {
  return facts === null ? null : { bootTime: new Date(facts.bootTime).toISOString(), ...facts.standing };
}
