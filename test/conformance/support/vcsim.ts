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
  /** Null on stock vcsim, which has no kernel settings. */
  readonly kernel: { readonly default: string; readonly configured: string; readonly runtime: string } | null;
  readonly firewall: VcsimFirewall | null;
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
  /** SOAP calls that the server got, by method. */
  calls(): Promise<ReadonlyMap<string, number>>;
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
}

function flagsOf(options: VcsimOptions): string[] {
  const flags: string[] = [];
  if (options.hosts !== undefined) flags.push('-hosts', String(options.hosts));
  if (options.clusters !== undefined) flags.push('-clusters', String(options.clusters));
  if (options.stock === true) flags.push('-stock');
  if (options.esx === true) flags.push('-esx');
  if (options.sessionTimeout !== undefined) flags.push('-session-timeout', options.sessionTimeout);
  return flags;
}

async function fetchCalls(server: Description): Promise<ReadonlyMap<string, number>> {
  const asking = request(new URL('/calls', server.url), { ca: server.certificate, agent: false });
  asking.end();
  const [response] = await once(asking, 'response');
  return new Map(Object.entries(JSON.parse(await text(response)) as Record<string, number>));
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
    calls: () => fetchCalls(description),
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
    },
  };
}
