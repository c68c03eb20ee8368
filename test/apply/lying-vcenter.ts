import { createServer, request as ask } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { makeCertificate } from '../../src/simulator/certificate.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts';
import { parseEstate } from '../../src/simulator/estate.ts';

/** What a lie is about: the method that was called, and the whole envelope of the question. */
export interface Question {
  readonly method: string;
  readonly envelope: string;
}

/** Rewrites the text of an answer, or leaves it as it is. */
export type Lie = (answer: string, question: Question) => string;

/** A simulator behind a server that rewrites its answers on the wire. */
export interface LyingVcenter extends AsyncDisposable {
  /** What happens there in truth: calls, writes, hosts. */
  readonly truth: Simulator;
  /** The same, as clients are to reach it: through the lies. */
  readonly shown: Simulator;
  /** From now on these alone are told; none by default. */
  tell(...lies: readonly Lie[]): void;
}

export async function lyingVcenter(
  estate: string,
  options: Omit<SimulatorOptions, 'estate' | 'certificate' | 'gzip'> = {},
): Promise<LyingVcenter> {
  const certificate = await makeCertificate();
  const truth = await startSimulator({ ...options, certificate, gzip: false, estate: parseEstate(estate, 'estate') });
  let lies: readonly Lie[] = [];
  const server = createServer({ key: certificate.privateKey, cert: certificate.pem }, (incoming, outgoing) => {
    const answering = async (): Promise<void> => {
      const envelope = await read(incoming);
      const method = /<soapenv:Body><(\w+)/.exec(envelope)?.[1] ?? '';
      const reply = await askedAt(truth, incoming, envelope);
      const text = await read(reply);
      const answer = lies.reduce((told, lie) => lie(told, { method, envelope }), text);
      const { 'transfer-encoding': _chunked, connection: _line, ...headers } = reply.headers;
      const length = { 'content-length': String(Buffer.byteLength(answer)) };
      outgoing.writeHead(reply.statusCode ?? 500, { ...headers, ...length }).end(answer);
    };
    answering().catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    truth,
    shown: Object.create(truth, {
      port: { value: port },
      url: { value: `https://127.0.0.1:${port}/sdk` },
    }) as Simulator,
    tell: (...told) => {
      lies = told;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await truth.close();
    },
  };
}

/** Passes a question on as it came. */
function askedAt({ host, port }: Simulator, incoming: IncomingMessage, envelope: string): Promise<IncomingMessage> {
  const { url: path, method, headers } = incoming;
  return new Promise((resolve, reject) => {
    const onward = ask({ host, port, path, method, headers, rejectUnauthorized: false }, resolve);
    onward.on('error', reject);
    onward.end(envelope);
  });
}

async function read(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Rewrites the value of one property, wherever it is told. */
export function lieOf(path: string, rewrite: (value: string) => string): Lie {
  const told = new RegExp(`(<name>${path.replaceAll('.', '\\.')}</name>)(<val\\b.*?</val>|<val\\b[^>]*/>)`, 'gs');
  return (answer) => answer.replace(told, (_all, name: string, value: string) => name + rewrite(value));
}

/** Takes a property out of every answer, as if the server knew nothing of it. */
export function untold(path: string): Lie {
  const told = new RegExp(
    `<propSet><name>${path.replaceAll('.', '\\.')}</name>(?:<val\\b.*?</val>|<val\\b[^>]*/>)</propSet>`,
    'gs',
  );
  return (answer) => answer.replace(told, '');
}

/** Rewrites each member of that name inside the value of a property. */
export function member(path: string, name: string, rewrite: (element: string) => string): Lie {
  const element = new RegExp(`<${name}\\b[^>]*?(?:/>|>.*?</${name}>)`, 'gs');
  return lieOf(path, (value) => value.replace(element, rewrite));
}

/** Answers every esxcli command whose words are these (`system.stats.uptime.get`) with another document. */
export function esxcliAnswers(words: string, document: string): Lie {
  return (answer, { method, envelope }) => {
    if (method !== 'ExecuteSoap' || !envelope.includes(`<method>vim.EsxCLI.${words}</method>`)) return answer;
    return answer.replace(
      /<returnval.*<\/returnval>/s,
      `<returnval><response>${escaped(document)}</response></returnval>`,
    );
  };
}

/** Answers them with a fault of the command, as it says when it fails. */
export function esxcliFails(words: string, message: string): Lie {
  const detail = escaped(`<obj xsi:type="VimEsxCLICLIFault" xmlns:xsi="${XSI}"><errMsg>${message}</errMsg></obj>`);
  return (answer, { method, envelope }) => {
    if (method !== 'ExecuteSoap' || !envelope.includes(`<method>vim.EsxCLI.${words}</method>`)) return answer;
    const fault = `<fault><faultMsg>EsxCLI.CLIFault.summary</faultMsg><faultDetail>${detail}</faultDetail></fault>`;
    return answer.replace(/<returnval.*<\/returnval>/s, `<returnval>${fault}</returnval>`);
  };
}

export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
