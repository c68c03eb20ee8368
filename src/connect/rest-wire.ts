import { EsxcheckError } from '../model/errors.ts';
import { formOf, type RestCall } from '../rest/call.ts';
import { parseJson, RestAnswerError, unwrapped } from '../rest/json.ts';
import { refusalOf } from '../rest/refusal.ts';
import { unavailable } from './answer-error.ts';
import type { Cookies } from './cookies.ts';
import type { Deadline } from './deadline.ts';
import { authorityOf, type Endpoint, originOf } from './endpoint.ts';
import type { Exchange, HttpAnswer, HttpRequest } from './exchange.ts';
import type { ResponseBody } from './response-body.ts';
import { CallRecord, type CallWitness, type TrafficCounter } from './traffic.ts';
import { PASSING } from './wire.ts';

export interface RestWireOptions {
  readonly endpoint: Endpoint;
  readonly exchange: Exchange;
  readonly traffic: TrafficCounter;
  /** Random text that tells this session's operation ids from others'. */
  readonly operationPrefix: string;
  readonly witness: CallWitness | null;
  /** Of load balancers; the session itself is in a header. */
  readonly cookies: Cookies;
}

/** One request: the call, one of its paths, and the headers that only it has. */
export interface RestRequest {
  readonly name: string;
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly body: object | null;
  /** May hold a password or a session: never shown, never logged. */
  readonly headers: Readonly<Record<string, string>>;
  /** The answer holds a secret: no witness gets it. */
  readonly isSecret?: boolean;
}

/** An answer to a question about tags of 500 objects is some 100 KB; what is larger is not meant for us. */
const MOST_REST_BYTES = 32 * 1024 * 1024;
/** Of the body of an error. */
const MOST_ERROR_BYTES = 64 * 1024;

/** Sends REST calls and reads their answers. Knows nothing of sessions. */
export class RestWire {
  readonly #options: RestWireOptions;
  #operations = 0;

  constructor(options: RestWireOptions) {
    this.#options = options;
  }

  /** One request, once. Throws a RestRefusal for what the server refuses, an EsxcheckError for everything below. */
  async send<T>(request: RestRequest, decode: RestCall<T>['decode'], deadline: Deadline): Promise<T> {
    const { endpoint, operationPrefix, witness } = this.#options;
    this.#operations += 1;
    const operationId = `${operationPrefix}-rest-${this.#operations}`;
    const sent = { url: `${originOf(endpoint)}${request.path}`, operationId, method: request.name };
    const body = request.body === null ? null : JSON.stringify(request.body);
    const record = witness === null ? null : new CallRecord(witness, { ...sent, request: body ?? '' });
    try {
      const answer = await this.#request(request, { body, operationId }, deadline);
      if (record !== null) record.status = answer.status;
      const text = await this.#text(answer, request.isSecret === true ? null : record);
      const value = this.#value(request, answer.status, text);
      const result = decode(value);
      record?.ended();
      return result;
    } catch (error) {
      record?.ended(error);
      throw this.#explained(error);
    }
  }

  async #request(
    { name, method, path, headers }: RestRequest,
    { body, operationId }: { readonly body: string | null; readonly operationId: string },
    deadline: Deadline,
  ): Promise<HttpAnswer> {
    const { exchange, traffic, cookies } = this.#options;
    const cookie = cookies.headerFor(path, Date.now());
    traffic.count(name);
    const answer = await exchange.send(
      {
        method,
        path,
        headers: {
          accept: 'application/json',
          'accept-encoding': 'gzip',
          'x-request-id': operationId,
          ...(body === null ? {} : { 'content-type': 'application/json' }),
          ...(cookie === null ? {} : { cookie }),
          ...headers,
        },
        body,
      },
      deadline,
    );
    cookies.take(answer.cookies, path, Date.now());
    return answer;
  }

  async #text({ status, body }: HttpAnswer, record: CallRecord | null): Promise<string> {
    if (PASSING.has(status)) {
      body.discard();
      throw unavailable(this.#options.endpoint, status);
    }
    if (isSuccess(status)) return await this.#whole(body, record);
    return (await textUpTo(MOST_ERROR_BYTES, body, record)).text;
  }

  async #whole(body: ResponseBody, record: CallRecord | null): Promise<string> {
    const { text, bytes } = await textUpTo(MOST_REST_BYTES, body, record);
    if (bytes > MOST_REST_BYTES) throw this.#tooLarge();
    return text;
  }

  #tooLarge(): EsxcheckError {
    const mebibytes = MOST_REST_BYTES / 1024 / 1024;
    const sentence = `${authorityOf(this.#options.endpoint)} sent an answer over REST of more than ${mebibytes} MiB`;
    return new EsxcheckError('RESPONSE_TOO_LARGE', sentence, {
      details: ['No answer to what is asked is that large. Check that this is the right server.'],
    });
  }

  #value({ method, path, isSecret }: RestRequest, status: number, text: string): unknown {
    // What a server says of a login may repeat what was sent to it.
    if (!isSuccess(status)) throw refusalOf(status, isSecret === true ? '' : text, `${method} ${path}`);
    if (text === '' && method === 'DELETE') return null;
    const answer = parseJson(text);
    return formOf(path) === 'api' ? answer : unwrapped(answer);
  }

  #explained(error: unknown): unknown {
    if (!(error instanceof RestAnswerError)) return error;
    return new EsxcheckError(
      'UNEXPECTED_ANSWER',
      `${authorityOf(this.#options.endpoint)} sent an answer over REST that cannot be understood`,
      { details: [error.message], cause: error },
    );
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** What comes of a body until it is larger than that; an error may be a page without end. */
async function textUpTo(
  most: number,
  body: ResponseBody,
  record: CallRecord | null,
): Promise<{ readonly text: string; readonly bytes: number }> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body.chunks()) {
    record?.received(chunk);
    parts.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > most) break;
  }
  return { text: Buffer.concat(parts).toString('utf8'), bytes };
}
