import { type HostToChange, readCircumstances } from '../collect/circumstances/read-circumstances.ts';
import type { HostCircumstances } from '../model/circumstances.ts';
import { type Connection, openConnection } from '../target/connections.ts';

/** Reads the circumstances of the hosts that a plan would change, by host id, over a session of its own. */
export async function circumstancesFor(
  connection: Connection,
  hosts: readonly HostToChange[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, HostCircumstances>> {
  if (hosts.length === 0) return new Map();
  await using session = await openConnection(connection, { signal });
  return await readCircumstances(session, hosts, { signal });
}
