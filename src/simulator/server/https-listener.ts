import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { makeCertificate, type ServerCertificate } from '../certificate.ts';
import type { SimulatedHost } from '../world/host.ts';
import type { World } from '../world/world.ts';
import { serveBundle } from './bundle.ts';

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** How many are open. */
  readonly connections: number;
  /** Shows another certificate to everyone who connects from now on. */
  present(certificate: ServerCertificate): void;
  /** Ends every connection at once, whatever state it is in, and goes on listening. */
  hangUp(): void;
  /** Ends every connection at once, and listens no more. */
  close(): Promise<void>;
}

export interface Address {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export type OnRequest = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

/** An HTTPS server under that certificate, that does not listen yet. */
export function httpsServer(certificate: ServerCertificate, onRequest: OnRequest, options: ServerOptions = {}): Server {
  return createServer({ ...identityOf(certificate), ...options }, onRequest);
}

/** Starts to listen; resolves with the port it got. */
export async function listenAt(server: Server, { host, port }: Address): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const hangUp = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const close = async (): Promise<void> => {
    hangUp();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  };
  const present = (other: ServerCertificate): void => server.setSecureContext(identityOf(other));
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return sockets.size;
    },
    present,
    hangUp,
    close,
  };
}

function identityOf({ privateKey, pem, authority }: ServerCertificate): {
  readonly key: string;
  readonly cert: string;
} {
  return { key: privateKey, cert: authority === null ? pem : `${pem.trim()}\n${authority}` };
}

/** Name of the cookie by which a load balancer sends a client to the same node again. */
const NAME = 'LBSTICKY';

/** The node that a request reaches, and the `Set-Cookie` that its answer gets; null where the client knows its node. */
export interface Routed {
  readonly node: string | null;
  readonly cookie: string | null;
}

/**
 * A load balancer before several nodes that share no sessions: a request without its cookie reaches a node where nobody has
 * logged in yet.
 */
export class Balancer {
  readonly #nodes = new Set<string>();

  route(header: string | undefined): Routed {
    const known = new RegExp(`(?:^|; *)${NAME}=([0-9a-f]+)(?:;|$)`).exec(header ?? '')?.[1];
    if (known !== undefined && this.#nodes.has(known)) return { node: known, cookie: null };
    const node = randomBytes(8).toString('hex');
    this.#nodes.add(node);
    return { node, cookie: `${NAME}=${node}; Path=/; Secure; HttpOnly` };
  }
}

/** No load balancer: there is one node. */
export const UNBALANCED: Routed = { node: null, cookie: null };

/** Names that lead to this machine, wherever the simulator runs. */
const OWN_NAME = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/;

/**
 * Hosts of a vCenter are somewhere else, and their names lead nowhere. One that is named after this machine listens itself, under
 * a certificate of its own: that is where its configuration backup lies.
 */
export async function listenForHosts(world: World): Promise<readonly Listening[]> {
  if (world.estate.kind === 'esxi') return [];
  const named = world.hosts().filter(({ spec }) => OWN_NAME.test(spec.name));
  return Promise.all(named.map((host) => listenFor(host, world)));
}

async function listenFor(host: SimulatedHost, world: World): Promise<Listening> {
  const certificate = await makeCertificate();
  const server = httpsServer(certificate, (incoming, outgoing) => {
    if (host.connection === 'connected') serveBundle(world, incoming, outgoing);
    else incoming.socket.destroy();
  });
  const listening = await listenAt(server, { host: host.spec.name, port: 0 });
  host.listener = { port: listening.port, thumbprint: certificate.sha1 };
  return listening;
}
