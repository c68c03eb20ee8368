import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { json } from '../../reports/apply/json.ts';
import { EsxcheckError } from '../model/errors.ts';
import type { ApplyReport } from '../model/outcome.ts';
import { planText } from '../plan/plan-text.ts';
import type { Undertaking } from './undertaking.ts';
import { writeFileWhole } from './whole-file.ts';

const OWN = 0o600;

/** What is kept of a run: the plan, what was read before and after, the journal, and who did it when. */
interface Evidence {
  readonly before: ApplyReport;
  readonly after: ApplyReport;
}

/** Makes sure before the first write that there will be a place for the evidence. Throws EVIDENCE_NOT_WRITTEN. */
export async function prepareEvidence(
  { args, plan, direction }: Undertaking,
  startedAt: string,
): Promise<string | null> {
  if (args.evidence === undefined) return null;
  const name = `${startedAt.replaceAll(/[^0-9TZ]/g, '')}-${direction}-${plan.hash.slice(0, 16)}`;
  const folder = join(args.evidence, name);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFileWhole(join(folder, 'plan.json'), [planText(plan)], OWN);
    return folder;
  } catch (error) {
    const { message } = error as Error;
    throw new EsxcheckError('EVIDENCE_NOT_WRITTEN', `No evidence can be kept: ${message}`, { cause: error });
  }
}

/** Writes what was read before and after the run, the journal, and `SHA256SUMS` over all of it. */
export async function writeEvidence(folder: string, undertaking: Undertaking, evidence: Evidence): Promise<void> {
  const { plan, connection, session, args } = undertaking;
  const summary = {
    schema: 'esxcheck.evidence/1',
    account: connection.credentials.user,
    target: { url: session.endpoint.url, identity: plan.target.identity },
    direction: undertaking.direction,
    change: args.change ?? null,
    startedAt: evidence.after.startedAt,
    finishedAt: evidence.after.finishedAt,
    planHash: plan.hash,
    rules: plan.rules,
  };
  const plain = { width: null, colour: false };
  const files = new Map<string, string>([
    ['plan.json', planText(plan)],
    ['before.json', [...json.render(evidence.before, plain)].join('')],
    ['after.json', [...json.render(evidence.after, plain)].join('')],
    ['journal.jsonl', await readFile(undertaking.journal, 'utf8')],
    ['evidence.json', `${JSON.stringify(summary, null, 2)}\n`],
  ]);
  const sums = [...files].map(([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`);
  for (const [name, text] of [...files, ['SHA256SUMS', sums.join('')] as const]) {
    await writeFileWhole(join(folder, name), [text], OWN);
  }
}
