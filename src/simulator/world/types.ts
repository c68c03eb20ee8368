import { isAtLeast } from '../wire/versions.ts';

/**
 * Members of the types that property paths run through: `name`, `name:Type` where the path may go deeper,
 * `name@version` where older API versions do not know it (protocol.md 2.6).
 */
const MEMBERS: Readonly<Record<string, string>> = {
  ExtensibleManagedObject: 'value availableField',
  ManagedEntity: `parent customValue overallStatus configStatus configIssue effectiveRole permission name disabledMethod
    recentTask declaredAlarmState triggeredAlarmState alarmActionsEnabled@4.0 tag@4.0`,
  Folder: 'childType childEntity namespace@6.5',
  Datacenter: 'vmFolder hostFolder datastoreFolder@4.0 networkFolder@4.0 datastore network configuration@5.1',
  ComputeResource: `resourcePool host datastore network summary:ComputeResourceSummary environmentBrowser
    configurationEx:ClusterConfigInfoEx lifecycleManaged@7.0.0.0 configManagerEnabled@8.0.0.0`,
  ComputeResourceSummary:
    'totalCpu totalMemory numCpuCores numCpuThreads effectiveCpu effectiveMemory numHosts numEffectiveHosts overallStatus',
  ClusterComputeResource:
    'configuration recommendation drsRecommendation drsFault hciConfig@6.7.1 migrationHistory actionHistory',
  ClusterConfigInfoEx:
    'dasConfig:ClusterDasConfigInfo dasVmConfig drsConfig:ClusterDrsConfigInfo drsVmConfig vsanConfigInfo:VsanClusterConfigInfo@5.5',
  ClusterDasConfigInfo: 'enabled admissionControlEnabled',
  ClusterDrsConfigInfo: 'enabled defaultVmBehavior vmotionRate',
  VsanClusterConfigInfo: 'enabled defaultConfig',
  ResourcePool: 'summary runtime owner resourcePool vm config childConfiguration',
  VirtualMachine:
    'runtime:VirtualMachineRuntimeInfo config:VirtualMachineConfigInfo summary guest resourcePool parentVApp snapshot datastore network',
  VirtualMachineRuntimeInfo: 'host connectionState powerState',
  VirtualMachineConfigInfo: 'name uuid hardware:VirtualHardware managedBy@5.0',
  VirtualHardware: 'numCPU memoryMB device',
  Alarm: 'info:AlarmInfo',
  AlarmInfo: 'name description enabled',
  Datastore: 'info summary host vm browser capability',
  Network: 'summary host vm',
  HostSystem: `runtime:HostRuntimeInfo summary:HostListSummary hardware:HostHardwareInfo capability:HostCapability
    licensableResource remediationState@6.7.3 precheckRemediationResult@6.7.3 remediationResult@6.7.3 complianceCheckState@6.7.3
    complianceCheckResult@6.7.3 configManager:HostConfigManager config:HostConfigInfo vm datastore network datastoreBrowser systemResources
    answerFileValidationState@6.7.3 answerFileValidationResult@6.7.3`,
  HostRuntimeInfo: `connectionState powerState standbyMode@4.1 inMaintenanceMode inQuarantineMode@6.5 bootTime
    healthSystemRuntime dasHostState:ClusterDasFdmHostState@5.0 tpmPcrValues vsanRuntimeInfo@5.5 cryptoState@6.5 hostMaxVirtualDiskCapacity@5.5`,
  ClusterDasFdmHostState: 'state stateReporter',
  HostListSummary: `host hardware:HostHardwareSummary runtime:HostRuntimeInfo config:HostConfigSummary quickStats overallStatus
    rebootRequired customValue managementServerIp maxEVCModeKey@4.0 currentEVCModeKey@4.0 currentEVCGraphicsModeKey@7.0.1.0 gateway@6.0`,
  HostHardwareSummary: `vendor model uuid otherIdentifyingInfo memorySize cpuModel cpuMhz numCpuPkgs numCpuCores numCpuThreads numNics numHBAs`,
  HostConfigSummary:
    'name port sslThumbprint@4.0 product:AboutInfo vmotionEnabled faultToleranceEnabled@4.0 featureVersion agentVmDatastore agentVmNetwork',
  AboutInfo: `name fullName vendor version patchLevel@7.0.2.0 build localeVersion localeBuild osType productLineId apiType apiVersion
    instanceUuid@4.0 licenseProductName@4.0 licenseProductVersion@4.0`,
  HostHardwareInfo: `systemInfo:HostSystemInfo cpuPowerManagementInfo@4.0 cpuInfo:HostCpuInfo cpuPkg memorySize numaInfo smcPresent pciDevice
    cpuFeature biosInfo:HostBIOSInfo reliableMemoryInfo@5.5 persistentMemoryInfo@6.7 sgxInfo@7.0.0.0 sevInfo@7.0.1.0 memoryTieringType@7.0.3.0`,
  HostSystemInfo: `vendor model uuid otherIdentifyingInfo serialNumber@6.7 qualifiedName@6.7.1 vvolHostNQN@8.0.0.0 vvolHostId@8.0.0.0`,
  HostCpuInfo: 'numCpuPackages numCpuCores numCpuThreads hz',
  HostBIOSInfo: `biosVersion releaseDate vendor@6.5 majorRelease@6.5 minorRelease@6.5 firmwareMajorRelease@6.5 firmwareMinorRelease@6.5 firmwareType@8.0.2.0`,
  HostCapability: `rebootSupported maintenanceModeSupported standbySupported shutdownSupported firewallIpRulesSupported@5.0 uefiSecureBoot@8.0.3.0`,
  HostConfigManager: `cpuScheduler datastoreSystem memoryManager storageSystem networkSystem vmotionSystem virtualNicManager@4.0 serviceSystem
    firewallSystem advancedOption diagnosticSystem autoStartManager snmpSystem dateTimeSystem patchManager imageConfigManager@5.0
    bootDeviceSystem firmwareSystem healthStatusSystem esxAgentHostManager@5.0 accountManager@6.0 hostAccessManager@6.0
    certificateManager@6.0`,
  HostConfigInfo: `host product:AboutInfo deploymentInfo@6.5 hyperThread:HostHyperThreadScheduleInfo cpuScheduler consoleReservation virtualMachineReservation storageDevice
    multipathState:HostMultipathStateInfo@4.0 fileSystemVolume:HostFileSystemVolumeInfo systemFile network:HostNetworkInfo vmotion virtualNicManagerInfo@4.0 capabilities datastoreCapabilities offloadCapabilities
    service:HostServiceInfo firewall:HostFirewallInfo autoStart activeDiagnosticPartition option optionDef datastorePrincipal localSwapDatastore systemSwapConfiguration@5.1
    systemResources dateTimeInfo flags adminDisabled lockdownMode@6.0 ipmi sslThumbprintInfo@4.0 sslThumbprintData@4.1 certificate@5.0 pciPassthruInfo
    authenticationManagerInfo@4.1 featureVersion powerSystemCapability powerSystemInfo cacheConfigurationInfo@5.5 wakeOnLanCapable featureCapability@5.1
    maskedFeatureCapability@5.1 vFlashConfigInfo@5.5 vsanHostConfig:VsanHostConfigInfo@5.5 scriptCheckSum@5.0 hostConfigCheckSum@5.0 descriptionTreeCheckSum@5.0
    graphicsInfo@5.5 sharedPassthruGpuTypes@6.0 graphicsConfig@6.5 ioFilterInfo@6.0 sriovDevicePool@6.5`,
  HostMultipathStateInfo: 'path',
  HostFileSystemVolumeInfo: 'volumeTypeList mountInfo',
  HostNetworkInfo: 'vswitch proxySwitch portgroup pnic vnic consoleVnic dnsConfig',
  VsanHostConfigInfo:
    'enabled hostSystem clusterInfo storageInfo networkInfo faultDomainInfo:VsanHostFaultDomainInfo@6.0',
  VsanHostFaultDomainInfo: 'name',
  HostHyperThreadScheduleInfo: 'available active config',
  HostServiceInfo: 'service',
  HostFirewallInfo: 'defaultPolicy:HostFirewallDefaultPolicy ruleset',
  HostFirewallDefaultPolicy: 'incomingBlocked outgoingBlocked',
  HostFirewallSystem: 'firewallInfo:HostFirewallInfo',
  HostServiceSystem: 'serviceInfo:HostServiceInfo',
  OptionManager: 'supportedOption setting',
  HostCertificateManager: 'certificateInfo:HostCertificateManagerCertificateInfo@6.0',
  HostCertificateManagerCertificateInfo: 'issuer notBefore notAfter subject status',
  HostProfileManager: 'profile',
  HostProfile: 'name description createdTime config entity complianceStatus',
  ServiceInstance: 'serverClock capability content:ServiceContent',
  ServiceContent: `rootFolder propertyCollector viewManager about:AboutInfo setting userDirectory sessionManager authorizationManager perfManager
    eventManager taskManager searchIndex licenseManager hostProfileManager@4.0`,
  SessionManager: 'sessionList currentSession message messageLocaleList supportedLocaleList defaultLocale',
  PropertyCollector: 'filter',
  PropertyFilter: 'spec partialUpdates',
  ViewManager: 'viewList',
  ManagedObjectView: 'view',
  ContainerView: 'container type recursive',
  ListView: '',
  TaskManager: 'recentTask description maxCollector',
  Task: 'info:TaskInfo',
  TaskInfo: `key task description name descriptionId entity entityName locked state cancelled cancelable error result progress reason queueTime
    startTime completeTime eventChainId changeTag@4.0 parentTaskKey@4.0 rootTaskKey@4.0 activationId@6.0`,
};

