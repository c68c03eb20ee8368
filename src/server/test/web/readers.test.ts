import Fastify from 'fastify';
import { Pool } from 'pg';
import { expect, test } from 'vitest';
import { webSchema } from '../../web/config.ts';
import { registerWeb } from '../../web/register.ts';
import { webConfig } from '../../web/settings.ts';
import { SMALL } from '../support/estate.ts';
import { as, roles, startWeb } from '../support/web.ts';

const pool = new Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/nothing' });

function serverAt(address: string, config: object): Promise<void> {
  const options = { pool, config: webSchema.parse(config), listen: { address, port: 8443 }, version: '1.1.0' };
  return registerWeb(Fastify(), options);
}

test.each(['0.0.0.0', '::', '10.1.2.3', 'esx.example.com'])(
  'on %s nobody is served without a login',
  async (address) => {
    await expect(serverAt(address, {})).rejects.toMatchObject({ code: 'LOGIN_MISSING' });
  },
);

test.each(['127.0.0.1', '::1', 'localhost'])('on %s a login may be left out', async (address) => {
  await expect(serverAt(address, {})).resolves.toBeUndefined();
});

test('without a login all is seen by a reader named local, under the name of this machine alone', async () => {
  await using web = await startWeb(() => ({}));
  const page = await (await web.ask('/')).text();
  expect(page).toContain('local');
  expect(page).toContain('zurich');
  expect((await web.ask('/audit')).status).toBe(200);
  const app = await web.app.inject({ url: '/', headers: { host: 'evil.example' } });
  expect(app.statusCode).toBe(421);
  expect(app.body).not.toContain('zurich');
});

test('a header that names a person is taken from a listed proxy alone', async () => {
  const proxy = { header: 'x-person', groups: 'x-groups', from: ['10.9.0.0/16'], roles: roles(SMALL.sites) };
  await using web = await startWeb(() => ({ login: { proxy } }));
  const stranger = await web.ask('/', { headers: as('ada', 'all') });
  expect(stranger.status).toBe(403);
  expect(await stranger.text()).toContain('PROXY_UNKNOWN');
  for (const headers of [{ 'x-forwarded-for': '10.9.0.1' }, { forwarded: 'for=10.9.0.1' }]) {
    const forged = await web.ask('/', { headers: { ...headers, ...as('ada', 'all') } });
    expect(forged.status).toBe(403);
  }
  const listed = await web.app.inject({ url: '/', headers: as('ada', 'all'), remoteAddress: '10.9.1.1' });
  expect(listed.statusCode).toBe(200);
  for (const headers of [{}, { 'x-person': '' }, { 'x-groups': 'all' }]) {
    const nobody = await web.app.inject({ url: '/', headers, remoteAddress: '10.9.1.1' });
    expect(nobody.statusCode).toBe(401);
  }
});

test('who asks too often is refused with a sentence, and others are not', async () => {
  const proxy = { header: 'x-person', groups: 'x-groups', from: ['127.0.0.1/32'], roles: roles(SMALL.sites) };
  await using web = await startWeb(() => ({ login: { proxy }, requestsPerMinute: 5 }));
  const statuses: number[] = [];
  for (let turn = 0; turn < 7; turn += 1)
    statuses.push((await web.ask('/rules', { headers: as('ada', 'all') })).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  expect(await (await web.ask('/rules', { headers: as('ada', 'all') })).text()).toContain('TOO_MANY_REQUESTS');
  expect((await web.ask('/rules', { headers: as('ola', 'all') })).status).toBe(200);
});

test('a config that would give away more than it says is refused', () => {
  const proxy = { header: 'x-person', groups: 'x-groups', from: ['10.0.0.0/8'], roles: [grant('viewer', ['fra'])] };
  expect(isTaken({ proxy })).toBe(true);
  expect(isTaken({ proxy: { ...proxy, from: ['10.0.0.0'] } })).toBe(false);
  expect(isTaken({ proxy: { ...proxy, from: ['10.0.0.0/33'] } })).toBe(false);
  expect(isTaken({ proxy: { ...proxy, roles: [grant('auditor', ['fra'])] } })).toBe(false);
  expect(isTaken({ proxy: { ...proxy, roles: [grant('admin', ['fra'])] } })).toBe(false);
  const oidc = { issuer: 'http://login.example', client: 'c', secret: 's', roles: proxy.roles };
  expect(isTaken({ oidc })).toBe(false);
  expect(isTaken({ oidc: { ...oidc, issuer: 'https://login.example' } })).toBe(true);
  expect(isTaken({ proxy, oidc: { ...oidc, issuer: 'https://login.example' } })).toBe(false);
});

function grant(role: string, sites: readonly string[]): object {
  return { role, group: 'g', sites };
}

function isTaken(login: object): boolean {
  return webSchema.safeParse({ login }).success;
}

test('what the config of the server says is what the web gets, with the secret read', async () => {
  const roleList = [grant('viewer', ['fra'])];
  const oidc = { issuer: 'https://login.example', client: 'c', secret: { credential: 'oidc' }, roles: roleList };
  const asked: object[] = [];
  const read = (source: object): Promise<string> => {
    asked.push(source);
    return Promise.resolve('the-secret');
  };
  const config = await webConfig({ publicUrl: 'https://esx.example', staleHours: 12, login: { oidc } }, read);
  expect(asked).toEqual([{ credential: 'oidc' }]);
  expect(config).toMatchObject({ staleHours: 12, publicUrl: 'https://esx.example', session: { idleMinutes: 30 } });
  expect(config.login?.oidc).toMatchObject({ secret: 'the-secret', groups: 'groups', subject: 'sub' });
  expect((await webConfig({ staleHours: 30 }, read)).login).toBeUndefined();
  const open = { ...oidc, issuer: 'http://login.example' };
  await expect(webConfig({ staleHours: 30, login: { oidc: open } }, read)).rejects.toMatchObject({
    code: 'SERVER_CONFIG_INVALID',
    details: ['login.oidc.issuer: https, or http on loopback'],
  });
});
