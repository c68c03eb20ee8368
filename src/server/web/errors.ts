import { EsxcheckError } from '../../model/errors.ts';

/** An answer that is no page and no data: its status, a code and one sentence. */
export class Refusal extends EsxcheckError {
  readonly statusCode: number;

  constructor(
    statusCode: number,
    code: string,
    message: string,
    options: ConstructorParameters<typeof EsxcheckError>[2] = {},
  ) {
    super(code, message, options);
    this.name = 'Refusal';
    this.statusCode = statusCode;
  }
}

/** The same for what is not there and for what this reader does not see: nobody can find out which. */
export function notFound(): Refusal {
  return new Refusal(404, 'NOT_FOUND', 'There is nothing at this address that you may see.');
}

/** What people are told of any error; a bug is told as that and nothing else. Pure. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { code, statusCode, validation } = error as {
    readonly code?: unknown;
    readonly statusCode?: unknown;
    readonly validation?: unknown;
  };
  if (validation !== undefined) return new Refusal(400, 'REQUEST_INVALID', wordsOf(validation));
  if (isDatabaseAway(code) || isBrokenConnection(error)) {
    return new Refusal(503, 'DATABASE_AWAY', 'The database does not answer; try again in a moment.', { cause: error });
  }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new Refusal(statusCode, 'REQUEST_REFUSED', 'The request has not the form that the server takes.');
  }
  return new Refusal(500, 'SERVER_BUG', 'The server made a mistake; its log has the stack.', { cause: error });
}

/** Connections that broke or were refused, and what PostgreSQL says while it starts, stops or is full (classes 08, 53, 57P). */
function isDatabaseAway(code: unknown): boolean {
  if (typeof code !== 'string') return false;
  return /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|08.{3}|53.{3}|57P.{2})$/.test(code);
}

/** What pg says without a code where a connection ends under a statement, or none is free in time. */
function isBrokenConnection(error: unknown): boolean {
  return (
    error instanceof Error && /^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message)
  );
}

/** Which members of the request are wrong, without what was in them. */
function wordsOf(validation: unknown): string {
  const issues = Array.isArray(validation) ? (validation as readonly { readonly instancePath?: unknown }[]) : [];
  const names = issues
    .map(({ instancePath }) => String(instancePath).replace(/^\//, ''))
    .filter((name) => /^[\w/]{1,60}$/.test(name));
  return names.length === 0
    ? 'The request has not the form of this address.'
    : `This has not its form: ${names.join(', ')}.`;
}
