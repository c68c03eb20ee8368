import { methodElement, type Call } from '../../call.ts';
import type { Moref } from '../../moref.ts';
import { morefElement, textElement } from '../../xml-writer.ts';

/** Puts a message into the event log of an object, where people see it in the vSphere client. */
export function logUserEvent(eventManager: Moref, entity: Moref, message: string): Call<void> {
  const method = 'LogUserEvent';
  const parameters = morefElement('entity', entity) + textElement('msg', message);
  return { method, body: methodElement(method, eventManager, parameters), safe: false, decode: () => {} };
}
