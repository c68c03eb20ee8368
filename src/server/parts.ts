import type { FastifyInstance } from 'fastify';
import type { ServerConfig } from './config/load.ts';
import type { ConnectionPool } from './database/transaction.ts';
import type { Environment } from '../target/environment.ts';

/** What parts of the server are made with. */
export interface PartContext {
  readonly pool: ConnectionPool;
  readonly config: ServerConfig;
  readonly around: Environment;
  readonly version: string;
  readonly clock: () => Date;
}

/** Parts that serve and judge put to work, beside the queue and the routes of sites. */
export interface ServerParts {
  /** Pages, API, metrics. */
  readonly registerWeb?: (app: FastifyInstance, context: PartContext) => Promise<void>;
  /** Loads the rules, and answers with what judges one shipment. */
  readonly judging?: (context: PartContext) => Promise<(shipment: string) => Promise<void>>;
  /** Judges kept facts by the rules of today, of one site or all; answers with how many shipments. */
  readonly judgeAgain?: (context: PartContext, site: string | null) => Promise<number>;
}

/** The parts of this release. */
export const PARTS: ServerParts = {};
