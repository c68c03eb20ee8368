import { deserialize, serialize } from 'node:v8';
import type { InventoryHost } from '../collect/inventory.ts';
import type { Credentials, Endpoint } from '../connect/endpoint.ts';
import type { SessionHandover } from '../connect/session.ts';
import type { FactDemand } from '../model/facts.ts';

/**
 * One target to be read by another process: all that it needs to go on where this one has come to. Plain data; a secret, which
 * goes through a pipe and nowhere else.
 */
export interface ReadJob {
  readonly kind: 'read';
  /** Of the process that is asked, to tell its answers apart. */
  readonly id: number;
  readonly endpoint: Endpoint;
  /** For another login where the one handed over has ended. */
  readonly credentials: Credentials;
  readonly propertiesOnly: boolean;
  /** Whether every call is to be told. */
  readonly tellsCalls: boolean;
  readonly session: SessionHandover;
  readonly hosts: readonly InventoryHost[];
  readonly demand: FactDemand;
  /** `instanceUuid` of the vCenter; null for a direct ESXi host. */
  readonly targetIdentity: string | null;
}

/** What the process that started a reader says to it. The last is `end`; where it is missing, that process has died. */
export type Order = ReadJob | { readonly kind: 'end' };

/** A line of base64, with its end: maps and sets stay what they are. */
export function orderLine(order: Order): string {
  return `${serialize(order).toString('base64')}\n`;
}

/** The order of a line. It comes from the process that started this one, so it is taken as it is. */
export function orderIn(line: string): Order {
  return deserialize(Buffer.from(line, 'base64')) as Order;
}
