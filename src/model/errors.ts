/**
 * A server could not do what it was asked, which is no bug of this program. That these errors can be told from bugs must not take
 * the code that reads them off the wire: a start that shows help has no use for it.
 */
export class ServerFault extends Error {}

/**
 * What a fault that nobody expected means to people, by the name of the server where it is known. Any other error is handed back
 * as it is.
 */
export function serverFault(error: unknown, server = 'The server'): unknown {
  if (!(error instanceof ServerFault)) return error;
  return new EsxcheckError('SERVER_FAULT', `${server} answers with a fault: ${error.message}`, {
    details: ['Try again; if it stays, look into its log by the operation ids that --log-file writes.'],
    cause: error,
  });
}

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
