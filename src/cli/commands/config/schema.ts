import { configJsonSchema } from '../../../config/config-schema.ts';
import type { ReportArguments } from '../../common-options.ts';
import type { Io } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { chooseReports, SCHEMA_REPORTERS, writeReports } from '../../shared/report-output.ts';

/** What a config may hold, for editors and other programs. */
export async function run(args: ReportArguments, io: Io): Promise<number> {
  const reports = await chooseReports(SCHEMA_REPORTERS, args);
  await writeReports(reports, configJsonSchema(), io);
  return EXIT.done;
}
