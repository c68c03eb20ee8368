import { dirname, resolve } from 'node:path';
import type { Config } from '../../config/parse-config.ts';
import {
  chooseConnections,
  type ChosenConnections,
  type Connection,
  type ConnectionFlags,
} from '../../target/connections.ts';
import type { ConfigArguments } from '../common-options.ts';
import type { ConnectionArguments, ReadingArguments } from '../connection-options.ts';
import { usageError } from '../parser/usage-error.ts';
import { type Io, warn } from './console.ts';
import { requireOwnConfig } from './load-config.ts';

type Arguments = ConnectionArguments & ReadingArguments & ConfigArguments;

/**
 * The servers that the connection flags name, else those of the config, else that of GOVC_URL, with credentials; warns about
 * what is dangerous.
 */
export async function resolveConnections(
  args: Arguments,
  io: Io,
  config: Config | null = null,
): Promise<readonly Connection[]> {
  const { connections, warnings } = await chosenBy(args, io, config);
  for (const warning of warnings) await warn(io, warning);
  const { maxCalls } = args;
  return connections.map((connection) => {
    const witness = io.diagnostics?.witnessFor(connection.credentials) ?? null;
    return {
      ...connection,
      ...(maxCalls === undefined ? {} : { endpoint: { ...connection.endpoint, maxCalls } }),
      ...(witness === null ? {} : { witness }),
      ...(args.propertiesOnly === true ? { propertiesOnly: true } : {}),
    };
  });
}

async function chosenBy(args: Arguments, io: Io, config: Config | null): Promise<ChosenConnections> {
  const targets = config?.sections.targets;
  if (args.target !== undefined || config === null || targets === undefined)
    return chooseConnections(flagsOf(args), io);
  const [flag] = FLAGS_OF_A_TARGET.filter(([, key]) => args[key] !== undefined);
  if (flag !== undefined) {
    throw usageError(`--${flag[0]} goes with --target; the targets of ${config.file} have their own.`);
  }
  if (args.config === undefined) await requireOwnConfig(config.file);
  const { configuredConnections } = await import('../../target/configured-connections.ts');
  return configuredConnections(targets, dirname(resolve(config.file)), io);
}

/** Flags that say how one target is spoken to. */
const FLAGS_OF_A_TARGET = [
  ['user', 'user'],
  ['password-file', 'passwordFile'],
  ['password-stdin', 'passwordStdin'],
  ['password-command', 'passwordCommand'],
  ['token-file', 'tokenFile'],
  ['thumbprint', 'thumbprint'],
  ['ca-file', 'caFile'],
  ['known-hosts', 'knownHosts'],
  ['insecure', 'insecure'],
  ['tls-legacy', 'tlsLegacy'],
] as const;

function flagsOf(args: ConnectionArguments): ConnectionFlags {
  return {
    targets: args.target ?? [],
    user: args.user,
    password: { file: args.passwordFile, stdin: args.passwordStdin === true, command: args.passwordCommand },
    tokenFile: args.tokenFile,
    trust: {
      thumbprints: args.thumbprint ?? [],
      caFiles: args.caFile ?? [],
      knownHosts: args.knownHosts,
      insecure: args.insecure,
      legacyTls: args.tlsLegacy === true,
    },
    timeoutMs: args.timeout * 1000,
  };
}

/** The one server of a command that is about one plan or one host. */
export async function resolveOneTarget(args: ConnectionArguments, io: Io): Promise<Connection> {
  const targets = args.target ?? [];
  if (targets.length > 1) throw usageError('This command takes one --target.');
  const [connection, ...others] = await resolveConnections(args, io);
  if (connection === undefined || others.length > 0) throw usageError('This command takes one --target.');
  return connection;
}
