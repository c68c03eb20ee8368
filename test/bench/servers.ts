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
export async function measuredVcsim(hosts: number): Promise<Measured> {
  const vcsim = await startVcsim({ hosts, clusters: Math.ceil(hosts / 32) });
  return Object.assign(vcsim, { name: 'vcsim' });
}

export async function measuredSimulator(hosts: number): Promise<Measured> {
  const child = spawn(process.execPath, ['--import', 'tsx', SIMULATOR, String(hosts)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended.then(() => [null])]);
  if (typeof line !== 'string') throw new Error('the simulator did not start');
  const { url, sha256, certificate } = JSON.parse(line) as Pick<Measured, 'url' | 'sha256' | 'certificate'>;
  return {
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
}
