import { createServer } from 'node:https';
import { gunzipSync } from 'node:zlib';
import { makeCertificate, type ServerCertificate } from '../../src/simulator/certificate.ts';
import type { CapturedCall, CaptureHead } from '../../src/support/capture.ts';
import { withoutSecrets } from '../../src/support/trace-folder.ts';
import type { Connection } from '../../src/target/connections.ts';

/** A capture, as the file of `doctor --record` holds it. */
export interface ReadCapture {
  readonly head: CaptureHead;
  readonly calls: readonly CapturedCall[];
}

export function parseCapture(file: Buffer): ReadCapture {
  const [head, ...calls] = gunzipSync(file)
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  return { head: head as CaptureHead, calls: calls as readonly CapturedCall[] };
}

interface ReplayOptions {
  readonly certificate?: ServerCertificate;
  /** Of each call of the client. */
  readonly timeoutMs?: number;
}

const CREDENTIALS = { user: 'replayed@anonymous.example', password: 'replayed-password' };

/**
 * Answers as the captured server did: the same question gets the same answers in the same order, the last one for ever.
 * A question that was never asked gets HTTP 404, and is remembered.
 */
export async function replay({ head, calls }: ReadCapture, options: ReplayOptions = {}) {
  const { timeoutMs = 10_000 } = options;
  const certificate = options.certificate ?? (await makeCertificate());
  const answers = new Map<string, CapturedCall[]>();
  for (const call of calls) answers.set(call.request, [...(answers.get(call.request) ?? []), call]);
  const unknown: string[] = [];
  const server = createServer({ key: certificate.privateKey, cert: certificate.pem }, (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      response.setHeader('content-type', 'text/xml; charset=utf-8');
      if (request.method === 'GET') return response.end(versionsOf(head));
      const asked = questionIn(body);
      const queue = answers.get(asked) ?? [];
      const answer = queue.length > 1 ? queue.shift() : queue[0];
      if (answer === undefined) unknown.push(asked);
      return response.writeHead(answer?.status ?? 404).end(answer?.response ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const trust = {
    thumbprints: [certificate.sha256],
    ca: null,
    knownThumbprints: [],
    insecure: false,
    legacyTls: false,
  };
  const endpoint = { url: `https://127.0.0.1:${port}/sdk`, host: '127.0.0.1', port, trust, timeoutMs };
  const connection: Connection = { endpoint, credentials: CREDENTIALS };
  return {
    connection,
    /** Questions that the capture holds no answer to. */
    unknown,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** As a capture has it: without header and secrets. */
function questionIn(envelope: string): string {
  const method = /<soapenv:Body><(\w+)/.exec(envelope)?.[1] ?? '';
  const secrets = new Set([CREDENTIALS.user, CREDENTIALS.password]);
  return /<soapenv:Body>(.*)<\/soapenv:Body>/s.exec(withoutSecrets(envelope, method, secrets))?.[1] ?? '';
}

function versionsOf({ apiVersion }: CaptureHead): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?><namespaces version="1.0"><namespace><name>urn:vim25</name>' +
    `<version>${apiVersion}</version></namespace></namespaces>`
  );
}
