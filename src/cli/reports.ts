import { stat } from 'node:fs/promises';
import { print, note, warn, widthOf } from './io.ts';
import type { Io } from './io.ts';
import type { ReportChoice } from './report-choice.ts';
import { LARGEST_DOCUMENT, tooLarge } from './saved-text.ts';
import { writeFileWhole } from './whole-file.ts';

/** Prints the chosen report and writes the chosen files; the files first, since a pipe may close early. */
export async function writeReports<Document>(
  choice: ReportChoice<Document>,
  document: Document,
  io: Io,
): Promise<void> {
  for (const { path, reporter } of choice.files) {
    await writeFileWhole(path, reporter.render(document, { width: null, colour: false }));
    await note(io, `Wrote ${path} (${reporter.name}).`);
    if (reporter.name === 'json') await warnOfSize(path, io);
  }
  if (choice.printed === null) return;
  const width = widthOf(io.stdout);
  await printPieces(choice.printed.render(document, { width, colour: io.colour && width !== null }), io);
}

/** Told when it is written, not when somebody needs it. */
async function warnOfSize(path: string, io: Io): Promise<void> {
  const { size } = await stat(path);
  if (size > LARGEST_DOCUMENT) await warn(io, `${path} cannot be read back: ${tooLarge(size)}`);
}

/** Small pieces go out together: one write for each of 100,000 lines would be slow. */
const BATCH_LENGTH = 65_536;

async function printPieces(pieces: Iterable<string>, io: Io): Promise<void> {
  let batch = '';
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < BATCH_LENGTH) continue;
    if (io.stdout.destroyed) return;
    await print(io, batch);
    batch = '';
  }
  await print(io, batch);
}
