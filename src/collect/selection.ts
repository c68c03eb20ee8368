import type { Session } from '../connect/session.ts';
import { isUuid, withUuids } from './host-uuids.ts';
import { type InventoryHost, readInventory } from './inventory.ts';
import { type Scope, selectHosts, type Selection } from './scope.ts';

export interface ReadSelection extends Selection {
  /** Every host that the account sees. */
  readonly inventory: readonly InventoryHost[];
}

/** Reads the inventory and picks the hosts in scope. Hardware UUIDs are read where the scope names a host by one. */
export async function readSelection(session: Session, scope: Scope, signal?: AbortSignal): Promise<ReadSelection> {
  const listed = await readInventory(session, signal);
  const inventory = scope.hosts.some(isUuid) ? await withUuids(session, listed, signal) : listed;
  return { inventory, ...selectHosts(inventory, scope, session.endpoint.url) };
}
