import { readFile } from 'node:fs/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import { Pool } from 'pg';
import { generate } from 'selfsigned';
import { Agent, fetch, type RequestInit, type Response } from 'undici';
import { type WebConfig, webSchema } from '../../web/config.ts';
import { registerWeb } from '../../web/register.ts';
import { type EstateSize, insertEstate, SMALL } from './estate.ts';
import { freePort, startPostgres } from './postgres.ts';

export interface TestRoute {
  readonly method: string | readonly string[];
  readonly url: string;
}

/** A server of the web on loopback over HTTPS, with an estate in a database of its own. */
export interface TestWeb extends AsyncDisposable {
  readonly url: string;
  readonly pool: Pool;
  readonly app: FastifyInstance;
  /** Every route that was registered, as Fastify has it. */
  readonly routes: readonly TestRoute[];
  readonly now: { at: Date };
  readonly postgres: Awaited<ReturnType<typeof startPostgres>>;
  /** Follows no redirects. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
}

/** Certificates are not what these tests are about. */
const agent = new Agent({ connect: { rejectUnauthorized: false } });

type Login = (url: string) => Record<string, unknown>;

/** Headers by which the proxy of these tests names a person. */
export function as(name: string, ...groups: readonly string[]): Record<string, string> {
  return { 'x-person': name, 'x-groups': groups.join(',') };
}

/** People of the group `viewers-SITE` see that site, those of `exposure-SITE` its exposure; `all` and `auditors` see all of it. */
export function roles(sites: readonly string[]): readonly object[] {
  const bySite = sites.flatMap((site) =>
    ['viewer', 'exposure', 'metrics'].map((role) => ({ role, group: `${role}-${site}`, sites: [site] })),
  );
  return [
    ...bySite,
    { role: 'exposure', group: 'all', sites: ['*'] },
    { role: 'auditor', group: 'auditors', sites: ['*'] },
  ];
}

export const PROXY: Login = () => ({
  login: { proxy: { header: 'x-person', groups: 'x-groups', from: ['127.0.0.1/32'], roles: roles(SMALL.sites) } },
});

export async function startWeb(login: Login = PROXY, size: EstateSize = SMALL, at?: number): Promise<TestWeb> {
  const postgres = await startPostgres();
  const pool = new Pool({ connectionString: postgres.url() });
  pool.on('error', () => undefined);
  await pool.query(await readFile(new URL('../../database/migrations/0001-first.sql', import.meta.url), 'utf8'));
  const client = await pool.connect();
  await insertEstate(client, size);
  client.release();
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
  const app = Fastify({ https: { key, cert }, logger: false });
  const routes: TestRoute[] = [];
  app.addHook('onRoute', ({ method, url: path }) => void routes.push({ method, url: path }));
  const port = at ?? (await freePort());
  const url = `https://localhost:${port}`;
  const now = { at: size.now };
  const config: WebConfig = webSchema.parse({ publicUrl: url, requestsPerMinute: 1_000_000, ...login(url) });
  const listen = { address: '127.0.0.1', port };
  await registerWeb(app, { pool, config, listen, version: '1.1.0', clock: () => now.at });
  await app.listen({ host: '127.0.0.1', port });
  return {
    url,
    pool,
    app,
    routes,
    now,
    postgres,
    ask: (path, init = {}) => fetch(`${url}${path}`, { redirect: 'manual', dispatcher: agent, ...init }),
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await pool.end();
      await postgres[Symbol.asyncDispose]();
    },
  };
}
