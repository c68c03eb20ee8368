/**
 * Why an answer could not be understood.
 *
 * `malformed`: not well-formed XML, cut short included · `doctype`: it declares a document type, as HTML does ·
 * `too-large`: beyond a limit of size · `too-deep`: beyond the limit of nesting · `not-soap`: XML, but no SOAP answer ·
 * `missing`: a part that every such answer has is absent · `unexpected`: an answer that contradicts itself.
 */
export type WireErrorKind = 'malformed' | 'doctype' | 'too-large' | 'too-deep' | 'not-soap' | 'missing' | 'unexpected';

/** The only error, beside faults, that decoding throws, whatever bytes it is given. */
export class WireError extends Error {
  readonly kind: WireErrorKind;

  constructor(kind: WireErrorKind, message: string) {
    super(message);
    this.name = 'WireError';
    this.kind = kind;
  }
}
