import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Added to a bare environment (PATH, HOME and the like), so that no setting of the machine leaks in. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly timeoutMs?: number;
}

const KEPT = [
  'PATH',
  'HOME',
  'TMPDIR',
  'GOCACHE',
  'GOMODCACHE',
  'GOPATH',
  'GOPROXY',
  'GOFLAGS',
  'GOSUMDB',
  'SSL_CERT_FILE',
];

/** Where packages come from. */
const PACKAGES = /^pip_|^npm_config_(?:registry|cafile|userconfig|globalconfig)$|_proxy$/i;

function bareEnvironment(): Record<string, string> {
  const kept = KEPT.map((name): [string, string | undefined] => [name, process.env[name]]);
  const sources = Object.entries(process.env).filter(([name]) => PACKAGES.test(name));
  return Object.fromEntries([...kept, ...sources].filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Runs a program to its end. Rejects only when it cannot be started; a program past its time is ended, status null. */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...bareEnvironment(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.timeout(options.timeoutMs ?? 100_000),
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => {
      if (error.name !== 'AbortError') reject(error);
    });
    child.once('close', resolve);
  });
  const [status, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { status, stdout, stderr };
}
