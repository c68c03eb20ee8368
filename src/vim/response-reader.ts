import { child, type VimElement } from './element.ts';
import { faultOf, SoapFault } from './fault.ts';
import { WireError } from './wire-error.ts';
import { XmlReader } from './xml-reader.ts';

/** Envelope / Body / response / returnval / item. */
const ITEM_DEPTH = 4;

/** One of the elements that make up the bulk of an answer, with what the answer said before it. */
export interface Item {
  readonly element: VimElement;
  /** `returnval` as far as it was read: a page's token stands before its objects. */
  readonly returnval: VimElement;
}

/**
 * Reads one SOAP answer as it arrives. Completed children of `returnval` that have the name `items` are handed out by
 * `write` and forgotten, so that memory grows with what is made of them and not with the answer.
 */
export class ResponseReader {
  readonly #reader: XmlReader;
  #items: Item[] = [];

  constructor(items: string | null = null) {
    const take = (element: VimElement, returnval: VimElement): void => {
      this.#items.push({ element, returnval });
    };
    this.#reader = new XmlReader(items === null ? {} : { item: { depth: ITEM_DEPTH, name: items, take } });
  }

  /** Takes the next bytes and hands out the items that they complete. Throws a WireError. */
  write(bytes: Uint8Array): readonly Item[] {
    this.#reader.write(bytes);
    const complete = this.#items;
    if (complete.length > 0) this.#items = [];
    this.#checkRoot();
    return complete;
  }

  /** The method's response element, without the items. Throws a SoapFault, or a WireError for a broken answer. */
  end(): VimElement {
    const root = this.#reader.end();
    this.#checkRoot();
    const [content, ...others] = child(root, 'Body')?.children ?? [];
    if (content === undefined) throw new WireError('not-soap', 'the answer has no SOAP body');
    if (others.length > 0) throw new WireError('unexpected', 'the answer holds more than one');
    if (content.name === 'Fault') throw new SoapFault(faultOf(content));
    return content;
  }

  /** Fails early: an endless page of something else need not be read to its end. */
  #checkRoot(): void {
    const name = this.#reader.rootName;
    if (name !== null && name !== 'Envelope') throw new WireError('not-soap', `the answer is no SOAP answer`);
  }
}

/** Reads an answer that is at hand as a whole. */
export function parseResponse(text: string): VimElement {
  const reader = new ResponseReader();
  reader.write(Buffer.from(text, 'utf8'));
  return reader.end();
}