const ENTITY = ['ManagedEntity', 'ExtensibleManagedObject'];

/** Every type and all that it extends; of some there is never an object here, but clients ask for them by name. */
const BASES: Readonly<Record<string, readonly string[]>> = {
  ManagedEntity: ['ExtensibleManagedObject'],
  Folder: ENTITY,
  StoragePod: ['Folder', ...ENTITY],
  Datacenter: ENTITY,
  ComputeResource: ENTITY,
  ClusterComputeResource: ['ComputeResource', ...ENTITY],
  ResourcePool: ENTITY,
  VirtualApp: ['ResourcePool', ...ENTITY],
  HostSystem: ENTITY,
  VirtualMachine: ENTITY,
  Datastore: ENTITY,
  Network: ENTITY,
  OpaqueNetwork: ['Network', ...ENTITY],
  DistributedVirtualPortgroup: ['Network', ...ENTITY],
  DistributedVirtualSwitch: ENTITY,
  VmwareDistributedVirtualSwitch: ['DistributedVirtualSwitch', ...ENTITY],
  ContainerView: ['ManagedObjectView', 'View'],
  ListView: ['ManagedObjectView', 'View'],
  Task: ['ExtensibleManagedObject'],
};

/** The type and all that it extends. */
function lineage(type: string): readonly string[] {
  return [type, ...(BASES[type] ?? [])];
}

