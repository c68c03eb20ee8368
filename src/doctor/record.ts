import { collectFacts } from '../collect/collect-facts.ts';
import { readSelection, type Scope } from '../collect/scope.ts';
import type { FactDemand } from '../model/facts.ts';
import { type Connection, openConnection } from '../target/connections.ts';

export interface RecordRequest {
  readonly scope: Scope;
  readonly demand: FactDemand;
  /** Hosts that are read. */
  readonly most: number;
  readonly signal: AbortSignal;
}

/** What was read while the connection's witness listened. */
export interface Recorded {
  /** Negotiated. */
  readonly apiVersion: string;
  readonly hosts: number;
}

/** Reads the first hosts in scope as a scan would, so that the connection's witness sees every kind of call. Reads only. */
export async function readForRecord(
  connection: Connection,
  { scope, demand, most, signal }: RecordRequest,
): Promise<Recorded> {
  await using session = await openConnection(connection, { signal });
  const { hosts } = await readSelection(session, scope, { signal });
  const { instanceUuid } = session.content.about;
  const source = { target: session.endpoint.url, targetIdentity: instanceUuid, releaseName: () => null };
  const facts = await collectFacts(session, hosts.slice(0, most), { demand, source, signal });
  return { apiVersion: session.apiVersion, hosts: facts.length };
}
