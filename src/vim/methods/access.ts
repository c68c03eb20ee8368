import { methodElement, type Call } from '../call.ts';
import { childrenNamed } from '../element.ts';
import type { Moref } from '../moref.ts';

/** Users that keep their rights while the host is in lockdown mode; an answer without any has no returnval. */
export function queryLockdownExceptions(accessManager: Moref): Call<readonly string[]> {
  const method = 'QueryLockdownExceptions';
  return {
    method,
    body: methodElement(method, accessManager),
    safe: true,
    decode: (response) => childrenNamed(response, 'returnval').map(({ text }) => text),
  };
}
