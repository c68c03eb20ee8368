import { FRAMEWORK_LIST_REPORTERS, FRAMEWORK_REPORTERS } from '../../../../reports/frameworks.ts';
import { allFrameworks, frameworksNamed } from '../../../shipped/shipped-frameworks.ts';
import type { ReportArguments } from '../../common-options.ts';
import type { Io } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';

/** The frameworks that ship; with a name every control of that one. */
export async function run(args: ReportArguments & { readonly name?: string | undefined }, io: Io): Promise<number> {
  const reports = await chooseReports(args.name === undefined ? FRAMEWORK_LIST_REPORTERS : FRAMEWORK_REPORTERS, args);
  const frameworks = args.name === undefined ? await allFrameworks() : (await frameworksNamed([args.name])).frameworks;
  await writeReports(reports, frameworks, io);
  return EXIT.done;
}
