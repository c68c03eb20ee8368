import { type CertificateKind, makeCertificate, type ServerCertificate } from './certificate.ts';
import type { ClusterConfig, Estate, HostTrouble } from './estate/estate.ts';
import { type TroubleInput, troubleSchema } from './estate/trouble.ts';
import { EstateLies } from './lies/estate-lies.ts';
import { type Heard, Hearing } from './lies/heard.ts';
import { Liar } from './lies/liar.ts';
import type { Lie } from './lies/lie.ts';
import { RestSessions } from './rest/sessions.ts';
import { Counters } from './server/counters.ts';
import { Disturbances } from './server/disturbance.ts';
import { HostSlots } from './server/host-slots.ts';
import { listen } from './server/http-server.ts';
import { Balancer, listenForHosts, type Listening } from './server/https-listener.ts';
import type { Sdk, Settings } from './server/sdk.ts';
import { cookieHeader, SessionTable } from './server/session.ts';
import type { SimulatedHost } from './world/host.ts';
import { type PatchedTo, patchHost } from './world/patch.ts';
import { World } from './world/world.ts';

export interface SimulatorOptions {
  readonly estate: Estate;
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Address to listen on; 127.0.0.1 by default. */
  readonly host?: string;
  readonly certificate?: CertificateKind | ServerCertificate;
  /** TLS 1.0 and nothing else. */
  readonly legacyTls?: boolean;
  /** Milliseconds for every call; the estate's own by default. */
  readonly latency?: number;
  /** Calls to hosts that are worked on at a time, the others wait; all unless said. */
  readonly slots?: number;
  /** Calls to hosts beyond so many in flight are refused with HTTP 503; none unless said. */
  readonly refuseAbove?: number;
  /** Most objects in one page; 100 as vCenter has it. */
  readonly pageSize?: number;
  readonly gzip?: boolean;
  /** Writes another, redeclared prefix than `xsi`. */
  readonly foreignPrefix?: boolean;
  /** Remembers every request by what it asks. */
  readonly hears?: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Told of every call before it is answered: tests change the world here, at an exact moment. */
  readonly onCall?: (call: { readonly method: string; readonly host: string | null }) => void;
}

/** A running HTTPS vCenter (or ESXi host) that behaves like a real one (docs/internals/wire.md 7.2, 7.3). */
export interface Simulator extends AsyncDisposable {
  /** `https://127.0.0.1:PORT/sdk` */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly certificate: Omit<ServerCertificate, 'privateKey'>;
  readonly estate: Estate;
  readonly calls: Counters;
  /** What was asked and truly answered; empty unless `hears` was set. */
  readonly heard: ReadonlyMap<string, Heard>;
  /** Lies that changed an answer. */
  readonly liesTold: ReadonlySet<Lie>;
  readonly settings: Settings;
  /** Calls to hosts: the most at a time, and how many were refused. */
  readonly hostCalls: Pick<HostSlots, 'highest' | 'refused'>;
  readonly openSessions: number;
  /** Those of the REST API. */
  readonly openRestSessions: number;
  /** Those of them whose cookie the client was never sent: it cannot end them. */
  readonly untoldSessions: number;
  /** Connections that are open now. */
  readonly openConnections: number;
  /** Paging tokens that were neither followed nor cancelled, those that a logout left behind included. */
  readonly openTokens: number;
  readonly logins: number;
  readonly refusedLogins: number;
  readonly hosts: readonly SimulatedHost[];
  /** The host of that name as it is now; throws when there is none. */
  hostNamed(name: string): SimulatedHost;
  /** Switches troubles of the whole server on; they join those that are not used up. */
  disturb(...troubles: readonly TroubleInput[]): void;
  /** Replaces the troubles of one host; an empty object mends it. */
  disturbHost(name: string, trouble: HostTrouble): void;
  /** Patches a host and boots it at once. */
  patchHost(name: string, to: PatchedTo): void;
  /** Replaces the lies about what belongs to no host. */
  lieAbout(...lies: readonly Lie[]): void;
  /** Changes how a cluster is set. */
  configureCluster(name: string, changes: Partial<ClusterConfig>): void;
  /** Ends all troubles of the whole server. */
  calm(): void;
  close(): Promise<void>;
}

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { estate } = options;
  const certificate =
    typeof options.certificate === 'object' ? options.certificate : await makeCertificate(options.certificate);
  const world = new World(estate, options.now ?? Date.now);
  const lies = new EstateLies(world);
  const sdk: Sdk = {
    world,
    sessions: new SessionTable(),
    restSessions: new RestSessions(),
    counters: new Counters(),
    disturbances: new Disturbances(),
    hostSlots: new HostSlots(),
    settings: {
      latency: options.latency ?? estate.latency,
      slots: options.slots ?? null,
      refuseAbove: options.refuseAbove ?? null,
      pageSize: options.pageSize ?? 100,
      gzip: options.gzip ?? true,
      foreignPrefix: options.foreignPrefix ?? false,
    },
    endConnections: () => {},
    balancer: estate.balanced ? new Balancer() : null,
    liar: new Liar(lies),
    hearing: options.hears === true ? new Hearing((subject) => lies.isOfHost(subject)) : null,
    onCall: options.onCall ?? null,
  };
  sdk.disturbances.add(estate.troubles);
  const host = options.host ?? '127.0.0.1';
  const listening = await listen(sdk, {
    host,
    port: options.port ?? 0,
    certificate,
    legacyTls: options.legacyTls ?? false,
  });
  sdk.endConnections = () => listening.hangUp();
  sdk.world.replaceCertificate = async () => listening.present(await makeCertificate());
  const ofHosts = await listenForHosts(sdk.world);
  const close = async (): Promise<void> => {
    sdk.world.tasks.close();
    await Promise.all([listening, ...ofHosts].map((each) => each.close()));
  };
  return running(sdk, { host, listening, certificate, lies, close });
}

