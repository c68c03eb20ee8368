import type { VimElement } from './element.ts';
import type { Moref } from './moref.ts';
import { morefElement } from './xml-writer.ts';

/** One method call: what to send, and what to make of the answer. */
export interface Call<T> {
  readonly method: Method;
  /** What calls of one method differ in, such as the command: how long it takes hangs on it. The method unless said. */
  readonly about?: string;
  /** The method element. May hold a password: never shown, never logged. */
  readonly body: string;
  /** Elements of the SOAP header that only this call has. May hold a token: never shown, never logged. */
  readonly header?: string;
  /** A read, which may be sent again when the answer got lost. A write may not. */
  readonly safe: boolean;
  /** Throws a WireError where the answer lacks what it must have, an EsxcliFault where a command failed. */
  readonly decode: (response: VimElement) => T;
}

/** `<Method xmlns="urn:vim25"><_this type="...">...</_this>parameters</Method>`, parameters in declared order. */
export function methodElement(method: Method, self: Moref, parameters = ''): string {
  return `<${method} xmlns="urn:vim25">${morefElement('_this', self)}${parameters}</${method}>`;
}

/**
 * What a method does to the server. `read`: tells something. `session`: begins, keeps or ends what the session alone has (a
 * login, a view, a page token). `write`: everything else, also what only prepares a change; sent by apply and rollback alone.
 */
export type MethodKind = 'read' | 'session' | 'write';

/** Every method that the client sends, and its kind: one without a kind does not compile. */
export const METHOD_KINDS = {
  RetrieveServiceContent: 'session',
  Login: 'session',
  LoginByToken: 'session',
  Logout: 'session',
  CurrentTime: 'read',
  CreateContainerView: 'session',
  DestroyView: 'session',
  RetrievePropertiesEx: 'read',
  ContinueRetrievePropertiesEx: 'read',
  CancelRetrievePropertiesEx: 'session',
  RetrieveManagedMethodExecuter: 'read',
  /** By itself: it carries an esxcli command, which is looked at as well. */
  ExecuteSoap: 'read',
  QueryOptions: 'read',
  QueryLockdownExceptions: 'read',
  HasPrivilegeOnEntities: 'read',
  UpdateOptions: 'write',
  EnableRuleset: 'write',
  DisableRuleset: 'write',
  UpdateRuleset: 'write',
  StartService: 'write',
  StopService: 'write',
  UpdateServicePolicy: 'write',
  LogUserEvent: 'write',
  /** Leaves a file on the host. */
  BackupFirmwareConfiguration: 'write',
  /** Moves nothing, but leaves recommendations with DRS; only a rolling reboot has a use for it. */
  ClusterEnterMaintenanceMode: 'write',
  EnterMaintenanceMode_Task: 'write',
  ExitMaintenanceMode_Task: 'write',
  RebootHost_Task: 'write',
  ReconnectHost_Task: 'write',
  CancelTask: 'write',
} as const satisfies Readonly<Record<string, MethodKind>>;

export type Method = keyof typeof METHOD_KINDS;

export const METHODS = Object.keys(METHOD_KINDS) as readonly Method[];

/** Reads that a vCenter hands on to a host and waits for (docs/internals/wire.md 8, point 11), beside writes. */
const ANSWERED_BY_HOST: ReadonlySet<string> = new Set<Method>([
  'RetrieveManagedMethodExecuter',
  'ExecuteSoap',
  'QueryOptions',
  'QueryLockdownExceptions',
]);

export function isAnsweredByHost(method: string): boolean {
  return ANSWERED_BY_HOST.has(method);
}

/** Null for a name that is none of ours: a method that nobody has put into the list is not known to read. */
export function kindOfMethod(name: string): MethodKind | null {
  return Object.hasOwn(METHOD_KINDS, name) ? METHOD_KINDS[name as Method] : null;
}
