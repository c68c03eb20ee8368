import { chromium } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { LOGIN_COOKIE } from '../../web/login/oidc.ts';
import { SESSION_COOKIE } from '../../web/login/sessions.ts';
import { SMALL } from '../support/estate.ts';
import { CLIENT, startIssuer, type TestIssuer } from '../support/issuer.ts';
import { Jar } from '../support/jar.ts';
import { freePort } from '../support/postgres.ts';
import { roles, startWeb, type TestWeb } from '../support/web.ts';

let web: TestWeb;
let issuer: TestIssuer;

beforeAll(async () => {
  const port = await freePort();
  issuer = await startIssuer(`https://localhost:${port}`);
  web = await startWeb(
    () => ({
      login: {
        oidc: { issuer: issuer.issuer, client: CLIENT.id, secret: CLIENT.secret, roles: roles(SMALL.sites) },
      },
    }),
    SMALL,
    port,
  );
});
afterAll(async () => {
  await web[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
});
beforeEach(() => {
  issuer.person = { subject: 'ada', groups: ['viewer-oslo'] };
});

/** A browser at which somebody is logged in. */
async function loggedIn(): Promise<Jar> {
  const jar = new Jar();
  const { answer } = await jar.follow(`${web.url}/`);
  expect(answer.status).toBe(200);
  await answer.text();
  return jar;
}

function cookiesOf(jar: Jar): Map<string, string> {
  const cookies = jar.cookies.get(new URL(web.url).host);
  if (cookies === undefined) throw new Error('nothing was kept');
  return cookies;
}

async function lastAudit(): Promise<{ actor: string; action: string; detail: unknown } | undefined> {
  const { rows } = await web.pool.query<{ actor: string; action: string; detail: unknown }>(
    'SELECT actor, action, detail FROM audit ORDER BY number DESC LIMIT 1',
  );
  return rows[0];
}

/** What the server says at the callback when the answer of the issuer was changed on the way. */
async function callbackWith(change: (url: URL, jar: Jar) => void): Promise<{ status: number; text: string }> {
  const jar = new Jar();
  const { url } = await jar.follow(`${web.url}/`, `${web.url}/login/callback`);
  const changed = new URL(url);
  change(changed, jar);
  const answer = await jar.go(changed.href);
  expect(cookiesOf(jar).has(SESSION_COOKIE)).toBe(false);
  return { status: answer.status, text: await answer.text() };
}

test('a person comes back logged in to the page that was wanted, and the login is written down', async () => {
  const jar = new Jar();
  const { url, answer } = await jar.follow(`${web.url}/changes?page=1`);
  expect(url).toBe(`${web.url}/changes?page=1`);
  expect(await answer.text()).toContain('ada');
  expect(await lastAudit()).toEqual({ actor: 'person:ada', action: 'login', detail: {} });
  const set = jar.written.filter((line) => line.startsWith('__Host-esxcheck'));
  expect(set.length).toBeGreaterThan(1);
  for (const line of set) expect(line).toMatch(/Path=\/; HttpOnly; Secure; SameSite=Lax|Expires=Thu, 01 Jan 1970/);
  expect(set.join('\n')).not.toContain('Domain');
});

test('of a session the database holds the hash alone', async () => {
  const jar = await loggedIn();
  const id = cookiesOf(jar).get(SESSION_COOKIE) ?? '';
  expect(Buffer.from(id, 'base64url')).toHaveLength(32);
  const { rows } = await web.pool.query<{ row: string }>('SELECT session::text AS row FROM session');
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain(id);
  expect(JSON.stringify(rows)).not.toContain(Buffer.from(id).toString('hex'));
});

test.each([
  ['state', (url: URL) => url.searchParams.set('state', 'another-state-than-that-of-the-browser')],
  ['issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example')],
  ['code', (url: URL) => url.searchParams.set('code', 'a-code-that-nobody-gave')],
  ['nonce', (_: URL, jar: Jar) => changePending(jar, 'nonce')],
  ['verifier', (_: URL, jar: Jar) => changePending(jar, 'verifier')],
])('with another %s nobody is logged in, and that is written down', async (_, change) => {
  const { status, text } = await callbackWith(change);
  expect(status).toBe(403);
  expect(text).toContain('LOGIN_REFUSED');
  expect(await lastAudit()).toMatchObject({ actor: 'person:unknown', action: 'login-refused' });
});

function changePending(jar: Jar, member: string): void {
  const cookies = cookiesOf(jar);
  const pending = JSON.parse(Buffer.from(cookies.get(LOGIN_COOKIE) ?? '', 'base64url').toString()) as object;
  const changed = { ...pending, [member]: 'x'.repeat(43) };
  cookies.set(LOGIN_COOKIE, Buffer.from(JSON.stringify(changed)).toString('base64url'));
}

