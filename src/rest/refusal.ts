import { escapeControlCharacters } from '../model/control-characters.ts';
import { ServerFault } from '../model/errors.ts';
import { isObject, parseJson } from './json.ts';

/**
 * What a refusal means (docs/internals/rest.md 1.2). `absent`: the server does not have the path; `not-found`: it has it, and not what
 * it names.
 */
export type RefusalKind = 'unauthenticated' | 'unauthorized' | 'not-found' | 'absent' | 'other';

/** A server refused a REST call. The message is for people. */
export class RestRefusal extends ServerFault {
  readonly kind: RefusalKind;
  /** Of HTTP. */
  readonly status: number;

  constructor(kind: RefusalKind, status: number, message: string) {
    super(message);
    this.name = 'RestRefusal';
    this.kind = kind;
    this.status = status;
  }
}

const LONGEST_TOLD = 300;

/** What an answer with that status and body refuses. `what`: the call, in words that hold nothing secret. */
export function refusalOf(status: number, body: string, what: string): RestRefusal {
  const { type, text } = errorIn(body);
  const told = [`HTTP ${status}`, ...(type === null ? [] : [type])].join(' ');
  return new RestRefusal(kindOf(status, type), status, `${what} is refused (${told})${text === '' ? '' : `: ${text}`}`);
}

function kindOf(status: number, type: string | null): RefusalKind {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'unauthorized';
  if (status !== 404) return 'other';
  return type === null || type === 'OPERATION_NOT_FOUND' ? 'absent' : 'not-found';
}

/** The error of either form; nulls and nothing for a body that is none. */
function errorIn(body: string): { readonly type: string | null; readonly text: string } {
  const answer = jsonOrNull(body);
  if (!isObject(answer)) return { type: null, text: '' };
  const inner = isObject(answer['value']) ? answer['value'] : answer;
  const type = typeof answer['error_type'] === 'string' ? answer['error_type'] : standardType(answer['type']);
  return { type: type === null ? null : shown(type, 60), text: shown(messagesOf(inner['messages']), LONGEST_TOLD) };
}

function jsonOrNull(body: string): unknown {
  try {
    return parseJson(body);
  } catch {
    return null;
  }
}

/** `com.vmware.vapi.std.errors.not_found` is NOT_FOUND. */
function standardType(type: unknown): string | null {
  const [, name] = /^com\.vmware\.vapi\.std\.errors\.([a-z_]+)$/.exec(typeof type === 'string' ? type : '') ?? [];
  return name === undefined ? null : name.toUpperCase();
}

function messagesOf(messages: unknown): string {
  if (!Array.isArray(messages)) return '';
  const texts = messages.map((message: unknown) => (isObject(message) ? message['default_message'] : null));
  return texts.filter((text) => typeof text === 'string' && text !== '').join(' ');
}

function shown(text: string, most: number): string {
  const plain = escapeControlCharacters(text.replaceAll(/\s+/g, ' ').trim());
  return plain.length > most ? `${plain.slice(0, most)}…` : plain;
}
