import type { VimElement } from './element.ts';
import type { Method } from './methods.ts';
import type { Moref } from './moref.ts';
import { morefElement } from './xml-writer.ts';

/** One method call: what to send, and what to make of the answer. */
export interface Call<T> {
  readonly method: Method;
  /** The method element. May hold a password: never shown, never logged. */
  readonly body: string;
  /** Elements of the SOAP header that only this call has. May hold a token: never shown, never logged. */
  readonly header?: string;
  /** A read, which may be sent again when the answer got lost. A write may not. */
  readonly safe: boolean;
  /** Throws a WireError where the answer lacks what it must have, an EsxcliFault where a command failed. */
  readonly decode: (response: VimElement) => T;
}

/** `<Method xmlns="urn:vim25"><_this type="...">...</_this>parameters</Method>`, parameters in declared order. */
export function methodElement(method: Method, self: Moref, parameters = ''): string {
  return `<${method} xmlns="urn:vim25">${morefElement('_this', self)}${parameters}</${method}>`;
}
