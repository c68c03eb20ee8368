import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { makeCertificate } from '../../../src/simulator/certificate.ts';
import { type Heard, Hearing } from '../../../src/simulator/lies/heard.ts';
import { Liar } from '../../../src/simulator/lies/liar.ts';
import type { Lie, LieBook } from '../../../src/simulator/lies/lie.ts';
import { methodIn } from '../../../src/simulator/lies/question.ts';
import type { Reference } from '../../../src/simulator/wire/value.ts';
import type { Connection } from '../../../src/target/connections.ts';
import type { Vcsim } from './vcsim.ts';

/** Lies by managed object id of the host that they are about; objects that belong to a host are known by `ownerOf`. */
export class HostLies implements LieBook {
  readonly told = new Set<Lie>();
  byHost: ReadonlyMap<string, Lie> = new Map();
  readonly #ownerOf: (subject: Reference) => string | null;

  constructor(ownerOf: (subject: Reference) => string | null) {
    this.#ownerOf = ownerOf;
  }

  isTold(): boolean {
    return this.byHost.size > 0;
  }

  liesAbout(subject: Reference): readonly Lie[] {
    const owner = this.#ownerOf(subject);
    const lie = owner === null ? undefined : this.byHost.get(owner);
    return lie === undefined ? [] : [lie];
  }

  struck(_subject: Reference, lie: Lie): void {
    this.told.add(lie);
  }

  isOfHost(subject: Reference): boolean {
    return this.#ownerOf(subject) !== null;
  }
}

/** A server between a client and vcsim, that rewrites what vcsim answers. */
export interface LyingProxy extends AsyncDisposable {
  readonly connection: Connection;
  readonly heard: () => ReadonlyMap<string, Heard>;
}

/** What stands around the content of a SOAP body, and that content. */
const ENVELOPE = /^([^]*?<(?:\w+:)?Body[^>]*>)([^]*)(<\/(?:\w+:)?Body>[^]*)$/;

export async function startLyingProxy(vcsim: Vcsim, lies: HostLies): Promise<LyingProxy> {
  const { privateKey, pem, sha256 } = await makeCertificate();
  const hearing = new Hearing((subject) => lies.isOfHost(subject));
  const liar = new Liar(lies);
  const agent = new Agent({ keepAlive: true, ca: vcsim.certificate });
  const server = createServer({ key: privateKey, cert: pem }, (incoming, outgoing) => {
    pass({ vcsim, agent, hearing, liar }, incoming, outgoing).catch((error: unknown) =>
      outgoing.destroy(error as Error),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const trust = { thumbprints: [sha256], ca: null, knownThumbprints: [], insecure: false, legacyTls: false };
  return {
    connection: {
      endpoint: { url: `https://127.0.0.1:${port}/sdk`, host: '127.0.0.1', port, trust, timeoutMs: 30_000 },
      credentials: { user: vcsim.user, password: vcsim.password },
    },
    heard: () => hearing.requests,
    async [Symbol.asyncDispose]() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Between {
  readonly vcsim: Vcsim;
  readonly agent: Agent;
  readonly hearing: Hearing;
  readonly liar: Liar;
}

async function pass(
  { vcsim, agent, hearing, liar }: Between,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const asked = await buffer(incoming);
  const { 'accept-encoding': _unread, host: _own, ...headers } = incoming.headers;
  const asking = request(new URL(incoming.url ?? '/', vcsim.url), { method: incoming.method, headers, agent });
  asking.end(asked);
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  const whole = await text(answer);
  const said =
    incoming.method === 'POST' ? rewritten({ hearing, liar }, asked, { status: answer.statusCode ?? 0, whole }) : null;
  const { 'content-length': _length, 'transfer-encoding': _coding, ...kept } = answer.headers;
  outgoing.writeHead(said?.status ?? answer.statusCode ?? 502, kept);
  outgoing.end(said?.whole ?? whole);
}

interface Whole {
  readonly status: number;
  readonly whole: string;
}

function rewritten(
  { hearing, liar }: Pick<Between, 'hearing' | 'liar'>,
  asked: Buffer,
  { status, whole }: Whole,
): Whole | null {
  const method = methodIn(asked.toString('utf8'));
  const [, before = '', content = '', after = ''] = ENVELOPE.exec(whole) ?? [];
  if (method === undefined || before === '') return null;
  hearing.note(method, { status, content });
  const said = liar.rewrite(method, { status, content });
  return { status: said.status, whole: before + said.content + after };
}
