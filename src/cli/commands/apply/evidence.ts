import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { json } from '../../../../reports/apply/json.ts';
import type { ApplyContext } from '../../../apply/context.ts';
import { type JournalRecord, parseJournal } from '../../../apply/journal/format.ts';
import { type RebootTrail, rebootTrails } from '../../../apply/rollout/reboot-trail.ts';
import { writeFileWhole } from '../../../files/atomic-write.ts';
import { makeFolder } from '../../../files/folder.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import type { ApplyReport } from '../../../model/outcome.ts';
import { planText } from '../../../plan/plan-text.ts';
import type { ApplyCommand } from './context.ts';

const OWN = 0o600;

/** What was read before the run, and what it came to; `after` is null while it is under way. */
export interface Evidence {
  readonly before: ApplyReport;
  readonly after: ApplyReport | null;
}

/**
 * Makes a folder for the evidence before the first write, and puts down there what is known by then: what is killed in
 * the middle leaves at least that. Null where none is wanted. Throws EVIDENCE_NOT_WRITTEN.
 */
export async function prepareEvidence(command: ApplyCommand, before: ApplyReport): Promise<string | null> {
  const { args, context } = command;
  const { plan, direction } = context;
  if (args.evidence === undefined) return null;
  const name = `${before.startedAt.replaceAll(/[^0-9TZ]/g, '')}-${direction}-${plan.hash.slice(0, 16)}`;
  const folder = join(args.evidence, name);
  try {
    makeFolder(folder, 0o700);
    await writeEvidence(folder, command, { before, after: null });
    return folder;
  } catch (error) {
    const { message } = error as Error;
    throw new EsxcheckError('EVIDENCE_NOT_WRITTEN', `No evidence can be kept: ${message}`, { cause: error });
  }
}

/** Writes what was read before and after the run, the journal, and `SHA256SUMS` over all of it. */
export async function writeEvidence(
  folder: string,
  { context }: Pick<ApplyCommand, 'context'>,
  evidence: Evidence,
): Promise<void> {
  const files = await filesOf(context, evidence);
  const sums = [...files].map(([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`);
  for (const [name, text] of [...files, ['SHA256SUMS', sums.join('')] as const]) {
    await writeFileWhole(join(folder, name), [text], OWN);
  }
}

async function filesOf(context: ApplyContext, { before, after }: Evidence): Promise<ReadonlyMap<string, string>> {
  // The journal of earlier runs is no part of what was there before this one.
  const journal = after === null ? null : await journalText(context.journal);
  const summary = evidenceSummary(context, { before, after }, journal);
  const files: readonly (readonly [string, string | null])[] = [
    ['plan.json', planText(context.plan)],
    ['before.json', reportText(before)],
    ['after.json', after === null ? null : reportText(after)],
    ['journal.jsonl', journal],
    ['evidence.json', `${JSON.stringify(summary, null, 2)}\n`],
  ];
  return new Map(files.flatMap(([name, text]) => (text === null ? [] : [[name, text] as const])));
}

function reportText(report: ApplyReport): string {
  return [...json.render(report, { width: null, colour: false })].join('');
}

/** Null where no journal was begun. */
async function journalText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** The contract `esxcheck.evidence/1`: who did what, when, by which rules, and where the rest of it is written. */
function evidenceSummary(
  { plan, account, session, tool, change, direction, journal: path }: ApplyContext,
  { before, after }: { readonly before: ApplyReport; readonly after: ApplyReport | null },
  journal: string | null,
): object {
  const records = journal === null ? [] : recordsIn(journal, path);
  return {
    schema: 'esxcheck.evidence/1',
    tool,
    account,
    target: { url: session.endpoint.url, identity: plan.target.identity },
    direction,
    change,
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
