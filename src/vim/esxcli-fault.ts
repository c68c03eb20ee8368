import { child, textOf, type VimElement } from './element.ts';
import { WireError } from './wire-error.ts';
import { parseXml } from './xml-reader.ts';

/** An esxcli command that failed, though the call itself was answered with HTTP 200 (protocol.md 3.3). */
export class EsxcliFault extends Error {
  /** `xsi:type` of the fault, such as `VimEsxCLICLIFault` or `NotFound`; null where the host gave no answer at all. */
  readonly type: string | null;

  constructor(type: string | null, message: string) {
    super(message);
    this.name = 'EsxcliFault';
    this.type = type;
  }

  static noAnswer(): EsxcliFault {
    return new EsxcliFault(null, 'esxcli of the host gave no answer');
  }

  /** `faultMsg` is nearly always a useless key; what the command said stands in `errMsg` elements of the detail. */
  static of(fault: VimElement): EsxcliFault {
    const detail = detailOf(fault);
    const said = detail === null ? [] : [...textsOf(detail, 'errMsg')];
    const message =
      said.join('\n').trim() || (textOf(fault, 'faultMsg') ?? '').trim() || 'esxcli failed without a word';
    return new EsxcliFault(detail === null ? '' : typeOf(detail), message);
  }
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

function* textsOf(element: VimElement, name: string): Generator<string> {
  if (element.name === name && element.text.trim() !== '') yield element.text.trim();
  for (const inner of element.children) yield* textsOf(inner, name);
}

/** Type of the first typed fault: the outer element is a LocalizedMethodFault, or named like one. */
function typeOf(detail: VimElement): string {
  if (detail.xsiType !== null && detail.xsiType !== 'LocalizedMethodFault') return detail.xsiType;
  for (const inner of detail.children) {
    const type = typeOf(inner);
    if (type !== '') return type;
  }
  return '';
}
