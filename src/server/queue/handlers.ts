import { isDatabaseAway } from '../database/pool.ts';
import type { Queryable } from '../database/queryable.ts';
import type { JudgeHandlers } from './boss.ts';

const LONGEST_ERROR = 2_000;

/** What is done with shipments that wait to be judged: three tries, and then its error stands beside it. */
export function judgeHandlers(pool: Queryable, judgeShipment: (shipment: string) => Promise<void>): JudgeHandlers {
  return {
    judge: async (shipment) => {
      try {
        await judgeShipment(shipment);
      } catch (error) {
        // A try that the database broke is tried again, and is no fault of the facts.
        if (!isDatabaseAway(error)) await noteError(pool, shipment, error);
        throw error;
      }
    },
    dead: async (shipment) => {
      await pool.query("UPDATE shipment SET judging = 'dead' WHERE id = $1 AND judging = 'waiting'", [shipment]);
    },
  };
}

async function noteError(pool: Queryable, shipment: string, error: unknown): Promise<void> {
  const words = error instanceof Error ? error.message : String(error);
  const kept = words.slice(0, LONGEST_ERROR).replaceAll('\0', '');
  await pool.query('UPDATE shipment SET tries = tries + 1, error = $2 WHERE id = $1', [shipment, kept]);
}