interface Running {
  readonly host: string;
  readonly listening: Listening;
  readonly certificate: ServerCertificate;
  readonly lies: EstateLies;
  readonly close: () => Promise<void>;
}

function running(sdk: Sdk, { host, listening, certificate, lies, close }: Running): Simulator {
  const { port } = listening;
  const { privateKey: _secret, ...shown } = certificate;
  const hostNamed = (name: string): SimulatedHost => {
    const found = sdk.world.hostNamed(name);
    if (found === undefined) throw new Error(`the estate has no host ${name}`);
    return found;
  };
  return {
    url: `https://${host.includes(':') ? `[${host}]` : host}:${port}/sdk`,
    host,
    port,
    certificate: shown,
    estate: sdk.world.estate,
    calls: sdk.counters,
    heard: sdk.hearing?.requests ?? new Map(),
    liesTold: lies.told,
    settings: sdk.settings,
    hostCalls: sdk.hostSlots,
    get openSessions() {
      return sdk.sessions.live().length;
    },
    get openRestSessions() {
      return sdk.restSessions.open;
    },
    get untoldSessions() {
      return sdk.sessions.live().filter((session) => !sdk.counters.cookies.has(cookieHeader(session))).length;
    },
    get openConnections() {
      return listening.connections;
    },
    get openTokens() {
      return sdk.sessions.live().reduce((sum, { tokens }) => sum + tokens.size, sdk.sessions.abandonedTokens);
    },
    get logins() {
      return sdk.sessions.logins;
    },
    get refusedLogins() {
      return sdk.sessions.refusedLogins;
    },
    get hosts() {
      return sdk.world.hosts();
    },
    hostNamed,
    disturb: (...troubles) => sdk.disturbances.add(troubles.map((trouble) => troubleSchema.parse(trouble))),
    disturbHost: (name, trouble) => {
      hostNamed(name).trouble = trouble;
      sdk.world.changed();
    },
    patchHost: (name, to) => {
      patchHost(hostNamed(name), to, sdk.world.now());
      sdk.world.changed();
    },
    lieAbout: (...told) => {
      lies.own = told;
    },
    configureCluster: (name, changes) => sdk.world.configureCluster(name, changes),
    calm: () => sdk.disturbances.clear(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
