import type { Session } from '../../../connect/session.ts';
import type { ApplyReport, Direction } from '../../../model/outcome.ts';
import type { Plan } from '../../../model/plan.ts';
import { tool } from '../../../shipped/installation.ts';
import type { Connection } from '../../../target/connections.ts';
import type { ConnectionArguments } from '../../connection-options.ts';
import type { ReportArguments } from '../../options.ts';
import type { Io } from '../../shared/console.ts';
import type { ApplyArguments, RolloutArguments } from './options.ts';

export type ApplyingArguments = ConnectionArguments &
  ApplyArguments &
  RolloutArguments &
  ReportArguments & { readonly plan: string };

/** What a run is about, once the plan is read and the target is known to be its own. */
export interface Undertaking {
  readonly plan: Plan;
  readonly direction: Direction;
  readonly journal: string;
  readonly connection: Connection;
  readonly session: Session;
  readonly args: ApplyingArguments;
  readonly io: Io;
}

type Told = Pick<ApplyReport, 'startedAt' | 'dryRun' | 'outcomes' | 'reboots' | 'error'>;

/** The report of a run that ends now. */
export function applyReport({ plan, direction, session, journal, args }: Undertaking, told: Told): ApplyReport {
  return {
    tool: tool(),
    ...told,
    finishedAt: new Date().toISOString(),
    direction,
    planHash: plan.hash,
    target: { url: session.endpoint.url, identity: plan.target.identity },
    change: args.change ?? null,
    journal: told.dryRun ? null : journal,
  };
}
