import type { Session } from '../connect/session.ts';
import type { ApplyReport, Direction } from '../model/outcome.ts';
import type { Plan, PlanHost } from '../model/plan.ts';

/** What a plan is carried out with, once it is read and the session is known to lead to its target. */
export interface ApplyContext {
  readonly plan: Plan;
  readonly direction: Direction;
  /** Path of the journal. */
  readonly journal: string;
  readonly session: Session;
  readonly tool: { readonly name: string; readonly version: string };
  /** Under which the session was opened; for the journal. */
  readonly account: string;
  /** Number of the change, for the journal and the event on each host. */
  readonly change: string | null;
  /** Which hosts of the plan are meant. */
  readonly isMeant: (host: PlanHost) => boolean;
  /** Given: what is in flight is finished, nothing new is started. Not to be given to the session as well. */
  readonly signal: AbortSignal;
  readonly listener: ApplyListener;
}

/** Hears what goes on. */
export interface ApplyListener {
  /** What people must know, in a sentence; nothing stops for it. */
  readonly warn: (sentence: string) => Promise<void>;
  readonly note: (sentence: string) => Promise<void>;
  /** So many hosts or steps are begun with. */
  readonly start: (total: number, what: 'reading hosts' | 'applying') => void;
  /** One of them is done. */
  readonly step: () => void;
  /** No more of them follow, or somebody is asked something. */
  readonly stop: () => void;
}

type RunReport = Pick<ApplyReport, 'startedAt' | 'dryRun' | 'outcomes' | 'reboots' | 'error'>;

/** The report of a run that ends now. */
export function applyReport(context: ApplyContext, run: RunReport): ApplyReport {
  const { plan, direction, session, journal, tool, change } = context;
  return {
    tool,
    ...run,
    finishedAt: new Date().toISOString(),
    direction,
    planHash: plan.hash,
    target: { url: session.endpoint.url, identity: plan.target.identity },
    change,
    journal: run.dryRun ? null : journal,
  };
}
