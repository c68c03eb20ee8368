import { forgetScans, listScans } from '../history/store/store.ts';
import { ask, canAsk } from '../target/prompt.ts';
import { EXIT } from './exit-code.ts';
import { type Io, note, print } from './io.ts';
import { misuse } from './misuse.ts';
import { type HistoryArguments, openExistingHistory } from './opened-history.ts';
import { recordInHistory } from './recording.ts';
import { readScan } from './scan-source.ts';

/** Puts saved scans into the history; one that is there already stays what it is. All files are read before one is kept. */
export async function importScans(files: readonly string[], args: HistoryArguments, io: Io): Promise<number> {
  const scans = [];
  for (const file of files) scans.push(await readScan(file, args, io));
  for (const [index, scan] of scans.entries()) {
    const { id } = await recordInHistory(scan, args, io);
    await note(io, `${files[index] ?? ''} is scan ${id} of the history.`);
  }
  return EXIT.done;
}

export type ForgetArguments = HistoryArguments & { readonly olderThan: number; readonly confirm: boolean };

/** Takes old scans away: shows how many, then asks a person, unless `--confirm` says yes. */
export async function forgetOld({ olderThan, confirm, ...args }: ForgetArguments, io: Io): Promise<number> {
  using database = await openExistingHistory(args, io);
  const before = new Date(Date.now() - olderThan * 86_400_000).toISOString();
  const count = listScans(database, { since: null, before, limit: null }).length;
  const what = `${count} ${count === 1 ? 'scan' : 'scans'} that started before ${before.slice(0, 10)}`;
  if (count > 0 && !confirm) {
    if (!canAsk(io)) throw misuse(`This would forget ${what}; --confirm does it.`);
    const answer = await ask(`Forget ${what}? yes/no: `, io);
    if (!/^y(?:es)?$/i.test(answer.trim())) return EXIT.done;
  }
  forgetScans(database, before);
  await print(io, `Forgot ${what}.\n`);
  return EXIT.done;
}
