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
] as const;

export type Method = (typeof METHODS)[number];
