import type { Account } from '../estate/estate.ts';
import type { Counters } from '../server/counters.ts';
import type { Session, SessionTable } from '../server/session.ts';
import type { Element } from '../wire/element.ts';
import { noPermission } from '../wire/fault.ts';
import { renderMember } from '../wire/render.ts';
import { reference, type Reference, type Value } from '../wire/value.ts';
import type { SimulatedHost } from '../world/host.ts';
import type { ManagedObject } from '../world/objects.ts';
import type { World } from '../world/world.ts';

/** One method of the simulated API. Every method stands in methods/registry.ts. */
export interface Method {
  readonly name: string;
  /** Type of the objects that have it. */
  readonly on: string;
  /** Names of the parameters in the order of their declaration; anything else is refused. */
  readonly parameters: readonly string[];
  /** No part of the published API: no WSDL of a real server declares it. */
  readonly internal?: boolean;
  /** Needs no login. */
  readonly anonymous?: boolean;
  /** Answered by the host itself: the host's troubles apply, and it must be connected. */
  readonly proxied?: boolean;
  /** What an account needs for it on the object, as the type information of the API says. */
  readonly privilege?: string;
  /** Changes something: refused to read-only accounts, and remembered as a write. */
  readonly writes?: boolean;
  /** The XML inside the response element; empty for a void method. */
  readonly answer: (call: Call) => string | Promise<string>;
}

/** One call as a method sees it. */
export interface Call {
  readonly world: World;
  readonly sessions: SessionTable;
  readonly counters: Counters;
  /** Null only in anonymous methods. */
  readonly session: Session | null;
  readonly self: ManagedObject;
  /** The method element: its children are `_this` and the parameters. */
  readonly request: Element;
  /** API version that the client asked for. */
  readonly version: string;
  /** Subject of the SAML assertion in the request's header; null without one. */
  readonly tokenSubject: string | null;
  readonly userAgent: string;
  readonly address: string;
  /** Which node behind a load balancer the call has reached; null without one. */
  readonly node: string | null;
  /** Aborted when the client hangs up. */
  readonly signal: AbortSignal;
  /** Most objects in one page. */
  readonly pageSize: number;
  setCookie(header: string): void;
}

export function returned(value: Value | undefined, { version }: Call): string {
  return renderMember('returnval', value, version);
}

export function returnedReference(target: Reference, call: Call): string {
  return returned(reference(target), call);
}

/** The session of a call that cannot be made without one. */
export function sessionOf(call: Call): Session {
  if (call.session === null) throw new Error(`${call.request.name} was answered without a session`);
  return call.session;
}

/** The host that a method was called on. */
export function hostOf({ self }: Pick<Call, 'self'>): SimulatedHost {
  if (self.host === undefined) throw new Error(`${self.type} ${self.id} is no part of a host`);
  return self.host;
}

/** The role Read-only holds these three and nothing else. */
const READ_ONLY = ['System.Anonymous', 'System.View', 'System.Read'];

/** Whether an account holds a privilege, on every object. */
export function holds({ privileges, readOnly }: Account, privilege: string): boolean {
  const granted = privileges ?? (readOnly ? READ_ONLY : null);
  return granted === null || granted.includes(privilege);
}

/** Throws NoPermission, with the privilege in it, where the account of a call lacks it. */
export function requireRight({ session }: Pick<Call, 'session'>, privilege: string, object: Reference): void {
  if (session !== null && !holds(session.account, privilege)) throw noPermission(object, privilege);
}
