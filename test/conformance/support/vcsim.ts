import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:https';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { VCSIM } from './paths.ts';

/** What a generated host was told to be: the truth that a scan is held against. */
export interface VcsimHost {
  readonly id: string;
  readonly name: string;
  readonly uuid: string;
  readonly serial: string;
  /** Empty for a standalone host. */
  readonly cluster: string;
  readonly vendor: string;
  readonly model: string;
  readonly cpuModel: string;
  readonly version: string;
  readonly build: string;
  readonly connectionState: string;
  readonly inMaintenanceMode: boolean;
  /** Null on stock vcsim, which has no kernel settings. */
  readonly kernel: { readonly default: string; readonly configured: string; readonly runtime: string } | null;
  readonly firewall: VcsimFirewall | null;
  /** What decides whether a change outlasts the next boot; null on stock vcsim. */
  readonly boot: { readonly device: 'disk' | 'stateless' | 'lost'; readonly stagedImage: boolean } | null;
  /** What an upgrade asks of the server; null on stock vcsim. */
  readonly equipment: VcsimEquipment | null;
}

export interface VcsimEquipment {
  /** Empty where the host does not tell, as those before 8.0 Update 2. */
  readonly firmware: string;
  /** The version; empty for none. */
  readonly tpm: string;
  readonly xsave: boolean;
  readonly memoryMiB: number;
  readonly nicDrivers: readonly string[];
  readonly adapterDrivers: readonly string[];
  readonly pciDevices: readonly string[];
}

export interface VcsimFirewall {
  readonly enabled: boolean;
  readonly outgoingBlocked: boolean;
  /** Every ruleset with a rule that holds outbound tcp/2377, enabled or not. */
  readonly covering: readonly {
    readonly ruleset: string;
    readonly enabled: boolean;
    readonly allIp: boolean;
    readonly allowed: readonly string[];
  }[];
}

interface Description {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly sha256: string;
  readonly sha1: string;
  /** PEM; self-signed, and good for 127.0.0.1. */
  readonly certificate: string;
  readonly hosts: readonly VcsimHost[];
}

export interface Vcsim extends Description, AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  /** SOAP calls that the server got, by method; esxcli commands as `esxcli system.settings.kernel.set`. */
  calls(): Promise<ReadonlyMap<string, number>>;
  /** The hosts as the server itself holds them now. */
  hostsNow(): Promise<readonly VcsimHost[]>;
}

export interface VcsimOptions {
  readonly hosts?: number;
  readonly clusters?: number;
  /** Unmodified vcsim. */
  readonly stock?: boolean;
  /** One unmodified ESXi host instead of a vCenter. */
  readonly esx?: boolean;
  /** A Go duration, such as `2s`. */
  readonly sessionTimeout?: string;
  /** The task of this name, such as `EnterMaintenanceMode`, runs for a minute. */
  readonly slowTask?: string;
  /** Releases of the hosts in turn, such as `8.0.3:24022510`, instead of the usual mix. */
  readonly releases?: readonly string[];
  /** The version that the API says it has, such as `8.0.3.0`, instead of vcsim's own 6.5. */
  readonly api?: string;
  /** Milliseconds that each call takes longer. */
  readonly latencyMs?: number;
}

function flagsOf(options: VcsimOptions): string[] {
  const flags: string[] = [];
  if (options.hosts !== undefined) flags.push('-hosts', String(options.hosts));
  if (options.clusters !== undefined) flags.push('-clusters', String(options.clusters));
  if (options.stock === true) flags.push('-stock');
  if (options.esx === true) flags.push('-esx');
  if (options.sessionTimeout !== undefined) flags.push('-session-timeout', options.sessionTimeout);
  if (options.slowTask !== undefined) flags.push('-slow-task', options.slowTask);
  if (options.releases !== undefined) flags.push('-releases', options.releases.join(','));
  if (options.api !== undefined) flags.push('-api', options.api);
  if (options.latencyMs !== undefined) flags.push('-delay', `${options.latencyMs}ms`);
  return flags;
}

/** What the server tells beside the API. */
async function told<T>(server: Description, path: string): Promise<T> {
  const asking = request(new URL(path, server.url), { ca: server.certificate, agent: false });
  asking.end();
  const [response] = await once(asking, 'response');
  return JSON.parse(await text(response)) as T;
}

/** Starts VMware's own simulator. It ends with its standard input, so it cannot outlive this process. */
export async function startVcsim(options: VcsimOptions = {}): Promise<Vcsim> {
  const child = spawn(VCSIM, flagsOf(options), { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([once(lines, 'line'), ended.then(() => [null])]);
  if (typeof line !== 'string') throw new Error(`vcsim ended with exit ${child.exitCode} before it listened`);
  const description = JSON.parse(line) as Description;
  return {
    ...description,
    port: Number(new URL(description.url).port),
    pid: child.pid ?? 0,
    calls: async () => new Map(Object.entries(await told<Record<string, number>>(description, '/calls'))),
    hostsNow: () => told<readonly VcsimHost[]>(description, '/hosts'),
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
    },
  };
}
