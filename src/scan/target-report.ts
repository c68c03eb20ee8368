import type { InventoryHost } from '../collect/inventory.ts';
import type { ScopeTerm } from '../collect/scope.ts';
import type { Loss } from '../collect/target-loss.ts';
import { authorityOf } from '../connect/endpoint.ts';
import type { Session } from '../connect/session.ts';
import type { EsxcheckError } from '../model/errors.ts';
import type { HostFacts } from '../model/facts.ts';
import { lostError, type TargetReport } from '../model/scan.ts';
import type { Connection } from '../target/connections.ts';

/** A target that answered, to the end or not. A direct ESXi host has no `instanceUuid`: its hardware UUID identifies it. */
export function reportOf(session: Session, facts: readonly HostFacts[], loss: Loss | null): TargetReport {
  const { about } = session.content;
  const { account, clock } = session.login;
  return {
    url: session.endpoint.url,
    identity: about.instanceUuid ?? facts[0]?.host.uuid ?? null,
    product: about.name,
    version: about.version,
    build: about.build,
    apiVersion: session.apiVersion,
    ...(account === null ? {} : { account }),
    ...(clock === null ? {} : { clock }),
    error: loss === null ? null : lostError(authorityOf(session.endpoint), loss.read, loss.unread, loss.cause),
  };
}

/** A target that could not be asked: nothing is known of it but why. */
export function reportOfFailure({ connection, error }: Failed): TargetReport {
  return {
    url: connection.endpoint.url,
    identity: null,
    product: null,
    version: null,
    build: null,
    apiVersion: null,
    error: { code: error.code, message: error.message },
  };
}

/** One target after the first look: its session is open and its hosts in scope are known, or it failed. */
export interface OpenedTarget {
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
