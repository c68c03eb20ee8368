import { gunzipSync } from 'node:zlib';

/** A value that the server makes up and the client sends back: it must be learnt anew in every replay. */
type Learnt = 'view' | 'token';

/** One request as it is replayed. Learnt values stand in the body as `{{name}}`. */
export interface RecordedRequest {
  /** Requests that were finished before this one was begun: a replay waits for as many. */
  readonly after: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly hasCookie: boolean;
  readonly body: string;
  /** What its answer makes known, and under which name. */
  readonly learns: { readonly kind: Learnt; readonly name: string } | null;
}

export interface Traffic {
  readonly calls: number;
  /** Of answers, as they came over the wire, without headers. */
  readonly bytes: number;
  /** SOAP calls by method. */
  readonly byMethod: ReadonlyMap<string, number>;
  /** Different esxcli commands, their arguments among what makes them different. */
  readonly esxcliCommands: number;
}

const PATTERNS: readonly (readonly [Learnt, RegExp])[] = [
  ['view', /<returnval[^>]*type="ContainerView"[^>]*>([^<]+)</],
  ['token', /<token>([^<]+)<\/token>/],
];
const KEPT_HEADERS = ['content-type', 'soapaction', 'accept', 'accept-encoding', 'user-agent'];

interface Begun {
  readonly after: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly hasCookie: boolean;
  readonly body: string;
  learns: RecordedRequest['learns'];
}

/** Collects what passes through the proxy. */
export class Recording {
  readonly #begun: Begun[] = [];
  readonly #names = new Map<string, string>();
  readonly #byMethod = new Map<string, number>();
  #finished = 0;
  #bytes = 0;
  #inFlight = 0;
  #mostInFlight = 0;

  begin(request: { method: string; path: string; headers: NodeJS.Dict<string | string[]>; body: string }): Begun {
    const kept = KEPT_HEADERS.map((name): [string, unknown] => [name, request.headers[name]]);
    const begun: Begun = {
      after: this.#finished,
      method: request.method,
      path: request.path,
      headers: Object.fromEntries(kept.filter((header): header is [string, string] => typeof header[1] === 'string')),
      hasCookie: request.headers['cookie'] !== undefined,
      body: this.#withNames(request.body),
      learns: null,
    };
    this.#begun.push(begun);
    this.#inFlight += 1;
    this.#mostInFlight = Math.max(this.#mostInFlight, this.#inFlight);
    const soapMethod = /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(request.body)?.[1];
    if (soapMethod !== undefined) this.#byMethod.set(soapMethod, (this.#byMethod.get(soapMethod) ?? 0) + 1);
    return begun;
  }

  finish(begun: Begun, answer: Buffer, encoding: string | undefined): void {
    this.#finished += 1;
    this.#inFlight -= 1;
    this.#bytes += answer.length;
    const mayTeach = /RetrievePropertiesEx|CreateContainerView/.test(begun.body);
    if (mayTeach) this.#learn(begun, (encoding === 'gzip' ? gunzipSync(answer) : answer).toString());
  }

  get requests(): readonly RecordedRequest[] {
    return this.#begun;
  }

  get mostInFlight(): number {
    return this.#mostInFlight;
  }

  get traffic(): Traffic {
    return {
      calls: this.#begun.length,
      bytes: this.#bytes,
      byMethod: this.#byMethod,
      esxcliCommands: new Set(this.#begun.flatMap(({ body }) => /<moid>.*<\/ExecuteSoap>/s.exec(body)?.[0] ?? [])).size,
    };
  }

  #learn(begun: Begun, answer: string): void {
    for (const [kind, pattern] of PATTERNS) {
      const value = pattern.exec(answer)?.[1];
      if (value === undefined) continue;
      const name = `${kind}${this.#names.size}`;
      this.#names.set(value, name);
      begun.learns = { kind, name };
    }
  }

  #withNames(body: string): string {
    let named = body;
    for (const [value, name] of this.#names) named = named.replaceAll(`>${value}<`, `>{{${name}}}<`);
    return named;
  }
}
