import { WireError } from './wire-error.ts';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** Declarations in force at one place; real answers have three. More would make every look-up slow. */
const MOST_BINDINGS = 256;

interface Binding {
  readonly prefix: string;
  readonly isXsi: boolean;
  readonly depth: number;
}

/**
 * Which prefixes stand for the XML Schema instance namespace at this point of the document (protocol.md 1.1: vcsim
 * declares one of its own on every element, and some esxcli answers use `xsi` without declaring it).
 */
export class XsiScope {
  readonly #bindings: Binding[] = [];

  declare(prefix: string, uri: string, depth: number): void {
    if (this.#bindings.length >= MOST_BINDINGS)
      throw new WireError('too-large', 'the answer declares too many namespaces');
    this.#bindings.push({ prefix, isXsi: uri === XSI, depth });
  }

  /** Forgets what was declared on the element at that depth. */
  leave(depth: number): void {
    while ((this.#bindings.at(-1)?.depth ?? -1) >= depth) this.#bindings.pop();
  }

  isXsi(prefix: string): boolean {
    const binding = this.#bindings.findLast((candidate) => candidate.prefix === prefix);
    return binding === undefined ? prefix === 'xsi' : binding.isXsi;
  }
}
