import { chooseConnections } from '../target/connections.ts';
import type { Connection } from '../target/connections.ts';
import { warn } from './io.ts';
import type { Io } from './io.ts';
import type { ConnectionArguments } from './options.ts';

/** The servers that the connection flags name, with credentials; warns about what is dangerous. */
export async function resolveConnections(args: ConnectionArguments, io: Io): Promise<readonly Connection[]> {
  const flags = {
    targets: args.target ?? [],
    user: args.user,
    password: { file: args.passwordFile, stdin: args.passwordStdin === true, command: args.passwordCommand },
    trust: {
      thumbprints: args.thumbprint ?? [],
      caFiles: args.caFile ?? [],
      knownHosts: args.knownHosts,
      insecure: args.insecure,
      legacyTls: args.tlsLegacy === true,
    },
    timeoutMs: args.timeout * 1000,
  };
  const { connections, warnings } = await chooseConnections(flags, io);
  for (const warning of warnings) await warn(io, warning);
  return connections;
}
