import type { Queryable } from '../database/queryable.ts';
import { type Page, type Paged, pageOf, rowsOf, type View } from './view.ts';

/** A try to read a vCenter. */
export interface Attempt {
  readonly target: number;
  readonly targetName: string;
  readonly site: string;
  readonly worker: string;
  readonly startedAt: Date;
  readonly heardAt: Date;
  readonly endedAt: Date | null;
  /** Null: it is under way. */
  readonly outcome: string | null;
  readonly code: string | null;
  readonly message: string | null;
}

const ATTEMPT_COLUMNS = `
  seen.id AS target, seen.name AS "targetName", seen.site, attempt.worker, attempt.started_at AS "startedAt",
  attempt.heard_at AS "heardAt", attempt.ended_at AS "endedAt", attempt.outcome, attempt.code, attempt.message`;

/** Tries of the last week that are under way, failed or were lost; the newest first. */
export function attempts(db: Queryable, view: View, page: Page): Promise<Paged<Attempt>> {
  const statement = `
    SELECT ${ATTEMPT_COLUMNS} FROM seen JOIN attempt ON attempt.target = seen.id
    WHERE attempt.started_at >= seen.now - interval '7 days' AND attempt.outcome IS DISTINCT FROM 'shipped'
    ORDER BY attempt.started_at DESC, attempt.id`;
  return pageOf<Attempt>(db, view, { statement, values: [], page });
}

/** A shipment that could not be judged, or waits for it. */
export interface UnjudgedShipment {
  readonly id: string;
  readonly target: number;
  readonly targetName: string;
  readonly site: string;
  readonly judging: string;
  readonly receivedAt: Date;
  readonly readAt: Date;
  readonly tries: number;
  readonly error: string | null;
}

const MOST_SHIPMENTS = 500;

/** Dead ones first. */
export function unjudgedShipments(db: Queryable, view: View): Promise<readonly UnjudgedShipment[]> {
  return rowsOf<UnjudgedShipment>(
    db,
    view,
    ` SELECT shipment.id::text, seen.id AS target, seen.name AS "targetName", seen.site, shipment.judging,
        shipment.received_at AS "receivedAt", shipment.read_at AS "readAt", shipment.tries, shipment.error
      FROM shipment JOIN seen ON seen.id = shipment.target
      WHERE shipment.judging <> 'judged'
      ORDER BY shipment.judging, shipment.received_at DESC LIMIT ${MOST_SHIPMENTS}`,
  );
}
