import type { InventoryHost } from '../collect/inventory.ts';
import type { ScopeTerm } from '../collect/scope.ts';
import type { Session } from '../connect/session.ts';
import type { EsxcheckError } from '../model/errors.ts';
import type { Connection } from '../target/connections.ts';

/** One target after the first look: its session is open and its hosts in scope are known, or it failed. */
export interface Opened {
  readonly connection: Connection;
  readonly session: Session;
  readonly inventory: readonly InventoryHost[];
  readonly hosts: readonly InventoryHost[];
  readonly unmatched: readonly ScopeTerm[];
}

export interface Failed {
  readonly connection: Connection;
  readonly error: EsxcheckError;
}
