/**
 * Properties that a server may leave out, and what it says by that. Every other one is always told of a host that is
 * connected (an empty array comes as an empty typed element, as recorded of vCenter 8.0.3): left out, it is unread. This is
 * the one place where a missing answer is an answer.
 *
 * Sources are the types of the vSphere Web Services API reference that declare the properties, all of them as optional.
 */
export const OPTIONAL_PROPERTIES = {
  // HostListSummary.managementServerIp: "The IP address of the VirtualCenter server managing this host, if any".
  'summary.managementServerIp': 'no vCenter manages the host',
  // ComputeResource.lifecycleManaged, since 7.0.
  lifecycleManaged: 'no image owns the software of the cluster',
  // ComputeResource.configManagerEnabled, since 8.0.
  configManagerEnabled: 'no configuration profile owns the settings of the cluster',
  // ManagedEntity.customValue: values of custom attributes (docs/internals/wire.md 2.10).
  customValue: 'the object has no custom attribute',
  // CustomFieldsManager.field
  field: 'there is no custom attribute',
  // VirtualMachineConfigInfo.managedBy: the extension that runs the virtual machine.
  'config.managedBy': 'no extension runs the virtual machine',
} as const satisfies Readonly<Record<string, string>>;

export type OptionalProperty = keyof typeof OPTIONAL_PROPERTIES;

/**
 * Properties that came with a version of ESXi, from the "since" of the same reference. A newer vCenter leaves them out for
 * an older host, which then surely does not have what they tell.
 */
export const HOST_SINCE = {
  // HostConfigInfo.lockdownMode
  'config.lockdownMode': '6.0',
  // HostConfigManager.hostAccessManager
  'configManager.hostAccessManager': '6.0',
  // HostConfigManager.certificateManager
  'configManager.certificateManager': '6.0',
} as const satisfies Readonly<Record<string, string>>;
