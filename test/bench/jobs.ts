import { fileURLToPath } from 'node:url';
import type { ScanDocument } from '../conformance/support/esxcheck.ts';
import { ESXCHECK, GOVC, PYTHON, PYTHON_SCRIPTS } from '../conformance/support/paths.ts';
import type { Program } from './measure.ts';

/** Where a job finds a server, and what it may trust. */
export interface Reach {
  readonly url: string;
  readonly host: string;
  readonly sha256: string;
  readonly caFile: string;
  readonly user: string;
  readonly password: string;
  /** That the server has. */
  readonly hosts: number;
}

/** A client that reads what a scan reads. */
export interface Job {
  readonly name: string;
  readonly program: (reach: Reach) => Program;
  /** Runs that are measured; the slow ones get fewer. */
  readonly runs: number;
  /** Hosts that it is given at most, where calls take so long: one after the other, they would take hours. */
  readonly mostHosts?: (latencyMs: number) => number;
}

/** Whether the output is a list of so many hosts. */
export function holds(hosts: number): (output: string) => boolean {
  return (output) => (JSON.parse(output) as readonly unknown[]).length === hosts;
}

const BARE = fileURLToPath(new URL('clients/bare.mjs', import.meta.url));
const GOVC_LOOP = fileURLToPath(new URL('clients/govc-loop.sh', import.meta.url));
const PYVMOMI = fileURLToPath(new URL('clients/pyvmomi_scan.py', import.meta.url));
const SOAP = fileURLToPath(new URL('clients/node-vsphere-soap.cjs', import.meta.url));

export function account({ user, password }: Reach): Record<string, string> {
  return { WITNESS_USER: user, WITNESS_PASSWORD: password };
}

export function govcAccount({ url, caFile, user, password }: Reach): Record<string, string> {
  return { GOVC_URL: url, GOVC_TLS_CA_CERTS: caFile, GOVC_USERNAME: user, GOVC_PASSWORD: password };
}

/** How esxcheck is told of a server. */
export function targetFlags({ url, sha256, user }: Reach): readonly string[] {
  return ['--target', url, '--thumbprint', sha256, '--user', user];
}

/** The program as it is shipped, with the default packs; it ends with 1, since both servers have failing hosts. */
export function ourScan(runs: number): Job {
  return {
    name: 'esxcheck scan',
    runs,
    program: (reach) => ({
      command: [process.execPath, ESXCHECK, 'scan', '--format', 'json', '--quiet', ...targetFlags(reach)],
      env: { ESXCHECK_PASSWORD: reach.password },
      goodStatuses: [1],
      isDone: (output) => (JSON.parse(output) as ScanDocument).summary.hosts === reach.hosts,
    }),
  };
}

/** Requests that were recorded, a line each, and how many of them were in flight at most. */
export interface Replay {
  readonly file: string;
  readonly connections: number;
}

/** Replays the recorded requests of our scan. */
export function bareClient(recording: Replay, runs: number): Job {
  return bare('bare client', recording, { runs, mode: 'read' });
}

/** The same, and every answer goes through the XML parser. */
export function bareParser(recording: Replay, runs: number): Job {
  return bare('bare client + XML parser', recording, { runs, mode: 'parse' });
}

type BareMode = 'read' | 'parse';

function bare(
  name: string,
  { file, connections }: Replay,
  { runs, mode }: { readonly runs: number; readonly mode: BareMode },
): Job {
  return { name, runs, program: ({ url }) => bareProgram(mode, connections, [{ file, url }]) };
}

/** Sends the requests of each recording to the server of that URL, all of them at once. */
export function bareProgram(
  mode: BareMode,
  connections: number,
  recordings: readonly { readonly file: string; readonly url: string }[],
): Program {
  const places = recordings.flatMap(({ file, url }) => [file, new URL(url).origin]);
  return {
    command: [process.execPath, BARE, mode, String(connections), ...places],
    env: {},
    goodStatuses: [0],
    isDone: () => true,
  };
}

/** What a client that makes so many calls a host, one after the other, may spend on waiting for them. */
const MOST_WAITING_MS = 150_000;

export function pyVmomi(runs: number): Job {
  return {
    name: 'pyVmomi, plain',
    runs,
    mostHosts: (latencyMs) => (latencyMs === 0 ? Infinity : MOST_WAITING_MS / (12 * latencyMs)),
    program: (reach) => ({
      command: [PYTHON, PYVMOMI, ...reach.host.split(':'), reach.caFile],
      env: { ...account(reach), PYTHONPATH: PYTHON_SCRIPTS },
      goodStatuses: [0],
      isDone: holds(reach.hosts),
    }),
  };
}

/** Lines of hosts that esxcli answered on: some in an estate cannot be asked. */
export function answeredInGovc(output: string): readonly string[] {
  return output.split('\n').filter((line) => /^\S.* [1-9]\d* [1-9]\d* [1-9]\d*$/.test(line));
}

export function govcLoop(runs: number): Job {
  return {
    name: 'govc in a loop',
    runs,
    mostHosts: (latencyMs) => (latencyMs === 0 ? 1000 : MOST_WAITING_MS / (35 * latencyMs)),
    program: (reach) => ({
      command: ['sh', GOVC_LOOP, GOVC],
      env: govcAccount(reach),
      goodStatuses: [0],
      isDone: (output) => answeredInGovc(output).length > reach.hosts / 2,
    }),
  };
}

export function nodeVsphereSoap(runs: number): Job {
  return {
    name: 'node-vsphere-soap, plain (properties only)',
    runs,
    program: (reach) => ({
      command: [process.execPath, SOAP, reach.host],
      env: { ...account(reach), NODE_EXTRA_CA_CERTS: reach.caFile },
      goodStatuses: [0],
      isDone: holds(reach.hosts),
    }),
  };
}
