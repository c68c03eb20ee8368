import type { Session } from '../connect/session.ts';
import type { Direction } from '../model/outcome.ts';
import type { Plan } from '../model/plan.ts';
import type { Connection } from '../target/connections.ts';
import type { ApplyArguments } from './apply-options.ts';
import type { ConnectionArguments } from './connection-options.ts';
import type { Io } from './io.ts';
import type { ReportArguments } from './options.ts';
import type { RolloutArguments } from './rollout-options.ts';

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
