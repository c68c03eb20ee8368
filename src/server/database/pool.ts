import { DatabaseError, Pool } from 'pg';
import { EsxcheckError } from '../../model/errors.ts';

/** Where the database is; the password stands in no file of ours and in no argument. */
export interface DatabaseAddress {
  /** `postgres://user@host:port/database`, without a password. */
  readonly url: string;
  readonly password: string | null;
}

/** The address as drivers take it, with its password. Never to be printed. */
export function connectionString({ url, password }: DatabaseAddress): string {
  if (password === null) return url;
  const whole = new URL(url);
  whole.password = encodeURIComponent(password);
  return whole.href;
}

/** No statement of ours takes this long; one that does is of somebody's making. */
const STATEMENT_MS = 120_000;

/** A pool that outlives its database: connections that break are dropped, and new ones are made when they are needed. */
export function openPool(address: DatabaseAddress, max = 20): Pool {
  const pool = new Pool({
    connectionString: connectionString(address),
    max,
    connectionTimeoutMillis: 5_000,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    application_name: 'esxcheck-server',
  });
  // Whoever uses such a connection is told by its own statement.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

const SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOENT',
]);
const AWAY_STATES = /^(08...|57P0.|53...|25P03)$/;
const AWAY_WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether PostgreSQL could not be reached or went away, which is no fault of what it was asked. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  if (!(error instanceof Error)) return false;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === 'string' && (SYSTEM_CODES.has(code) || AWAY_STATES.test(code))) return true;
  return AWAY_WORDS.test(error.message) || isDatabaseAway(cause);
}

const REFUSED_STATES: Readonly<Record<string, string>> = {
  '28P01': 'the password is wrong',
  '28000': 'the login is not let in',
  '3D000': 'there is no such database',
  '42501': 'the login may not do that: migrate needs the role that owns the schema',
};

/** What failed at the database, in words for the operator; any other error is handed back as it is. */
export function databaseError(error: unknown): unknown {
  if (isDatabaseAway(error)) {
    return new EsxcheckError('DATABASE_AWAY', 'The database cannot be reached.', {
      details: [(error as Error).message, 'Look at database.url in the config, and whether PostgreSQL runs.'],
      cause: error,
    });
  }
  const words = error instanceof DatabaseError ? REFUSED_STATES[error.code ?? ''] : undefined;
  if (words === undefined) return error;
  return new EsxcheckError('DATABASE_REFUSED', `The database refuses: ${words}.`, {
    details: ['Look at database.url and database.password in the config.'],
    cause: error,
  });
}
