import { makeCertificate } from '../certificate.ts';
import type { SimulatedHost } from '../world/host.ts';
import type { World } from '../world/world.ts';
import { serveBundle } from './bundle.ts';
import { httpsServer, listenAt, type Listening } from './https-listener.ts';

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
