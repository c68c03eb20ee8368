import { EsxcheckError } from '../../model/errors.ts';
import type { ConnectionPool } from '../database/transaction.ts';
import type { View } from '../queries/view.ts';
import { isLoopback, type WebConfig } from './config.ts';
import { OidcLogin } from './login/oidc.ts';
import { ProxyLogin } from './login/proxy.ts';
import type { Reader } from './login/reader.ts';

/** What the web is made with. */
export interface WebOptions {
  readonly pool: ConnectionPool;
  readonly config: WebConfig;
  readonly listen: { readonly address: string; readonly port: number };
  /** Of the server, for the API's document. */
  readonly version: string;
  readonly clock?: () => Date;
}

/** What every route is given. */
export interface WebContext {
  readonly pool: ConnectionPool;
  readonly config: WebConfig;
  readonly version: string;
  readonly clock: () => Date;
  readonly oidc: OidcLogin | null;
  readonly proxy: ProxyLogin | null;
}

/** Throws `LOGIN_MISSING` where anybody in the network could read without a login. */
export function contextOf({ pool, config, listen, version, clock = () => new Date() }: WebOptions): WebContext {
  const { login } = config;
  if (login === undefined && !isLoopback(listen.address)) {
    throw new EsxcheckError(
      'LOGIN_MISSING',
      `The server is to listen on ${listen.address}, and nobody would have to log in`,
      {
        details: ['Set login in the config of the server, or listen on 127.0.0.1.'],
      },
    );
  }
  if (login?.oidc !== undefined && config.publicUrl === undefined) {
    throw new EsxcheckError('PUBLIC_URL_MISSING', 'The login server must know the address to come back to', {
      details: [
        'Set publicUrl in the config of the server to the address that people type, such as https://esx.example.com.',
      ],
    });
  }
  return {
    pool,
    config,
    version,
    clock,
    oidc: login?.oidc === undefined ? null : new OidcLogin(login.oidc, config.publicUrl ?? ''),
    proxy: login?.proxy === undefined ? null : new ProxyLogin(login.proxy),
  };
}

/** What this reader sees now. */
export function viewOf({ config, clock }: WebContext, { sites, exposure }: Reader): View {
  const now = clock();
  return { sites, exposure, now, staleBefore: new Date(now.getTime() - config.staleHours * 3_600_000) };
}
