import type { Connection } from '../target/connections.ts';
import type { ConnectionArguments } from './connection-options.ts';
import { resolveConnections } from './connections.ts';
import type { Io } from './io.ts';
import { misuse } from './misuse.ts';

/** The one server of a command that is about one plan or one host. */
export async function resolveOneTarget(args: ConnectionArguments, io: Io): Promise<Connection> {
  const targets = args.target ?? [];
  if (targets.length > 1) throw misuse('This command takes one --target.');
  const [connection, ...others] = await resolveConnections(args, io);
  if (connection === undefined || others.length > 0) throw misuse('This command takes one --target.');
  return connection;
}
