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
  /** Name and data of the SI_DATA or STIG_DATA that is open. */
  readonly #pair = new Map<string, string>();

  open(name: string): void {
    this.#elements += 1;
    if (this.#elements > MOST_ELEMENTS) throw tooLarge('it has too many elements');
    if (this.#path.length >= DEEPEST) throw tooLarge('it is nested too deeply');
    this.#path.push(name);
    this.#text = '';
    const place = this.#place();
    if (place === 'CHECKLIST/STIGS/iSTIG') this.#stigs.push({ info: new Map(), vulns: [] });
    if (place.endsWith('/iSTIG/VULN')) this.#stigs.at(-1)?.vulns.push({ attributes: new Map(), said: new Map() });
    if (name === 'SI_DATA' || name === 'STIG_DATA') this.#pair.clear();
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
    if (place === `CHECKLIST/ASSET/${name}`) setOnce(this.#asset, name, this.#text);
    if (name === 'SID_NAME' || name === 'VULN_ATTRIBUTE' || name === 'SID_DATA' || name === 'ATTRIBUTE_DATA') {
      setOnce(this.#pair, name.endsWith('_DATA') ? 'data' : 'name', this.#text);
    }
    if (stig === undefined) return;
    const [pairName, data] = [this.#pair.get('name') ?? '', this.#pair.get('data') ?? ''];
    if (place === 'CHECKLIST/STIGS/iSTIG/STIG_INFO/SI_DATA') setOnce(stig.info, pairName, data);
    const vuln = stig.vulns.at(-1);
    if (vuln === undefined || !place.startsWith('CHECKLIST/STIGS/iSTIG/VULN/')) return;
    if (place === 'CHECKLIST/STIGS/iSTIG/VULN/STIG_DATA') {
      vuln.attributes.set(pairName, [...(vuln.attributes.get(pairName) ?? []), data]);
    } else if (place === `CHECKLIST/STIGS/iSTIG/VULN/${name}`) setOnce(vuln.said, name, this.#text);
  }
}

/** Of two words nobody could tell which speaks. */
function setOnce(said: Map<string, string>, name: string, text: string): void {
  if (said.has(name))
    throw templateInvalid(`The template has ${JSON.stringify(name.slice(0, 80))} twice in one place.`);
  said.set(name, text);
}

function tooLarge(why: string): EsxcheckError {
  return templateInvalid(`The template is no checklist: ${why}.`);
}
