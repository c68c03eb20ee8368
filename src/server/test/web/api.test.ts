import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addToken, revokeToken } from '../../web/login/tokens.ts';
import { HOSTILE, SMALL } from '../support/estate.ts';
import { as, startWeb, type TestWeb } from '../support/web.ts';

let web: TestWeb;
const everything = as('ada', 'all', 'auditors');

beforeAll(async () => {
  web = await startWeb(undefined, { ...SMALL, hostile: HOSTILE });
});
afterAll(() => web[Symbol.asyncDispose]());

interface Operation {
  readonly summary?: string;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

interface Document {
  readonly paths: Readonly<Record<string, { readonly get?: Operation }>>;
}

async function documentOf(): Promise<Document> {
  return (await (await web.ask('/api/v1/openapi.json', { headers: everything })).json()) as Document;
}

test('every route of the API is in its document, and answers as it says, refusals too', async () => {
  const document = await documentOf();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const registered = web.routes.filter(
    ({ method, url }) => method === 'GET' && url.startsWith('/api/v1/') && !url.endsWith('openapi.json'),
  );
  const told = Object.keys(document.paths).map((path) => path.replaceAll(/\{(\w+)\}/g, ':$1'));
  expect(told.toSorted()).toEqual(registered.map(({ url }) => url).toSorted());
  for (const [path, { get }] of Object.entries(document.paths)) {
    expect(get?.summary, path).toMatch(/\w/);
    const asks = [
      { headers: everything, id: '1' },
      { headers: everything, id: '999999' },
      { headers: everything, id: 'x' },
      { headers: {}, id: '1' },
      { headers: as('eve', 'staff'), id: '1' },
    ];
    for (const { headers, id } of asks) {
      const answer = await web.ask(path.replaceAll(/\{\w+\}/g, id), { headers });
      const schema = get?.responses[String(answer.status)]?.content?.['application/json']?.schema;
      expect(schema, `${path} ${answer.status}`).toBeDefined();
      const validate = ajv.compile(schema ?? false);
      expect(validate(await answer.json()), `${path} ${answer.status}: ${JSON.stringify(validate.errors)}`).toBe(true);
    }
  }
});

async function names(query: string): Promise<{ rows: { name: string }[]; hasMore: boolean }> {
  const answer = await web.ask(`/api/v1/hosts?name=esx${query}`, { headers: everything });
  return (await answer.json()) as { rows: { name: string }[]; hasMore: boolean };
}

test('lists come in parts that are all of it, once', async () => {
  const whole = await names('&size=500');
  expect(whole.rows).toHaveLength(40);
  const parts: string[] = [];
  for (let page = 1; ; page += 1) {
    const part = await names(`&size=7&page=${page}`);
    parts.push(...part.rows.map(({ name }) => name));
    if (!part.hasMore) break;
  }
  expect(parts).toEqual(whole.rows.map(({ name }) => name));
});

test('what is asked may be anything: it is answered, refused or not found, and never breaks the server', async () => {
  const routes = web.routes.filter(({ method, url }) => method === 'GET' && !url.startsWith('/login'));
  const odd = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.integer().map(String),
    fc.constantFrom(
      '0',
      '-1',
      '1e9',
      '2147483648',
      '0000-01-01',
      '9999-12-31',
      '2026-02-30',
      '%',
      "' OR 1=1 --",
      '\0',
      '\ud800',
      '__proto__',
      '[]',
      '',
    ),
  );
  const query = fc.dictionary(
    fc.constantFrom('page', 'size', 'day', 'days', 'name', 'cluster', 'verdict', '__proto__', 'to'),
    odd,
    { maxKeys: 4 },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), odd, query, async ({ url }, id, asked) => {
      const path = url.replaceAll(/:\w+/g, encode(id) || '1');
      const search = Object.entries(asked).map(([name, value]) => `${name}=${encode(value)}`);
      const answer = await web.ask(`${path}?${search.join('&')}`, { headers: everything });
      await answer.text();
      expect(answer.status, path).toBeLessThan(500);
    }),
    { numRuns: 400, seed: Number(process.env['ESXCHECK_SEED'] ?? 19) },
  );
});

/** Percent-encoded; a half of a pair, which has no encoding, as the sign of what cannot be shown. */
function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

