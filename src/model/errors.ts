/**
 * An error that people can act on: a code, one sentence, the details that matter and a next step.
 * Everything else that is thrown is a bug and keeps its stack.
 */
export class EsxcheckError extends Error {
  readonly code: string;
  /** Further lines, printed indented below the sentence. */
  readonly details: readonly string[];

  constructor(code: string, message: string, options: { details?: readonly string[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'EsxcheckError';
    this.code = code;
    this.details = options.details ?? [];
  }
}
