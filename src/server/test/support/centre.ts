import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { freePort, type TestPostgres } from './postgres.ts';

const MAIN = new URL('../../main.ts', import.meta.url).pathname;

/** What a command of the server printed, and its exit code. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A real esxcheck-server on a database of its own: a process apart, over HTTPS. */
export interface TestCentre extends AsyncDisposable {
  readonly origin: string;
  /** PEM, to trust it by. */
  readonly certificate: string;
  readonly folder: string;
  readonly databaseUrl: string;
  readonly command: (...words: readonly string[]) => Promise<Outcome>;
  readonly start: () => Promise<void>;
  /** As a machine that loses power does it. */
  readonly kill: () => Promise<void>;
  /** Asks it to end, and answers with its exit code. */
  readonly stop: () => Promise<number | null>;
}

/** Makes database, certificate and config, brings the schema up and starts it. */
export async function startCentre(postgres: TestPostgres, name: string, more = ''): Promise<TestCentre> {
  await postgres.createDatabase(name);
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-centre-'));
  const port = await freePort();
  const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const url = new URL(postgres.url(name));
  await writeFile(join(folder, 'pg'), url.password, { mode: 0o600 });
  url.password = '';
  await writeFile(join(folder, 'tls.pem'), cert);
  await writeFile(join(folder, 'tls.key'), key, { mode: 0o600 });
  await writeFile(
    join(folder, 'server.yaml'),
    `listen: { address: 127.0.0.1, port: ${port}, certificate: tls.pem, key: tls.key }
database: { url: '${url.href}', password: { file: pg } }
${more}`,
  );
  const command = (...words: readonly string[]): Promise<Outcome> =>
    new Promise((done) => {
      execFile(process.execPath, [MAIN, ...words, '--config', join(folder, 'server.yaml')], (error, stdout, stderr) =>
        done({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr }),
      );
    });
  const migrated = await command('migrate');
  if (migrated.code !== 0) throw new Error(migrated.stderr);
  let child: ChildProcess | null = null;
  const ended = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child === null) return null;
    const running = child;
    child = null;
    if (running.exitCode !== null || running.signalCode !== null) return running.exitCode;
    const exit = once(running, 'exit');
    running.kill(signal);
    return ((await exit) as [number | null])[0];
  };
  const start = async (): Promise<void> => {
    child = spawn(process.execPath, [MAIN, 'serve', '--config', join(folder, 'server.yaml')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await listening(child);
  };
  await start();
  return {
    origin: `https://127.0.0.1:${port}`,
    certificate: cert,
    folder,
    databaseUrl: postgres.url(name),
    command,
    start,
    kill: async () => void (await ended('SIGKILL')),
    stop: () => ended('SIGTERM'),
    [Symbol.asyncDispose]: async () => {
      await ended('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listening(child: ChildProcess): Promise<void> {
  await new Promise<void>((done, fail) => {
    child.stdout?.on('data', (text: Buffer) => {
      if (text.includes('Listening on')) done();
    });
    child.on('exit', (code) => fail(new Error(`the server ended with ${code}`)));
  });
}
