import { ESXCHECK } from './paths.ts';
import { run, type Ran, type RunOptions } from './run.ts';

/** Runs the program as it is shipped, from `dist`, on plain Node. */
export function esxcheck(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return run(process.execPath, [ESXCHECK, ...args], options);
}

export interface Server {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly sha256: string;
}

/** Runs a command against a server whose certificate is pinned. */
export function against(server: Server, command: string, ...args: readonly string[]): Promise<Ran> {
  const target = ['--target', server.url, '--user', server.user, '--thumbprint', server.sha256];
  return esxcheck([command, ...args, ...target], { env: { ESXCHECK_PASSWORD: server.password } });
}

interface KernelDocument {
  readonly default: string | null;
  readonly configured: string | null;
  readonly runtime: string | null;
  readonly source: string;
}

/** As much of the JSON document as the witnesses look at. */
export interface ScanDocument {
  readonly rules: readonly {
    readonly id: string;
    readonly references: readonly string[];
    readonly advisory?: { readonly id: string; readonly asOf: string; readonly exploited: { readonly source: string } };
  }[];
  readonly targets: readonly { readonly identity: string | null; readonly version: string; readonly error: unknown }[];
  readonly summary: { readonly hosts: number };
  readonly hosts: readonly {
    readonly id: string;
    readonly name: string;
    readonly uuid: string;
    readonly serial: string | null;
    readonly cluster: string | null;
    readonly datacenter: string | null;
    readonly vendor: string;
    readonly model: string;
    readonly cpuModel: string;
    readonly version: string;
    readonly build: string;
    readonly connectionState: string;
    readonly kernel: Readonly<Record<string, KernelDocument>>;
    readonly firewall: { readonly enabled: boolean | null } | null;
  }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly host: string;
    readonly verdict: string;
    readonly state: string | null;
    readonly observed: unknown;
    readonly exposure?: { readonly status: string; readonly mitigated: boolean };
    readonly reason: string | null;
  }[];
}

export function scanDocument(ran: Ran): ScanDocument {
  return JSON.parse(ran.stdout) as ScanDocument;
}

/** The findings of one rule by the managed object id of the host, in the shape that is expected of them. */
export function findingsOf(document: ScanDocument, rule: string): ReadonlyMap<string, object> {
  const found = document.findings.filter((finding) => finding.rule === rule);
  return new Map(
    found.map(({ host, verdict, state, reason }) => [
      host.slice(host.lastIndexOf('/') + 1),
      { verdict, state, reason },
    ]),
  );
}
