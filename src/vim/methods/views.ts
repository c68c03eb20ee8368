import { methodElement, type Call } from '../call.ts';
import { requiredMoref } from '../element.ts';
import type { Moref } from '../moref.ts';
import { morefElement, textElement } from '../xml-writer.ts';

/** A view of every object of those types (or of subclasses) below the container; it belongs to the session. */
export function createContainerView(viewManager: Moref, container: Moref, types: readonly string[]): Call<Moref> {
  const method = 'CreateContainerView';
  const parameters =
    morefElement('container', container) +
    types.map((type) => textElement('type', type)).join('') +
    textElement('recursive', 'true');
  return {
    method,
    body: methodElement(method, viewManager, parameters),
    safe: true,
    decode: (response) => requiredMoref(response, 'returnval'),
  };
}

export function destroyView(view: Moref): Call<void> {
  const method = 'DestroyView';
  return { method, body: methodElement(method, view), safe: true, decode: () => {} };
}
