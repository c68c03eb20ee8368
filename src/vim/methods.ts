/** Every method that the client sends. */
export const METHODS = [
  'RetrieveServiceContent',
  'Login',
  'Logout',
  'CurrentTime',
  'CreateContainerView',
  'DestroyView',
  'RetrievePropertiesEx',
  'ContinueRetrievePropertiesEx',
  'CancelRetrievePropertiesEx',
  'RetrieveManagedMethodExecuter',
  'ExecuteSoap',
  'QueryOptions',
  'UpdateOptions',
  'EnableRuleset',
  'DisableRuleset',
  'UpdateRuleset',
  'StartService',
  'StopService',
  'UpdateServicePolicy',
  'LogUserEvent',
  'BackupFirmwareConfiguration',
] as const;

export type Method = (typeof METHODS)[number];
