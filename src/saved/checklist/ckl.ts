import { SaxesParser } from 'saxes';
import type { EsxcheckError } from '../../model/errors.ts';
import { templateInvalid } from './template-error.ts';

/** A rule of a .ckl as it stands there: attributes by name, several of one name in their order. */
export interface CklVuln {
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** `STATUS`, `COMMENTS` and the other elements beside the attributes. */
  readonly said: ReadonlyMap<string, string>;
}

interface CklStig {
  readonly info: ReadonlyMap<string, string>;
  readonly vulns: readonly CklVuln[];
}

/** What a .ckl holds, as text, without sense. */
export interface CklDocument {
  readonly asset: ReadonlyMap<string, string>;
  readonly stigs: readonly CklStig[];
}

/** Real ones nest seven deep, and the longest text of one is some ten thousand characters. */
const DEEPEST = 16;
const MOST_ELEMENTS = 500_000;
const LONGEST_TEXT = 4 * 1024 * 1024;

/** Reads a .ckl. Throws TEMPLATE_INVALID for what is no XML, declares a document type, or is far beyond any checklist. */
export function readCkl(text: string): CklDocument {
  const reading = new CklReading();
  const parser = new SaxesParser({ position: false });
  parser.on('doctype', () => {
    throw templateInvalid('The template declares a document type, which no checklist does.');
  });
  parser.on('error', (error) => {
    throw templateInvalid('The template is not well-formed XML.', error.message.slice(0, 200));
  });
  parser.on('opentag', ({ name }) => reading.open(name));
  parser.on('text', (piece) => reading.text(piece));
  parser.on('cdata', (piece) => reading.text(piece));
  parser.on('closetag', ({ name }) => reading.close(name));
  parser.write(text).close();
  return reading.document();
}

type Mutable = { info: Map<string, string>; vulns: { attributes: Map<string, string[]>; said: Map<string, string> }[] };

/** Walks the elements in their order; an element that is none of a checklist is passed over with all that it holds. */
class CklReading {
  readonly #path: string[] = [];
  readonly #asset = new Map<string, string>();
  readonly #stigs: Mutable[] = [];
  #elements = 0;
  #text = '';
  #name = '';
  #data = '';

  open(name: string): void {
    this.#elements += 1;
    if (this.#elements > MOST_ELEMENTS) throw tooLarge('it has too many elements');
    if (this.#path.length >= DEEPEST) throw tooLarge('it is nested too deeply');
    this.#path.push(name);
    this.#text = '';
    const place = this.#place();
    if (place === 'CHECKLIST/STIGS/iSTIG') this.#stigs.push({ info: new Map(), vulns: [] });
    if (place.endsWith('/iSTIG/VULN')) this.#stigs.at(-1)?.vulns.push({ attributes: new Map(), said: new Map() });
    if (name === 'SI_DATA' || name === 'STIG_DATA') [this.#name, this.#data] = ['', ''];
  }

  text(piece: string): void {
    this.#text += piece;
    if (this.#text.length > LONGEST_TEXT) throw tooLarge('it holds a text that is too long');
  }

  close(name: string): void {
    this.#take(name, this.#place());
    this.#path.pop();
    this.#text = '';
  }

  document(): CklDocument {
    if (this.#stigs.length === 0) throw templateInvalid('The template is XML and no checklist: it has no STIG.');
    return { asset: this.#asset, stigs: this.#stigs };
  }

  #place(): string {
    return this.#path.join('/');
  }

  #take(name: string, place: string): void {
    const stig = this.#stigs.at(-1);
    if (place === `CHECKLIST/ASSET/${name}`) this.#asset.set(name, this.#text);
    if (name === 'SID_NAME' || name === 'VULN_ATTRIBUTE') this.#name = this.#text;
    if (name === 'SID_DATA' || name === 'ATTRIBUTE_DATA') this.#data = this.#text;
    if (stig === undefined) return;
    if (place === 'CHECKLIST/STIGS/iSTIG/STIG_INFO/SI_DATA') stig.info.set(this.#name, this.#data);
    const vuln = stig.vulns.at(-1);
    if (vuln === undefined || !place.startsWith('CHECKLIST/STIGS/iSTIG/VULN/')) return;
    if (place === 'CHECKLIST/STIGS/iSTIG/VULN/STIG_DATA') {
      vuln.attributes.set(this.#name, [...(vuln.attributes.get(this.#name) ?? []), this.#data]);
    } else if (place === `CHECKLIST/STIGS/iSTIG/VULN/${name}`) vuln.said.set(name, this.#text);
  }
}

function tooLarge(why: string): EsxcheckError {
  return templateInvalid(`The template is no checklist: ${why}.`);
}
