import * as client from 'openid-client';
import { z } from 'zod';
import type { OidcConfig } from '../config.ts';
import { Refusal } from '../errors.ts';
import type { Session } from './sessions.ts';

/** Holds a login that is under way, ten minutes; the browser that began it is the only one that can end it. */
export const LOGIN_COOKIE = '__Host-esxcheck-login';
export const LOGIN_SECONDS = 600;

const pendingSchema = z.strictObject({
  state: z.string().min(20),
  nonce: z.string().min(20),
  verifier: z.string().min(20),
  /** Where the person wanted to go. */
  to: z.string(),
});
type Pending = z.infer<typeof pendingSchema>;

const groupsSchema = z.array(z.string().max(500)).max(5000);
const subjectSchema = z.string().min(1).max(255);

/** People log in at an issuer of OpenID Connect: code flow with PKCE, state and nonce. */
export class OidcLogin {
  readonly #settings: OidcConfig;
  readonly #callback: URL;
  #known: Promise<client.Configuration> | null = null;

  constructor(settings: OidcConfig, publicUrl: string) {
    this.#settings = settings;
    this.#callback = new URL('/login/callback', publicUrl);
  }

  /** Where the browser goes, and what its cookie is to hold meanwhile. */
  async begin(to: string): Promise<{ readonly url: string; readonly cookie: string }> {
    const pending: Pending = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      to: localPath(to),
    };
    const url = client.buildAuthorizationUrl(await this.#issuer(), {
      redirect_uri: this.#callback.href,
      scope: this.#settings.scopes.join(' '),
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, cookie: Buffer.from(JSON.stringify(pending)).toString('base64url') };
  }

  /**
   * Who came back. Throws a refusal where the answer does not belong to the login that this browser began, or is not the issuer's.
   */
  async finish(pathWithQuery: string, cookie: string | undefined): Promise<Session & { readonly to: string }> {
    const pending = pendingOf(cookie);
    const issuer = await this.#issuer();
    try {
      const tokens = await client.authorizationCodeGrant(issuer, new URL(pathWithQuery, this.#callback), {
        pkceCodeVerifier: pending.verifier,
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        idTokenExpected: true,
      });
      return { ...(await this.#person(issuer, tokens)), to: pending.to };
    } catch (error) {
      throw loginRefused(error);
    }
  }

  /** Claims are those of the ID token; groups that it leaves out are asked for with the access token. */
  async #person(
    issuer: client.Configuration,
    tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers,
  ): Promise<Session> {
    const told = tokens.claims();
    if (told === undefined) throw loginRefused(new Error('no ID token came'));
    const { groups: groupsClaim, subject: subjectClaim } = this.#settings;
    const isWhole = told[groupsClaim] !== undefined && told[subjectClaim] !== undefined;
    const more = isWhole ? {} : await client.fetchUserInfo(issuer, tokens.access_token, told.sub);
    const claims: Readonly<Record<string, unknown>> = { ...more, ...told };
    const groups = groupsSchema.safeParse(claims[groupsClaim]);
    return {
      subject: subjectSchema.parse(claims[subjectClaim]),
      groups: groups.success ? groups.data : [],
    };
  }

  /** Asked once; asked again after it could not be reached. */
  async #issuer(): Promise<client.Configuration> {
    const { issuer, client: id, secret } = this.#settings;
    const execute = issuer.startsWith('http:') ? [client.allowInsecureRequests] : [];
    this.#known ??= client.discovery(new URL(issuer), id, secret, undefined, { execute });
    try {
      return await this.#known;
    } catch (error) {
      this.#known = null;
      throw new Refusal(503, 'LOGIN_AWAY', 'The login server cannot be reached; try again in a moment.', {
        cause: error,
      });
    }
  }
}

function pendingOf(cookie: string | undefined): Pending {
  try {
    return pendingSchema.parse(JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString('utf8')));
  } catch (error) {
    throw new Refusal(
      400,
      'LOGIN_UNKNOWN',
      'No login was begun in this browser, or longer than ten minutes ago; begin again.',
      {
        cause: error,
      },
    );
  }
}

function loginRefused(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof TypeError) {
    return new Refusal(503, 'LOGIN_AWAY', 'The login server cannot be reached; try again in a moment.', {
      cause: error,
    });
  }
  return new Refusal(403, 'LOGIN_REFUSED', 'The login server did not confirm this login; begin again.', {
    cause: error,
  });
}

/** A path of this server and no address of another. */
function localPath(to: string): string {
  return /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,1000}$/.test(to) && !to.startsWith('/log') ? to : '/';
}
