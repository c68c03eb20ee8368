import type { ApplyContext } from '../../../apply/context.ts';
import type { ApplyReport } from '../../../model/outcome.ts';
import type { ReportArguments } from '../../common-options.ts';
import type { ConnectionArguments } from '../../connection-options.ts';
import type { Io } from '../../shared/console.ts';
import type { ReportChoice } from '../../shared/report-output.ts';
import type { ApplyArguments, RolloutArguments } from './options.ts';

/** Flags of the commands that carry a plan out, and the file of the plan. */
export type PlanArguments = ConnectionArguments &
  ApplyArguments &
  RolloutArguments &
  ReportArguments & { readonly plan: string };

/** An apply or rollback of the command line. */
export interface ApplyCommand {
  readonly context: ApplyContext;
  readonly args: PlanArguments;
  readonly choice: ReportChoice<ApplyReport>;
  readonly io: Io;
}
