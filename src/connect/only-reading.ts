import { isPlainArgument, isReadingCommand } from '../model/reading-commands.ts';
import { formOf, isReadingRest } from '../rest/call.ts';
import { kindOfMethod } from '../vim/call.ts';
import { type SentRequest, sentRequestOf } from '../vim/sent-request.ts';

/** What a session may send; nothing but reads unless said. */
export interface SessionLimits {
  /** Also what changes something. Apply and rollback alone ask for it. */
  readonly writes?: boolean;
  /** No esxcli, so that an account without any privilege beyond those of the role Read-only is enough. */
  readonly propertiesOnly?: boolean;
}

/** Something that may change a server was about to be sent over a session that only reads: a bug, wherever it came from. */
export class WriteRefusedError extends Error {
  constructor(what: string) {
    super(`${what} was about to be sent over a session that only reads`);
    this.name = 'WriteRefusedError';
  }
}

/**
 * Looks at the bytes of a request right before they leave. Throws a WriteRefusedError for a REST request that is not known to
 * read, whatever the session, and for a SOAP request that is not, unless the session writes.
 */
export function requireAllowed(request: Outgoing, limits: SessionLimits): void {
  if (formOf(request.path) !== null) requireReadingRest(request);
  else if (limits.writes !== true) requireReading(request, limits);
}

/** Nothing is changed over REST: sessions begin and end, and what is known to read is sent. */
function requireReadingRest(request: Outgoing): void {
  if (!isReadingRest(request)) throw new WriteRefusedError(`${request.method} ${request.path}`);
}

/** The method must be known to read, and for esxcli the command too, with arguments that only pick what to tell. */
function requireReading({ method, body }: Outgoing, { propertiesOnly = false }: SessionLimits): void {
  // A list of versions, a file.
  if (method === 'GET' && body === null) return;
  const sent = method === 'POST' ? sentRequestOf(body ?? '') : null;
  if (sent === null) throw new WriteRefusedError('A request that is not of a known form');
  const kind = kindOfMethod(sent.method);
  if (kind === null || kind === 'write') throw new WriteRefusedError(sent.method);
  if (propertiesOnly && ESXCLI.has(sent.method)) throw new WriteRefusedError(`${sent.method}, with properties only,`);
  if (sent.method === 'ExecuteSoap') requireReadingCommand(sent);
}

interface Outgoing {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body: string | null;
}

const ESXCLI = new Set(['RetrieveManagedMethodExecuter', 'ExecuteSoap']);

function requireReadingCommand({ command }: SentRequest): void {
  if (command === null) throw new WriteRefusedError('An esxcli command that is not of a known form');
  const name = `esxcli ${command.words.join(' ')}`;
  if (!isReadingCommand(command.words)) throw new WriteRefusedError(name);
  const odd = command.arguments.find(([argument, value]) => !isPlainArgument(command.words, argument, value));
  if (odd !== undefined) throw new WriteRefusedError(`${name} with an argument that is not plain`);
}
