import { reporterForFile, reporterNamed } from '../../../reports/choose.ts';
import { stat } from 'node:fs/promises';
import { expectWritable, writeFileWhole } from '../../files/atomic-write.ts';
import type { RenderOptions, Reporter } from '../../model/reporter.ts';
import { type ScanView, WHOLE_VIEW } from '../../model/scan-view.ts';
import type { ReportArguments } from '../common-options.ts';
import { usageError } from '../parser/usage-error.ts';
import { type Io, note, print, warn, widthOf } from './console.ts';
import { LARGEST_DOCUMENT, tooLarge } from './read-text.ts';

/** Which report goes where. Made before the work starts, so that a mistake in it costs no scan. */
export interface ReportChoice<Document> {
  /** Null when nothing is printed because files alone were asked for. */
  readonly printed: Reporter<Document> | null;
  readonly files: readonly { readonly path: string; readonly reporter: Reporter<Document> }[];
  /** How much of a scan is shown. */
  readonly view: ScanView;
  /** Whether CSV begins with a byte order mark. */
  readonly byteOrderMark: boolean;
}

/**
 * Chooses among the reporters of a command; the first of them is printed when nothing is asked for.
 * Throws an EsxcheckError for a format or an ending that none of them has, and for a file that cannot be written.
 */
export async function chooseReports<Document>(
  reporters: readonly Reporter<Document>[],
  { format, output = [], csvBom }: ReportArguments,
  view: ScanView = WHOLE_VIEW,
): Promise<ReportChoice<Document>> {
  const files = output.map((path) => ({ path, reporter: reporterForFile(reporters, path) }));
  const twice = output.find((path, index) => output.indexOf(path) !== index);
  if (twice !== undefined) throw usageError(`The file ${JSON.stringify(twice)} is given twice with --output.`);
  for (const { path } of files) await expectWritable(path);
  const usual = files.length > 0 ? null : (reporters[0] ?? null);
  const printed = format === undefined ? usual : reporterNamed(reporters, format);
  if (view.only !== null || view.severity !== null) expectView([printed, ...files.map(({ reporter }) => reporter)]);
  return { printed, files, view, byteOrderMark: csvBom === true };
}

/** A document for programs that held half of the findings would be taken for the whole. */
function expectView(chosen: readonly (Reporter<never> | null)[]): void {
  const whole = chosen.find((reporter) => reporter !== null && reporter.takesView !== true);
  if (whole === undefined || whole === null) return;
  throw usageError(`The format ${whole.name} is always whole: --only and --severity are for what people read.`, [
    'Leave them out, or choose table, lines, csv or markdown.',
  ]);
}

const BYTE_ORDER_MARK = '\ufeff';

function* piecesOf<Document>(
  { view, byteOrderMark }: ReportChoice<Document>,
  reporter: Reporter<Document>,
  { document, options }: { readonly document: Document; readonly options: RenderOptions },
): Iterable<string> {
  if (byteOrderMark && reporter.name === 'csv') yield BYTE_ORDER_MARK;
  yield* reporter.render(document, view === WHOLE_VIEW ? options : { ...options, view });
}

/** Prints the chosen report and writes the chosen files; the files first, since a pipe may close early. */
export async function writeReports<Document>(
  choice: ReportChoice<Document>,
  document: Document,
  io: Io,
): Promise<void> {
  for (const { path, reporter } of choice.files) {
    await writeFileWhole(path, piecesOf(choice, reporter, { document, options: { width: null, colour: false } }));
    await note(io, `Wrote ${path} (${reporter.name}).`);
    if (reporter.name === 'json') await warnOfSize(path, io);
  }
  if (choice.printed === null) return;
  const width = widthOf(io.stdout);
  const options = { width, colour: io.colour && width !== null, ascii: io.ascii === true };
  await printPieces(piecesOf(choice, choice.printed, { document, options }), io);
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

const json: Reporter<object> = {
  name: 'json',
  description: 'A JSON Schema, 2020-12.',
  extensions: ['.json'],
  render: (document) => [`${JSON.stringify(document, null, 2)}\n`],
};

/** The one rendering of a schema of files that people write. */
export const SCHEMA_REPORTERS: readonly Reporter<object>[] = [json];