test('an answer that another browser gets, or that comes twice, logs nobody in', async () => {
  const stolen = await callbackWith((_, jar) => cookiesOf(jar).delete(LOGIN_COOKIE));
  expect(stolen.status).toBe(400);
  const jar = new Jar();
  const { url } = await jar.follow(`${web.url}/`, `${web.url}/login/callback`);
  const pending = cookiesOf(jar).get(LOGIN_COOKIE) ?? '';
  await jar.follow(url);
  const again = new Jar();
  again.cookies.set(new URL(web.url).host, new Map([[LOGIN_COOKIE, pending]]));
  expect((await again.go(url)).status).toBe(403);
});

test('who is in no group that has a role is refused with a sentence, and has no session', async () => {
  issuer.person = { subject: 'eve', groups: ['staff'] };
  const jar = new Jar();
  const { answer } = await jar.follow(`${web.url}/`);
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain('none of your groups has a role');
  expect(cookiesOf(jar).has(SESSION_COOKIE)).toBe(false);
  expect(await lastAudit()).toEqual({ actor: 'person:eve', action: 'login-refused', detail: { code: 'NO_ROLE' } });
});

test('a session that somebody planted is not taken over by a login', async () => {
  const attacker = await loggedIn();
  const planted = cookiesOf(attacker).get(SESSION_COOKIE) ?? '';
  await web.pool.query("UPDATE session SET expires_at = now() - interval '1 second'");
  for (const fixed of [planted, 'an-id-that-somebody-chose']) {
    const jar = new Jar();
    jar.cookies.set(new URL(web.url).host, new Map([[SESSION_COOKIE, fixed]]));
    const { answer } = await jar.follow(`${web.url}/`);
    expect(answer.status).toBe(200);
    await answer.text();
    expect(cookiesOf(jar).get(SESSION_COOKIE)).not.toBe(fixed);
    expect(await statusWith(fixed)).toBe(302);
  }
});

test('a login ends the session that the browser had before', async () => {
  const jar = await loggedIn();
  const before = cookiesOf(jar).get(SESSION_COOKIE) ?? '';
  await (await jar.follow(`${web.url}/login`)).answer.text();
  expect(cookiesOf(jar).get(SESSION_COOKIE)).not.toBe(before);
  expect(await statusWith(before)).toBe(302);
});

async function statusWith(id: string): Promise<number> {
  const answer = await web.ask('/', { headers: { cookie: `${SESSION_COOKIE}=${id}` } });
  await answer.text();
  return answer.status;
}

test('after a logout the cookie that was copied before is worth nothing', async () => {
  const jar = await loggedIn();
  const copied = cookiesOf(jar).get(SESSION_COOKIE) ?? '';
  expect(await statusWith(copied)).toBe(200);
  const foreign = await jar.go(`${web.url}/logout`, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } });
  expect(foreign.status).toBe(403);
  expect(await statusWith(copied)).toBe(200);
  expect((await jar.go(`${web.url}/logout`, { method: 'POST' })).status).toBe(200);
  expect(cookiesOf(jar).has(SESSION_COOKIE)).toBe(false);
  expect(await statusWith(copied)).toBe(302);
});

test('in a browser a person logs in by opening a page, and out by its button', async () => {
  const browser = await chromium.launch({
    executablePath: process.env['ESXCHECK_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(`${web.url}/rules`);
  expect(page.url()).toBe(`${web.url}/rules`);
  await page.getByRole('button', { name: 'Log out' }).click();
  expect(await page.locator('h1').textContent()).toBe('You are logged out');
  issuer.person = { subject: 'eve', groups: [] };
  await page.goto(`${web.url}/rules`);
  expect(await page.locator('h1').textContent()).not.toContain('rules');
  await browser.close();
  expect(said.filter((line) => !line.includes('403'))).toEqual([]);
});

test.each([
  ['stands idle', "UPDATE session SET seen_at = now() - interval '31 minutes'"],
  ['is older than a working day', "UPDATE session SET expires_at = now() - interval '1 second'"],
])('a session that %s is over', async (_, age) => {
  const jar = await loggedIn();
  const id = cookiesOf(jar).get(SESSION_COOKIE) ?? '';
  await web.pool.query("UPDATE session SET seen_at = now() - interval '29 minutes'");
  expect(await statusWith(id)).toBe(200);
  await web.pool.query(age);
  expect(await statusWith(id)).toBe(302);
});

test('nobody is led to another server after a login', async () => {
  for (const to of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/%5cevil',
    'javascript:alert(1)',
    '/login',
  ]) {
    const jar = new Jar();
    const { url } = await jar.follow(`${web.url}/login?to=${encodeURIComponent(to)}`);
    expect(new URL(url).origin, to).toBe(web.url);
  }
});

test('an issuer that calls itself otherwise is no issuer of ours, and one that is away is away', async () => {
  for (const address of [issuer.issuer.replace('127.0.0.1', 'localhost'), `http://127.0.0.1:${await freePort()}`]) {
    const oidc = { issuer: address, client: CLIENT.id, secret: CLIENT.secret, roles: roles(SMALL.sites) };
    const other = await startWeb(() => ({ login: { oidc } }));
    const answer = await other.ask('/login');
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('LOGIN_AWAY');
    await other[Symbol.asyncDispose]();
  }
});
