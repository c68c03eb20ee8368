import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { waivedBy } from '../../config/waivers.ts';
import { EsxcheckError } from '../../model/errors.ts';
import { judgeSnapshot } from '../../scan/judge-snapshot.ts';
import { decodeSnapshot } from '../../snapshot/decode.ts';
import { linesIn, SNAPSHOT_LIMITS } from '../../snapshot/lines.ts';
import type { Judgement } from './judgement.ts';
import { judgementOf } from './judgement-of.ts';
import { readRules, type RuleFiles } from './read-rules.ts';

/** Facts of one shipment, packed, and what they are judged by; `now`: ISO 8601, the day by which waivers hold. */
export interface JudgeWork {
  readonly files: RuleFiles;
  readonly facts: Uint8Array;
  readonly now: string;
}

/** Bytes that facts may have, unpacked: the same as where they are taken. */
const MOST_BYTES = 64 * 1024 * 1024;

process.once('message', (work: JudgeWork) => {
  void judge(work).then(
    (judgement) => answer({ judgement }),
    (error: unknown) => answer({ failure: failureOf(error) }),
  );
});

async function judge({ files, facts, now }: JudgeWork): Promise<Judgement> {
  const { judging, config, hash } = await readRules(files);
  const gunzip = createGunzip();
  Readable.from([Buffer.from(facts)]).pipe(gunzip);
  const lines = linesIn(gunzip as AsyncIterable<Uint8Array>, { ...SNAPSHOT_LIMITS, total: MOST_BYTES });
  const snapshot = await decodeSnapshot(lines);
  const found = judgeSnapshot(snapshot, judging);
  const { scan } = waivedBy(config, found, { whole: false, now: new Date(now) });
  return judgementOf(scan, judging.rules, hash);
}

function failureOf(error: unknown): { code: string; message: string } {
  if (error instanceof EsxcheckError) return { code: error.code, message: error.message };
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
    return { code: 'SNAPSHOT_INVALID', message: 'The snapshot is invalid: it is not packed whole.' };
  }
  return { code: 'JUDGING_FAILED', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function answer(message: object): void {
  process.send?.(message, undefined, undefined, () => process.disconnect?.());
}
