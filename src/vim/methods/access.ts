import { methodElement, type Call } from '../call.ts';
import { plainText, type VimElement } from '../element.ts';
import type { Moref } from '../moref.ts';
import { WireError } from '../wire-error.ts';

/** Users that keep their rights while the host is in lockdown mode; an answer without any has no returnval. */
export function queryLockdownExceptions(accessManager: Moref): Call<readonly string[]> {
  const method = 'QueryLockdownExceptions';
  return {
    method,
    body: methodElement(method, accessManager),
    safe: true,
    decode: ({ children }) => children.map(userIn),
  };
}

/** What is no user is no answer: passed over, it would look like a host without any. */
function userIn(element: VimElement): string {
  const user = element.name === 'returnval' ? (plainText(element)?.trim() ?? '') : '';
  if (user === '') throw new WireError('unexpected', `<${element.name}> is no name of a user`);
  return user;
}
