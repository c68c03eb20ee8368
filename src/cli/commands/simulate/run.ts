import { isIP } from 'node:net';
import { escapeControlCharacters } from '../../../model/control-characters.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import { shippedPath } from '../../../shipped/installation.ts';
import { type Estate, generateEstate, loadEstate } from '../../../simulator/estate.ts';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import { usageError } from '../../parser/usage-error.ts';
import { type Io, print, untilInterrupted, warn } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';

/** Runs the simulated vCenter until Ctrl-C, for trying things out and for other people's clients. */
export async function run(args: SimulateArguments, io: Io): Promise<number> {
  return runSimulator(args, io);
}

export interface SimulateArguments {
  readonly estate?: string | undefined;
  readonly hosts?: number | undefined;
  /** Milliseconds. */
  readonly latency?: number | undefined;
  readonly slots?: number | undefined;
  readonly refuseAbove?: number | undefined;
  readonly port: number;
  readonly listen: string;
}

/** Starts the simulator, tells how to reach it, and stops it on interruption. */
export async function runSimulator(args: SimulateArguments, io: Io): Promise<number> {
  if (isIP(args.listen) === 0) throw usageError('The option --listen takes an address, such as 127.0.0.1 or 0.0.0.0.');
  const simulator = await start(await estateFor(args), args);
  try {
    if (!isLoopback(args.listen)) await warn(io, 'everybody who reaches this machine can log in to the simulator');
    await print(io, describeSimulator(simulator, io.platform));
    await untilInterrupted(io.signal);
  } finally {
    await simulator.close();
  }
  return EXIT.done;
}

async function estateFor({ estate, hosts }: SimulateArguments): Promise<Estate> {
  if (estate !== undefined && hosts !== undefined) throw usageError('Give --estate or --hosts, not both.');
  if (hosts !== undefined) return generateEstate({ hosts });
  return loadEstate(estate ?? shippedPath('src', 'simulator', 'estates', 'demo.yaml'));
}

async function start(
  estate: Estate,
  { port, listen, latency, slots, refuseAbove }: SimulateArguments,
): Promise<Simulator> {
  try {
    return await startSimulator({
      estate,
      port,
      host: listen,
      ...(latency === undefined ? {} : { latency }),
      ...(slots === undefined ? {} : { slots }),
      ...(refuseAbove === undefined ? {} : { refuseAbove }),
    });
  } catch (error) {
    throw cannotListen(error, listen, port);
  }
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EACCES: 'permission denied',
  EADDRNOTAVAIL: 'this machine has no such address',
};

function cannotListen(error: unknown, listen: string, port: number): unknown {
  const reason = error instanceof Error && 'code' in error ? REASONS[String(error.code)] : undefined;
  if (reason === undefined) return error;
  return new EsxcheckError('CANNOT_LISTEN', `The simulator cannot listen on ${listen}, port ${port}: ${reason}.`, {
    details: ['Without --port it takes a free one.'],
    cause: error,
  });
}

/** How to reach a simulator, with a command to paste into another terminal. */
function describeSimulator(simulator: Simulator, platform: NodeJS.Platform): string {
  const { port, certificate, estate } = simulator;
  const account = estate.accounts[0] ?? { user: '', password: '' };
  const target = `${nameToCall(simulator.host)}:${port}`;
  const rows = [
    `A simulated ${estate.kind === 'esxi' ? 'ESXi host' : 'vCenter'} (${estate.name}) listens until Ctrl-C.`,
    `  URL       https://${target}/sdk`,
    `  User      ${account.user}`,
    `  Password  ${account.password}`,
    `  SHA-256   ${certificate.sha256}`,
    '',
    'In another terminal:',
    `  ${environmentLine(account.password, platform)}`,
    `  esxcheck scan --target ${quoted(target)} --user ${quoted(account.user)} --thumbprint ${certificate.sha256}`,
  ];
  return rows.map((row) => `${escapeControlCharacters(row)}\n`).join('');
}

/** Who listens everywhere is called at home. */
function nameToCall(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  if (address === '::') return '[::1]';
  return address.includes(':') ? `[${address}]` : address;
}

function environmentLine(password: string, platform: NodeJS.Platform): string {
  if (platform === 'win32') return `$env:ESXCHECK_PASSWORD = '${password.replaceAll("'", "''")}'`;
  return `export ESXCHECK_PASSWORD=${quoted(password)}`;
}

/** For a shell; plain words stay as they are. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
