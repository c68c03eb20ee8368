import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { ServerCertificate } from '../certificate.ts';

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
