import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EsxcheckError } from '../../model/errors.ts';
import { shippedPath } from '../../shipped/installation.ts';
import { openPool } from '../database/pool.ts';
import type { Queryable } from '../database/queryable.ts';
import { type Child, Children } from './children.ts';
import { ACCOUNT, type DemoTarget, startEstates } from './estates.ts';
import { type DemoFiles, writeFiles } from './files.ts';
import { freePort, PASSWORD, startPostgres } from './postgres.ts';
import { progressIn, shortcomings, type TargetProgress } from './progress.ts';

export interface DemoOptions {
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
  /** Somebody looks at a terminal: everything stays up until the signal. */
  readonly stays: boolean;
}

/** Milliseconds until the demo is given up where something of it does not come. */
const PATIENCE = 120_000;
const PAUSE = 200;

/**
 * A centre with a PostgreSQL of its own, three simulated vCenters and two workers of a site, each a program as it is installed. One
 * worker is killed in the middle of a reading, and what became of it is looked at. Nothing of it is left afterwards. Throws DEMO_FAILED where something was
 * lost or doubled.
 */
export async function runDemo(options: DemoOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-demo-'));
  const environment = {
    ...process.env,
    HOME: folder,
    DEMO_PASSWORD: ACCOUNT.password,
    DEMO_DATABASE_PASSWORD: PASSWORD,
  };
  const postgres = await startPostgres();
  const children = new Children(environment);
  const pool = openPool({ url: postgres.url(DATABASE), password: null }, 2);
  try {
    await postgres.createDatabase(DATABASE);
    const client = [process.execPath, shippedPath('dist', 'src', 'cli', 'main.js')];
    const targets = await startEstates(children, client);
    const port = await freePort();
    const database = `postgres://postgres@127.0.0.1:${postgres.port}/${DATABASE}`;
    const files = await writeFiles({ folder, port, database, targets });
    await new Demo({ ...options, files, targets, children, port, client, database: pool }).run();
  } finally {
    await children[Symbol.asyncDispose]();
    await pool.end();
    await postgres[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
}

const DATABASE = 'esxcheck';

interface Stage extends DemoOptions {
  readonly files: DemoFiles;
  readonly targets: readonly DemoTarget[];
  readonly children: Children;
  readonly port: number;
  /** How esxcheck is started. */
  readonly client: readonly string[];
  readonly database: Queryable;
}

class Demo {
  readonly #stage: Stage;
  readonly #server: readonly string[];
  readonly #client: readonly string[];
  /** Whatever ends the waiting: the person, or its time is over. */
  readonly #limit: AbortSignal;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#server = [process.execPath, join(import.meta.dirname, '../main.ts')];
    this.#client = stage.client;
    this.#limit = AbortSignal.any([stage.signal, AbortSignal.timeout(PATIENCE)]);
  }

  async run(): Promise<void> {
    const { tell, port, targets, stays, signal } = this.#stage;
    await this.#startServer();
    tell(`The centre listens on https://127.0.0.1:${port}/ with a PostgreSQL of its own.`);
    await this.#enrol();
    const first = this.#startWorker('first');
    const hosts = targets.map((target) => target.hosts).join(', ');
    tell(`Three simulated vCenters of ${hosts} hosts; the worker "first" reads two of them at a time.`);
    await this.#untilReading(first);
    await this.#killed(first);
    const second = this.#startWorker('second');
    tell(`The worker "second" (process ${second.pid}) has come.`);
    await this.#untilJudged(second);
    await this.#look();
    if (!stays) return;
    tell(`\nLook around: https://127.0.0.1:${port}/ (its certificate is made for this demo). Ctrl-C ends everything.`);
    if (!signal.aborted) await new Promise((done) => signal.addEventListener('abort', done, { once: true }));
  }

  async #startServer(): Promise<void> {
    const { children, files } = this.#stage;
    const config = ['--config', files.server];
    await children.run('esxcheck-server migrate', [...this.#server, 'migrate', ...config]);
    const server = children.start('esxcheck-server serve', [...this.#server, 'serve', ...config]);
    await this.#until(server, 'the centre to listen', async () => /listening/i.test(server.printed()) || null);
  }

  async #enrol(): Promise<void> {
    const { children, files, port, tell } = this.#stage;
    const words = ['site', 'add', 'demo', '--config', files.server];
    const added = await children.run('esxcheck-server site add', [...this.#server, ...words]);
    const [code = ''] = /[A-Za-z0-9_-]{20,}/.exec(added) ?? [];
    const where = ['--server', `https://127.0.0.1:${port}`, '--site', 'demo', '--key', files.key];
    const trust = ['--thumbprint', files.thumbprint, '--known-hosts', files.knownHosts];
    await children.run('esxcheck enrol', [...this.#client, 'enrol', ...where, ...trust, '--code-stdin'], `${code}\n`);
    tell('The site "demo" is enrolled: its key was made there, and the one-time code is used up.');
  }

  #startWorker(name: string): Child {
    const { children, files } = this.#stage;
    const words = ['worker', '--config', files.site, '--name', name];
    return children.start(`the worker ${name}`, [...this.#client, ...words]);
  }

  async #untilReading(worker: Child): Promise<void> {
    await this.#until(worker, 'a reading to begin', async () => {
      const tries = (await this.#progress()).flatMap((target) => target.tries);
      return tries.some(({ outcome }) => outcome === null) || null;
    });
  }

  async #killed(worker: Child): Promise<void> {
    await worker.kill();
    const reading = (await this.#progress()).filter(({ tries }) => tries.some(({ outcome }) => outcome === null));
    const names = reading.map(({ name }) => name).join(' and ');
    this.#stage.tell(`The worker "first" was killed (kill -9) while it read ${names}.`);
  }

  async #untilJudged(worker: Child): Promise<void> {
    await this.#until(worker, 'all three to be read and judged', async () => {
      const targets = await this.#progress();
      return (targets.length === this.#stage.targets.length && targets.every(({ isJudged }) => isJudged)) || null;
    });
  }

  async #look(): Promise<void> {
    const { tell, targets } = this.#stage;
    const progress = await this.#progress();
    for (const one of progress) tell(lineOf(one));
    const missing = shortcomings(progress, new Map(targets.map(({ name, hosts }) => [name, hosts])));
    if (missing.length > 0)
      throw new EsxcheckError('DEMO_FAILED', 'Something was lost or doubled.', { details: missing });
    tell('Nothing was lost and nothing was taken twice: what the killed worker had begun was read by the other.');
  }

  #progress(): Promise<readonly TargetProgress[]> {
    return progressIn(this.#stage.database);
  }

  /** Asks until there is an answer. Throws DEMO_FAILED, with the last that a program printed, where none comes. */
  async #until<Answer>(program: Child, what: string, ask: () => Promise<Answer | null>): Promise<Answer> {
    for (;;) {
      const answer = await ask();
      if (answer !== null) return answer;
      if (this.#limit.aborted) {
        const said = program.printed().trim().split('\n').slice(-10);
        throw new EsxcheckError('DEMO_FAILED', `Waited in vain for ${what}.`, { details: said });
      }
      await wait(PAUSE);
    }
  }
}

function lineOf({ name, hosts, failing, unknown, tries }: TargetProgress): string {
  const by = tries.map(({ worker, outcome }) => `${worker} ${outcome ?? 'reading'}`).join(', ');
  return `  ${name}: ${hosts} hosts, ${failing} fail, ${unknown} with something unknown (tries: ${by})`;
}