test('a token opens the API and metrics for its role and sites alone, until it ends, and no page', async () => {
  const viewer = await addToken(web.pool, { name: 'grafana', role: 'viewer', sites: ['oslo'], days: 30 });
  const metrics = await addToken(web.pool, { name: 'prometheus', role: 'metrics', sites: ['*'], days: 30 });
  const { rows } = await web.pool.query<{ row: string }>('SELECT token::text AS row FROM token');
  expect(JSON.stringify(rows)).not.toContain(viewer);
  expect(await statusOf('/api/v1/vcenters', viewer)).toBe(200);
  expect(await textOf('/api/v1/vcenters', viewer)).not.toContain('zurich');
  expect(await statusOf('/metrics', viewer)).toBe(200);
  expect(await statusOf('/', viewer)).toBe(401);
  expect(await statusOf('/hosts/1', viewer)).toBe(401);
  expect(await statusOf('/api/v1/audit', viewer)).toBe(403);
  expect(await statusOf('/api/v1/vcenters', metrics)).toBe(403);
  expect(await textOf('/metrics', metrics)).toContain('zurich');
  expect(await statusOf('/metrics', `${metrics}x`)).toBe(401);
  expect(await statusOf('/metrics', 'esxt_')).toBe(401);
  await web.pool.query("UPDATE token SET expires_at = now() WHERE name = 'grafana'");
  expect(await statusOf('/api/v1/vcenters', viewer)).toBe(401);
  expect(await revokeToken(web.pool, 'prometheus')).toBe(1);
  expect(await statusOf('/metrics', metrics)).toBe(401);
});

function bearer(token: string): { headers: Record<string, string> } {
  return { headers: { authorization: `Bearer ${token}` } };
}

async function statusOf(path: string, token: string): Promise<number> {
  const answer = await web.ask(path, bearer(token));
  await answer.text();
  return answer.status;
}

async function textOf(path: string, token: string): Promise<string> {
  return (await web.ask(path, bearer(token))).text();
}

test('metrics are lines that Prometheus reads, whatever names hold, and count as the estate does', async () => {
  const text = await (await web.ask('/metrics', { headers: everything })).text();
  for (const line of text.trimEnd().split('\n')) {
    expect(line).toMatch(
      /^(# (HELP|TYPE) \w+ .*|\w+(\{\w+="(?:[^"\\\n]|\\["\\n])*"(,\w+="(?:[^"\\\n]|\\["\\n])*")*\})? -?[\d.]+)$/,
    );
  }
  const stale = [...text.matchAll(/verdict="stale"\} (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  expect(stale).toBe(10);
});

test('what is looked at is written down before it is shown, and not shown where that fails', async () => {
  const count = async (): Promise<number> => {
    const { rows } = await web.pool.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM audit WHERE actor = 'person:ada' AND action IN ('look-at-host', 'look-at-exposure')",
    );
    return rows[0]?.n ?? 0;
  };
  const looks = [
    '/hosts/1',
    '/api/v1/hosts/1',
    '/api/v1/hosts/1/timeline',
    '/exposure',
    '/api/v1/exposure',
    '/rules/20',
    '/api/v1/rules/20/hosts',
  ];
  for (const path of looks) {
    const before = await count();
    await (await web.ask(path, { headers: everything })).text();
    expect(await count(), path).toBe(before + 1);
  }
  await web.pool.query('ALTER TABLE audit RENAME TO audit_away');
  for (const path of looks) {
    const answer = await web.ask(path, { headers: everything });
    expect(answer.status, path).toBe(500);
    expect(await answer.text(), path).not.toContain('esx0');
  }
  await web.pool.query('ALTER TABLE audit_away RENAME TO audit');
});

test('while the database is away, pages and programs are told so, and all is well afterwards', async () => {
  await web.postgres.stop();
  for (const path of ['/', '/api/v1/estate', '/metrics']) {
    const answer = await web.ask(path, { headers: everything });
    expect(answer.status, path).toBe(503);
    expect(await answer.text(), path).toContain('DATABASE_AWAY');
  }
  await web.postgres.start();
  expect((await web.ask('/', { headers: everything })).status).toBe(200);
});
