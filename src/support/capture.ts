import { type Credentials, secretsOf } from '../connect/endpoint.ts';
import type { CallWitness } from '../connect/traffic.ts';
import { anonymise } from './anonymise.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { sessionKeyIn, withoutSecrets } from './trace-folder.ts';

/** One call of a capture. */
export interface CapturedCall {
  readonly method: string;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  readonly ms: number;
  /** The SOAP body of the request: what was asked is known to everybody, so it stands as it is, without secrets. */
  readonly request: string;
  /** The answer, anonymised; null for what is no XML. */
  readonly response: string | null;
}

/** What a capture begins with. */
export interface CaptureHead {
  readonly schema: 'esxcheck.capture/1';
  readonly tool: { readonly name: string; readonly version: string };
  /** Of the server: negotiated version of the API. */
  readonly apiVersion: string;
}

/** Collects the calls of a session, anonymised as they end: the real names are never kept. */
export class Capture {
  readonly calls: CapturedCall[] = [];
  readonly #pseudonyms = new Pseudonyms();

  witness(credentials: Credentials): CallWitness {
    const secrets = new Set([...secretsOf(credentials), credentials.user]);
    return {
      wantsBodies: true,
      onCall: ({ method, status, durationMs, bodies }) => {
        if (bodies === null) return;
        const answer = bodies.response.toString('utf8');
        const key = sessionKeyIn(answer, method);
        if (key !== null) secrets.add(key);
        const request = bodyOf(withoutSecrets(bodies.request, method, secrets));
        const response = anonymise(withoutSecrets(answer, method, secrets), this.#pseudonyms);
        this.calls.push({ method, status, ms: Math.round(durationMs), request, response });
      },
    };
  }

  /** The capture as lines of JSON: a head, then a call a line. */
  *lines(head: CaptureHead): Iterable<string> {
    yield `${JSON.stringify(head)}\n`;
    for (const call of this.calls) yield `${JSON.stringify(call)}\n`;
  }
}

/** The method element alone: headers hold ids of this run and no question. */
function bodyOf(envelope: string): string {
  return /<soapenv:Body>(.*)<\/soapenv:Body>/s.exec(envelope)?.[1] ?? '';
}
