import { type Call, methodElement } from '../call.ts';
import { child, requiredChild, textOf, type VimElement } from '../element.ts';
import type { Moref } from '../moref.ts';
import { type ServiceContent, serviceContentOf } from '../service-content.ts';
import { textElement } from '../xml-writer.ts';

const SERVICE_INSTANCE: Moref = { type: 'ServiceInstance', value: 'ServiceInstance' };

/** Needs no login. */
export function retrieveServiceContent(): Call<ServiceContent> {
  const method = 'RetrieveServiceContent';
  return {
    method,
    body: methodElement(method, SERVICE_INSTANCE),
    safe: true,
    decode: (response) => serviceContentOf(requiredChild(response, 'returnval')),
  };
}

/** What a server says of a login that it has accepted; null: it did not say. */
export interface UserSession {
  /** As the server names the account: vCenter shows `user@domain` as `DOMAIN\\user`. */
  readonly userName: string | null;
  /** When the login was made, by the clock of the server; ISO 8601 as it came. */
  readonly loginTime: string | null;
}

/** A login stands without it: some servers answer with nothing. */
function userSessionOf(response: VimElement): UserSession {
  const session = child(response, 'returnval');
  if (session === null) return { userName: null, loginTime: null };
  return { userName: textOf(session, 'userName'), loginTime: textOf(session, 'loginTime') };
}

/** Not safe to repeat: a second try with a wrong password can lock the account. */
export function login(sessionManager: Moref, user: string, password: string): Call<UserSession> {
  const method = 'Login';
  const parameters = textElement('userName', user) + textElement('password', password) + textElement('locale', 'en_US');
  return { method, body: methodElement(method, sessionManager, parameters), safe: false, decode: userSessionOf };
}

const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';

/**
 * Logs in by a SAML bearer assertion, which goes into the SOAP header as it is (docs/internals/wire.md 1.4); it must be one
 * well-formed element. Not safe to repeat, as a login by password.
 */
export function loginByToken(sessionManager: Moref, assertion: string): Call<UserSession> {
  const method = 'LoginByToken';
  return {
    method,
    header: `<wsse:Security xmlns:wsse="${WSSE}">${assertion}</wsse:Security>`,
    body: methodElement(method, sessionManager, textElement('locale', 'en_US')),
    safe: false,
    decode: userSessionOf,
  };
}

export function logout(sessionManager: Moref): Call<void> {
  const method = 'Logout';
  return { method, body: methodElement(method, sessionManager), safe: false, decode: () => {} };
}

/** Asks for the server's time, which also proves that the session is alive: the method needs System.View. */
export function currentTime(): Call<string> {
  const method = 'CurrentTime';
  return {
    method,
    body: methodElement(method, SERVICE_INSTANCE),
    safe: true,
    decode: (response) => requiredChild(response, 'returnval').text,
  };
}
