import { SaxesParser } from 'saxes';
import { ElementBuilder, type ItemPlace, XML_LIMITS, type XmlLimits } from './element-builder.ts';
import type { VimElement } from './element.ts';
import { WireError } from './wire-error.ts';
import { CharacterScrubber } from './xml-writer.ts';

/** The parser's reasons repeat names from the document, which may be of any length. */
const LONGEST_REASON = 200;

export interface XmlReaderOptions {
  readonly item?: ItemPlace;
  readonly limits?: XmlLimits;
}

/**
 * Reads XML as it arrives: bytes in, elements out.
 *
 * Bad UTF-8 and characters that XML forbids are replaced. Throws a WireError for everything else that is wrong, a
 * document type declaration among it, so that no entity is ever declared, let alone expanded.
 */
export class XmlReader {
  readonly #decoder = new TextDecoder('utf-8');
  readonly #scrubber = new CharacterScrubber();
  readonly #parser = new SaxesParser({ position: false });
  readonly #builder: ElementBuilder;
  readonly #limits: XmlLimits;
  #started = false;
  /** Characters since the parser last reported anything: the size of the token that it is in the middle of. */
  #pending = 0;

  constructor(options: XmlReaderOptions = {}) {
    this.#limits = options.limits ?? XML_LIMITS;
    this.#builder = new ElementBuilder(this.#limits, options.item ?? null);
    this.#listen();
  }

  write(bytes: Uint8Array): void {
    this.writeText(this.#decoder.decode(bytes, { stream: true }));
  }

  writeText(text: string): void {
    this.#parse(this.#scrubber.push(text));
  }

  /** The root element, without the items that were handed on. */
  end(): VimElement {
    this.#parse(this.#scrubber.push(this.#decoder.decode()) + this.#scrubber.end());
    this.#guard(() => this.#parser.close());
    const root = this.#builder.root;
    if (root === null) throw new WireError('malformed', 'the document has no root element');
    return root;
  }

  /** Name of the outermost element, as soon as it is known. */
  get rootName(): string | null {
    return this.#builder.rootName;
  }

  #listen(): void {
    const builder = this.#builder;
    this.#parser.on('doctype', () => {
      throw new WireError('doctype', 'the answer declares a document type');
    });
    this.#parser.on('attribute', ({ name, value }) => builder.attribute(name, value));
    this.#parser.on('opentag', ({ name }) => {
      this.#pending = 0;
      builder.openTag(name);
    });
    this.#parser.on('closetag', () => {
      this.#pending = 0;
      builder.closeTag();
    });
    this.#parser.on('text', (text) => builder.text(text));
    this.#parser.on('cdata', (text) => builder.text(text));
  }

  #parse(text: string): void {
    // Some servers put line breaks before the XML declaration.
    const ready = this.#started ? text : text.trimStart();
    if (ready === '') return;
    this.#started = true;
    this.#pending += ready.length;
    this.#guard(() => this.#parser.write(ready));
    if (this.#pending > this.#limits.token)
      throw new WireError('too-large', 'the answer holds a value that is too long');
  }

  #guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (error instanceof WireError) throw error;
      throw new WireError(
        'malformed',
        `not well-formed XML: ${error instanceof Error ? error.message.slice(0, LONGEST_REASON) : 'unknown'}`,
      );
    }
  }
}

/** Reads a whole document that is at hand as text. */
export function parseXml(text: string, limits: XmlLimits = XML_LIMITS): VimElement {
  const reader = new XmlReader({ limits });
  reader.writeText(text);
  return reader.end();
}
