import { methodElement, type Call } from '../call.ts';
import { requiredChild } from '../element.ts';
import type { Moref } from '../moref.ts';
import { serviceContentOf, type ServiceContent } from '../service-content.ts';
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

/** Not safe to repeat: a second try with a wrong password can lock the account. */
export function login(sessionManager: Moref, user: string, password: string): Call<void> {
  const method = 'Login';
  const parameters = textElement('userName', user) + textElement('password', password) + textElement('locale', 'en_US');
  return { method, body: methodElement(method, sessionManager, parameters), safe: false, decode: () => {} };
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
