import { createServer, type Server } from 'node:http';
import { Provider } from 'oidc-provider';
import { freePort } from './postgres.ts';

/** A real issuer of OpenID Connect on loopback, at which everybody who comes is the person that was named. */
export interface TestIssuer extends AsyncDisposable {
  readonly issuer: string;
  person: { subject: string; groups: readonly string[] };
}

export const CLIENT = { id: 'esxcheck', secret: 'a-secret-of-this-test-alone-0123456789' } as const;

/** For a server at `url`. */
export async function startIssuer(url: string): Promise<TestIssuer> {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const test = { person: { subject: 'ada', groups: ['viewer-oslo'] as readonly string[] } };
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [`${url}/login/callback`] }],
    cookies: { keys: ['a-key-of-this-test-alone'] },
    claims: { openid: ['sub'], groups: ['groups'] },
    scopes: ['openid', 'profile', 'groups'],
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/interaction' },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, groups: [...test.person.groups] }),
    }),
  });
  const server = createServer((request, response) => {
    if (request.url !== '/interaction') {
      void provider.callback()(request, response);
      return;
    }
    const finish = async (): Promise<void> => {
      const accountId = test.person.subject;
      const grant = new provider.Grant({ accountId, clientId: CLIENT.id });
      grant.addOIDCScope('openid profile groups');
      const consent = { grantId: await grant.save() };
      await provider.interactionFinished(request, response, { login: { accountId }, consent });
    };
    void finish();
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return Object.assign(test, { issuer, [Symbol.asyncDispose]: () => closed(server) });
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}
