import type { ApplyReport } from '../model/outcome.ts';
import { tool } from '../shipped/installation.ts';
import type { Undertaking } from './undertaking.ts';

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
