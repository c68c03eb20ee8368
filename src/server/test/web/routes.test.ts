import { afterAll, beforeAll, expect, test } from 'vitest';
import { as, startWeb, type TestRoute, type TestWeb } from '../support/web.ts';

let web: TestWeb;
/** Ids of things of the other site, by the name of the member of the path that holds one. */
let foreign: Readonly<Record<string, number>>;
let own: Readonly<Record<string, number>>;

beforeAll(async () => {
  web = await startWeb();
  foreign = await idsOf('zurich');
  own = await idsOf('oslo');
});
afterAll(() => web[Symbol.asyncDispose]());

async function idsOf(site: string): Promise<Readonly<Record<string, number>>> {
  const { rows } = await web.pool.query<{ host: number; target: number }>(
    'SELECT host.id AS host, target.id AS target FROM host JOIN target ON target.id = host.target WHERE site = $1 LIMIT 1',
    [site],
  );
  const found = rows[0];
  if (found === undefined) throw new Error(`the estate has no host of ${site}`);
  return { ...found, rule: 1 };
}

/** All that people and programs may get; what Fastify adds for HEAD is the same. */
function getRoutes(): readonly TestRoute[] {
  const routes = web.routes.filter(({ method }) => method === 'GET');
  expect(routes.length).toBeGreaterThan(30);
  return routes;
}

function pathOf({ url }: TestRoute, ids: Readonly<Record<string, number>>): string {
  return url.replaceAll(/:(\w+)/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`the test does not know what :${name} of ${url} stands for`);
    return String(id);
  });
}

const QUERIES = [
  '',
  '?name=zurich',
  '?name=',
  '?day=2026-11-28',
  '?verdict=pass&size=500',
  '?verdict=fail',
  '?cluster=',
];

test('no route shows the viewer of a site anything of another', async () => {
  for (const route of getRoutes()) {
    for (const ids of [foreign, own]) {
      for (const query of QUERIES) {
        const path = `${pathOf(route, ids)}${query}`;
        const answer = await web.ask(path, { headers: as('ola', 'viewer-oslo') });
        const body = await answer.text();
        // What was looked for is repeated in the form of a search, and nothing else of it.
        const said =
          query === '?name=zurich'
            ? body.replaceAll('name=zurich', '').replaceAll(/(named like|in its name:) zurich/g, '')
            : body;
        expect(said, path).not.toContain('zurich');
        expect(answer.status, path).toBeLessThan(500);
        if (ids === foreign && /:(host|target)/.test(route.url)) expect([400, 404], path).toContain(answer.status);
      }
    }
  }
});

test('every route answers its own viewer, and says what the estate holds', async () => {
  const closed: string[] = [];
  for (const route of getRoutes()) {
    const query = route.url.endsWith('/cluster') ? '?name=oslo-cluster-1' : '';
    const path = `${pathOf(route, own)}${query}`;
    const answer = await web.ask(path, { headers: as('ola', 'viewer-oslo') });
    await answer.text();
    if (answer.status !== 200) closed.push(`${answer.status} ${route.url}`);
  }
  expect(closed.toSorted()).toEqual(['403 /api/v1/audit', '403 /audit', '404 /login', '404 /login/callback']);
});

test('nobody who is not known gets anything but the style sheet and the login', async () => {
  const open: string[] = [];
  for (const route of getRoutes()) {
    const answer = await web.ask(pathOf(route, own));
    await answer.text();
    if (answer.status !== 401) open.push(route.url.replace(/style-\w+/, 'style'));
  }
  expect(open.toSorted()).toEqual(['/assets/style.css', '/login', '/login/callback']);
});

test('nothing but logout takes another method than GET', () => {
  const others = web.routes.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
  expect(others.map(({ method, url }) => `${String(method)} ${url}`)).toEqual(['POST /logout']);
});

test('an advisory is there for those alone who may see exposure, at the sites where they may', async () => {
  const { rows } = await web.pool.query<{ id: number; name: string }>(
    "SELECT id, name FROM rule WHERE report ? 'advisory' ORDER BY id",
  );
  const rule = rows[0];
  expect(rule?.name).toContain('vmsa');
  for (const route of getRoutes()) {
    const path = pathOf(route, { ...own, rule: rule?.id ?? 0 });
    const viewer = await web.ask(path, { headers: as('ola', 'viewer-oslo') });
    expect(await viewer.text(), path).not.toContain('vmsa');
    if (route.url.includes(':rule')) expect(viewer.status, path).toBe(404);
  }
  const elsewhere = await web.ask(`/hosts/${own['host']}`, { headers: as('ola', 'viewer-oslo', 'exposure-zurich') });
  expect(await elsewhere.text()).not.toContain('vmsa');
  const seen = await web.ask(`/hosts/${own['host']}`, { headers: as('ola', 'exposure-oslo') });
  expect(await seen.text()).toContain('vmsa');
});

test('a stale vCenter is stale and in no other count', async () => {
  const headers = as('ada', 'all');
  const estate = (await (await web.ask('/api/v1/estate', { headers })).json()) as Record<string, number>;
  const vcenters = (await (await web.ask('/api/v1/vcenters', { headers })).json()) as Record<string, number>[];
  const stale = vcenters.filter(({ isStale }) => Boolean(isStale));
  expect(stale).toHaveLength(1);
  expect(estate).toMatchObject({ targets: 4, staleTargets: 1, hosts: 40, stale: stale[0]?.['hosts'] });
  const { failing = 0, unknowing = 0, warned = 0, passing = 0 } = estate;
  expect(failing + unknowing + warned + passing).toBe(30);
  web.now.at = new Date(web.now.at.getTime() + 31 * 3_600_000);
  const later = (await (await web.ask('/api/v1/estate', { headers })).json()) as Record<string, number>;
  expect(later).toMatchObject({ staleTargets: 4, stale: 40, passing: 0, failing: 0 });
  const page = await (await web.ask('/', { headers })).text();
  expect(page).toContain('None of 40 hosts is known to fail, 40 stale');
  web.now.at = new Date(web.now.at.getTime() - 31 * 3_600_000);
});