export function isOfType(type: string, wanted: string): boolean {
  return type === wanted || wanted === 'ManagedObject' || (BASES[type]?.includes(wanted) ?? false);
}

interface Member {
  readonly type: string | null;
  readonly since: string;
}

const tables = new Map<string, ReadonlyMap<string, Member>>();

function membersOf(type: string): ReadonlyMap<string, Member> {
  const known = tables.get(type);
  if (known !== undefined) return known;
  const words = lineage(type).flatMap((each) => (MEMBERS[each] ?? '').split(/\s+/).filter((word) => word !== ''));
  const table = new Map(words.map(readMember));
  tables.set(type, table);
  return table;
}

function readMember(word: string): [string, Member] {
  const [, name = '', type, version] = /^(\w+)(?::(\w+))?(?:@([\d.]+))?$/.exec(word) ?? [];
  return [name, { type: type ?? null, since: version ?? '0' }];
}

/** The root properties of a type that a version knows: what `all` in a PropertySpec stands for. */
export function propertiesOf(type: string, version: string): readonly string[] {
  return [...membersOf(type)].filter(([, { since }]) => isAtLeast(version, since)).map(([name]) => name);
}

const verdicts = new Map<string, boolean>();

/** Whether a version of the API knows a path such as `summary.config.product.build` on a type. */
export function knowsPath(type: string, path: string, version: string): boolean {
  const key = `${type} ${version} ${path}`;
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  const verdict = follow(type, path.split('.'), version);
  if (verdicts.size < 10_000) verdicts.set(key, verdict);
  return verdict;
}

function follow(type: string, [name = '', ...rest]: readonly string[], version: string): boolean {
  const member = membersOf(type).get(name);
  if (member === undefined || !isAtLeast(version, member.since)) return false;
  if (rest.length === 0) return true;
  return member.type !== null && follow(member.type, rest, version);
}
