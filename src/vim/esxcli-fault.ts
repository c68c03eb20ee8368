import { ServerFault } from '../model/errors.ts';
import { child, textOf, type VimElement } from './element.ts';
import type { Fault } from './fault.ts';
import { WireError } from './wire-error.ts';
import { parseXml } from './xml-reader.ts';

/** Type of an EsxcliFault for an answer of another kind than was asked for. No host sends a fault of this type. */
const UNEXPECTED = 'UnexpectedAnswer';

/**
 * An esxcli command that failed, though the call itself was answered with HTTP 200 (docs/internals/wire.md 3.3), or whose answer
 * is not what was asked for.
 */
export class EsxcliFault extends ServerFault {
  /** `VimEsxCLICLIFault`, `NoPermission` ..., `''` where none is named; null where the host gave no answer at all. */
  readonly type: string | null;
  /** The typed part with the fault's own fields. */
  readonly #detail: VimElement | null;

  constructor(type: string | null, message: string, detail: VimElement | null = null) {
    super(message);
    this.name = 'EsxcliFault';
    this.type = type;
    this.#detail = detail;
  }

  static noAnswer(): EsxcliFault {
    return new EsxcliFault(null, 'esxcli of the host gave no answer');
  }

  /** The answer came, and is of another kind than was asked for, or contradicts itself. */
  static unexpected(what: string): EsxcliFault {
    return new EsxcliFault(UNEXPECTED, `the answer of esxcli ${what}`);
  }

  /** `faultMsg` is nearly always a useless key; what the command said stands in `errMsg` elements of the detail, else in its `localizedMessage`. */
  static of(fault: VimElement): EsxcliFault {
    const detail = detailOf(fault);
    const typed = detail === null ? null : typedIn(detail);
    const type = typed?.xsiType ?? '';
    const own = [...textsOf(detail, 'errMsg')].join('\n');
    const others = [own, ...textsOf(detail, 'localizedMessage'), (textOf(fault, 'faultMsg') ?? '').trim()];
    const message = others.find(isTelling) ?? wordless(type);
    return new EsxcliFault(type, message, typed);
  }

  /** Whether the command itself ran and refused, whatever its words. */
  get isRefusal(): boolean {
    return (this.type ?? '').endsWith('CLIFault');
  }

  get isUnexpected(): boolean {
    return this.type === UNEXPECTED;
  }

  /** As a fault of the server, to be classified by its type. */
  get fault(): Fault {
    return { type: this.type ?? '', message: this.message, detail: this.#detail };
  }
}

/** The key of a message is no message. */
function isTelling(text: string): boolean {
  return text !== '' && !/^EsxCLI\.\w+\.summary$/.test(text);
}

function wordless(type: string): string {
  return type === '' || type.endsWith('CLIFault') ? 'esxcli failed without a word' : type;
}

/** The detail is a document of its own inside a text; some servers nest its elements directly. */
function detailOf(fault: VimElement): VimElement | null {
  const detail = child(fault, 'faultDetail');
  if (detail === null || detail.children.length > 0) return detail;
  try {
    return parseXml(detail.text);
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}

function* textsOf(element: VimElement | null, name: string): Generator<string> {
  if (element === null) return;
  if (element.name === name && element.text.trim() !== '') yield element.text.trim();
  for (const inner of element.children) yield* textsOf(inner, name);
}

/** The first typed fault: the outer element is a LocalizedMethodFault, or named like one. */
function typedIn(detail: VimElement): VimElement | null {
  if (detail.xsiType !== null && detail.xsiType !== 'LocalizedMethodFault') return detail;
  for (const inner of detail.children) {
    const found = typedIn(inner);
    if (found !== null) return found;
  }
  return null;
}
