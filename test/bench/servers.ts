import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ACCOUNT } from '../conformance/support/simulator.ts';
import { startVcsim } from '../conformance/support/vcsim.ts';

/** A server to measure against, in a process of its own. */
export interface Measured extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly sha256: string;
  /** PEM. */
  readonly certificate: string;
}

const SIMULATOR = fileURLToPath(new URL('clients/simulator.ts', import.meta.url));

/** VMware's own simulator, with Gen8 hosts that answer for themselves; 32 hosts a cluster. */
export async function measuredVcsim(hosts: number, latencyMs = 0): Promise<Measured> {
  const vcsim = await startVcsim({ hosts, clusters: Math.ceil(hosts / 32), latencyMs });
  return Object.assign(vcsim, { name: 'vcsim' });
}

/** Ours; each call takes it so many milliseconds longer than its work does. */
export async function measuredSimulator(
  hosts: number,
  latencyMs = 0,
  { slots = 0, refuseAbove = 0 }: HostCallTraits = {},
): Promise<Measured> {
  const { server } = await serve(SIMULATOR, [hosts, latencyMs, slots, refuseAbove].map(String));
  return server;
}

/** How a simulator hands calls on to hosts; 0: without a limit. */
export interface HostCallTraits {
  /** Worked on at a time; the others wait. */
  readonly slots?: number;
  /** Beyond so many, they are refused. */
  readonly refuseAbove?: number;
}

/** A simulator that can be told things while it runs. */
export interface Asked {
  readonly server: Measured;
  /** Sends a line, and resolves to the line that comes back. */
  readonly ask: (line: string) => Promise<string>;
}

/** Starts one of our simulators; its first line tells where it is. */
export async function serve(script: string, args: readonly string[]): Promise<Asked> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { done, value } = await lines.next();
    if (done === true) throw new Error('the simulator did not start, or has ended');
    return value;
  };
  const { url, sha256, certificate } = JSON.parse(await next()) as Pick<Measured, 'url' | 'sha256' | 'certificate'>;
  const server = {
    name: 'our simulator',
    url,
    sha256,
    certificate,
    ...ACCOUNT,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
    },
  };
  const ask = (line: string): Promise<string> => {
    child.stdin.write(`${line}\n`);
    return next();
  };
  return { server, ask };
}
