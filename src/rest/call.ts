/**
 * One REST call that reads (docs/internals/rest.md 1): what to send, and what to make of the answer. Both forms of the API are
 * named, because older servers have the older one alone.
 */
export interface RestCall<T> {
  /** For logs and counters, without anything that a server said: `rest-tag`. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** The path under `/api`, with its query. */
  readonly api: string;
  /** The path under `/rest`; null where only `/api` has it. */
  readonly rest: string | null;
  /** What is sent as JSON; null for nothing. */
  readonly body: object | null;
  /** Of the value, without the wrapping of `/rest`. Throws a RestAnswerError where it is not what was asked for. */
  readonly decode: (value: unknown) => T;
}

/** Where sessions begin and end (docs/internals/rest.md 1.1). */
export const SESSION_PATHS = { api: '/api/session', rest: '/rest/com/vmware/cis/session' } as const;

/** The form of the API that a path belongs to; null: it is none of REST. */
export function formOf(path: string): 'api' | 'rest' | null {
  const [, form] = /^\/(api|rest)(?:[/?]|$)/.exec(path) ?? [];
  return form === 'api' || form === 'rest' ? form : null;
}

/** Actions that only tell something, though they are posted; each of `/api`, and the same of `/rest`. */
const READING_POSTS: ReadonlySet<string> = new Set([
  '/api/cis/tagging/tag-association?action=list-attached-tags-on-objects',
  '/rest/com/vmware/cis/tagging/tag-association?~action=list-attached-tags-on-objects',
]);

/** A plain path, and a plain query of a GET: nothing that a server or a proxy could read as another path. */
const PLAIN_PATH = /^(?:\/(?!\.{1,2}(?:[/?]|$))[\w.:%-]+)+(?:\?[\w=&.,:%~-]*)?$/;

/** A request as far as it decides about what it does. */
interface Outgoing {
  readonly method: string;
  readonly path: string;
  readonly body: string | null;
}

/** Whether a REST request only reads, or begins or ends a session; whatever is not known to is not. */
export function isReadingRest({ method, path, body }: Outgoing): boolean {
  if (!PLAIN_PATH.test(path) || /%2e|%2f|%5c/i.test(path)) return false;
  const isSession = path === SESSION_PATHS.api || path === SESSION_PATHS.rest;
  if (method === 'GET') return body === null;
  if (method === 'DELETE') return isSession && body === null;
  return method === 'POST' && (isSession ? body === null : READING_POSTS.has(path));
}
