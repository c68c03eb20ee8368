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

/** Null for a name that is none of ours: a method that nobody has put into the list is not known to read. */
export function kindOfMethod(name: string): MethodKind | null {
  return Object.hasOwn(METHOD_KINDS, name) ? METHOD_KINDS[name as Method] : null;
}
