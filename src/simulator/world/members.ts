/**
 * Members of the types that property paths run through, hosts apart, as the API publishes them: `name`, `name:Type` where the path
 * may go deeper, `name@version` where older API versions do not know it.
 */
export const MEMBERS: Readonly<Record<string, string>> = {
  ExtensibleManagedObject: 'value availableField',
  ManagedEntity: `parent customValue overallStatus configStatus configIssue effectiveRole permission name disabledMethod
    recentTask declaredAlarmState triggeredAlarmState alarmActionsEnabled@4.0 tag@4.0`,
  Folder: 'childType childEntity namespace@6.5 externallyManagedFolderInfo@9.0.0.0',
  Datacenter: 'vmFolder hostFolder datastoreFolder@4.0 networkFolder@4.0 datastore network configuration@5.1',
  ComputeResource: `resourcePool host datastore network summary:ComputeResourceSummary environmentBrowser
    configurationEx:ClusterConfigInfoEx lifecycleManaged@7.0.0.0 configManagerEnabled@8.0.0.0
    networkBootMode@9.0.0.0`,
  ComputeResourceSummary: `totalCpu totalMemory numCpuCores numCpuThreads effectiveCpu effectiveMemory numHosts numEffectiveHosts
    overallStatus`,
  ClusterComputeResource: `configuration:ClusterConfigInfo recommendation drsRecommendation drsFault hciConfig@6.7.1 migrationHistory
    actionHistory summaryEx:ClusterComputeResourceSummary@7.0.1.1`,
  ClusterConfigInfoEx: `dasConfig:ClusterDasConfigInfo dasVmConfig drsConfig:ClusterDrsConfigInfo drsVmConfig
    vsanConfigInfo:VsanClusterConfigInfo@5.5 systemVMsConfig@7.0.3.0 rule orchestration@6.5 vmOrchestration@6.5
    dpmConfigInfo dpmHostConfig vsanHostConfig@5.5 group@4.1 infraUpdateHaConfig@6.5 proactiveDrsConfig@6.5
    cryptoConfig@7.0.0.0 vsanCoreConfig@9.0.0.0`,
  ClusterDasConfigInfo: `enabled admissionControlEnabled vmMonitoring@4.0 hostMonitoring@4.0 vmComponentProtecting@6.0 failoverLevel
    admissionControlPolicy@4.0 defaultVmSettings option heartbeatDatastore@5.0 hBDatastoreCandidatePolicy@5.0`,
  ClusterDrsConfigInfo: `enabled defaultVmBehavior vmotionRate enableVmBehaviorOverrides@4.0 scaleDescendantsShares@7.0.0.0 option`,
  VsanClusterConfigInfo: 'enabled defaultConfig vsanEsaEnabled@8.0.0.1 vsanCyberRecoveryEnabled@9.1.0.0',
  ResourcePool: 'summary runtime owner resourcePool vm config childConfiguration namespace@7.0.0.0',
  VirtualMachine: `runtime:VirtualMachineRuntimeInfo config:VirtualMachineConfigInfo summary:VirtualMachineSummary guest:GuestInfo
    resourcePool parentVApp snapshot datastore network capability layout layoutEx@4.0 storage@4.0 environmentBrowser
    resourceConfig rootSnapshot@4.1 guestHeartbeatStatus`,
  VirtualMachineRuntimeInfo: `host connectionState powerState device@4.1 vmFailoverInProgress@7.0.2.0 faultToleranceState@4.0
    dasVmProtection@5.0 toolsInstallerMounted suspendTime bootTime suspendInterval question memoryOverhead
    maxCpuUsage maxMemoryUsage numMksConnections recordReplayState@4.0 cleanPowerOff@4.0 needSecondaryReason@4.0
    onlineStandby@5.1 minRequiredEVCModeKey@4.1 consolidationNeeded@5.0 offlineFeatureRequirement@5.1
    featureRequirement@5.1 featureMask@5.1 vFlashCacheAllocation@5.5 paused@6.0 snapshotInBackground@6.0
    quiescedForkParent@6.0 instantCloneFrozen@6.7 cryptoState@6.7 suspendedToMemory@7.0.2.0
    opNotificationTimeout@8.0.0.1 iommuActive@8.0.1.0 consolidateWorkTotal@9.1.0.0 consolidateWorkDone@9.1.0.0
    diskChainBroken@9.1.0.0`,
  VirtualMachineConfigInfo: `name uuid hardware:VirtualHardware managedBy@5.0 changeVersion modified guestFullName version createDate@6.7
    instanceUuid@4.0 npivNodeWorldWideName npivPortWorldWideName npivWorldWideNameType npivDesiredNodeWwns@4.0
    npivDesiredPortWwns@4.0 npivTemporaryDisabled@4.0 npivOnNonRdmDisks@4.0 locationId template guestId
    alternateGuestName annotation files:VirtualMachineFileInfo tools:ToolsConfigInfo flags consolePreferences
    defaultPowerOps rebootPowerOff@8.0.0.1 vcpuConfig@7.0.0.0 cpuAllocation memoryAllocation latencySensitivity@5.1
    memoryHotAddEnabled cpuHotAddEnabled cpuHotRemoveEnabled hotPlugMemoryLimit hotPlugMemoryIncrementSize
    cpuAffinity memoryAffinity networkShaper extraConfig cpuFeatureMask datastoreUrl swapPlacement
    bootOptions:VirtualMachineBootOptions ftInfo@4.0 repConfig@6.0 vAppConfig@4.0 vAssertsEnabled@4.0
    changeTrackingEnabled@4.0 firmware@5.0 maxMksConnections@5.0 guestAutoLockEnabled@5.0
    memoryReservationLockedToMax@5.0 initialOverhead@5.0 nestedHVEnabled@5.1 vPMCEnabled@5.1
    scheduledHardwareUpgradeInfo@5.1 forkConfigInfo@6.0 vFlashCacheReservation@5.5 vmxConfigChecksum@6.0
    messageBusTunnelEnabled@6.0 vmStorageObjectId@6.0 swapStorageObjectId@6.0 keyId@6.5 guestIntegrityInfo@6.5
    migrateEncryption@6.5 sgxInfo@7.0.0.0 contentLibItemInfo@7.0.0.0 ftEncryptionMode@7.0.2.0
    guestMonitoringModeInfo@7.0.0.0 sevEnabled@7.0.1.0 numaInfo@8.0.0.1 pmemFailoverEnabled@7.0.2.0
    vmxStatsCollectionEnabled@7.0.3.1 vmOpNotificationToAppEnabled@7.0.3.0 vmOpNotificationTimeout@8.0.0.1
    deviceSwap@8.0.0.1 pmem@7.0.3.0 deviceGroups@8.0.0.1 fixedPassthruHotPlugEnabled@8.0.1.0 metroFtEnabled@8.0.3.0
    vmxRuntimeConfig@9.0.0.0 metroFtHostGroup@8.0.3.0 tdxEnabled@9.0.0.0 sevSnpEnabled@9.0.0.0
    guestArchitecture@9.1.0.0`,
  VirtualHardware: `numCPU memoryMB device numCoresPerSocket@5.0 autoCoresPerSocket@8.0.0.1 virtualICH7MPresent@5.0
    virtualSMCPresent@5.0 motherboardLayout@8.0.0.1 simultaneousThreads@8.0.0.1`,
  Alarm: 'info:AlarmInfo',
  AlarmInfo: 'name description enabled key alarm entity lastModifiedTime lastModifiedUser creationEventId',
  Datastore: `info:DatastoreInfo summary:DatastoreSummary host vm browser capability:DatastoreCapability iormConfiguration@4.1`,
  Network: 'summary host vm',
  ClusterDasFdmHostState: 'state stateReporter',
  AboutInfo: `name fullName vendor version patchLevel@7.0.2.0 build localeVersion localeBuild osType productLineId apiType
    apiVersion instanceUuid@4.0 licenseProductName@4.0 licenseProductVersion@4.0`,
  VsanHostConfigInfo: `enabled hostSystem clusterInfo storageInfo networkInfo faultDomainInfo:VsanHostFaultDomainInfo@6.0
    vsanEsaEnabled@8.0.0.1 vsanCyberRecoveryEnabled@9.1.0.0`,
  VsanHostFaultDomainInfo: 'name',
  OptionManager: 'supportedOption setting',
  CustomFieldsManager: 'field',
  HostProfileManager: 'profile',
  HostProfile: `name description createdTime config entity complianceStatus validationState@6.7 validationStateUpdateTime@6.7
    validationFailureInfo@6.7 complianceCheckTime@8.0.1.0 referenceHost@4.0`,
  ServiceInstance: 'serverClock capability content:ServiceContent',
  ServiceContent: `rootFolder propertyCollector viewManager about:AboutInfo setting userDirectory sessionManager
    authorizationManager perfManager eventManager taskManager searchIndex licenseManager hostProfileManager@4.0
    serviceManager@5.1 scheduledTaskManager alarmManager extensionManager customizationSpecManager
    guestCustomizationManager@6.8.7.0 customFieldsManager accountManager diagnosticManager fileManager
    datastoreNamespaceManager@5.5 virtualDiskManager virtualizationManager snmpSystem@4.0 vmProvisioningChecker@4.0
    vmCompatibilityChecker@4.0 ovfManager@4.0 ipPoolManager@4.0 dvSwitchManager@4.0 clusterProfileManager@4.0
    complianceManager@4.0 localizationManager@4.0 storageResourceManager@4.1 guestOperationsManager@5.0
    overheadMemoryManager@6.0 certificateManager@6.0 ioFilterManager@6.0 vStorageObjectManager@6.5
    hostSpecManager@6.5 cryptoManager@6.5 healthUpdateManager@6.5 failoverClusterConfigurator@6.5
    failoverClusterManager@6.5 tenantManager@6.9.1.0 siteInfoManager@7.0.0.0 storageQueryManager@6.7.2
    directPathProfileManager@9.0.0.0`,
  SessionManager: 'sessionList currentSession message messageLocaleList supportedLocaleList defaultLocale',
  PropertyCollector: 'filter',
  PropertyFilter: 'spec partialUpdates',
  ViewManager: 'viewList',
  ManagedObjectView: 'view',
  ContainerView: 'container type recursive',
  ListView: '',
  TaskManager: 'recentTask description maxCollector',
  Task: 'info:TaskInfo',
  TaskInfo: `key task description name descriptionId entity entityName locked state cancelled cancelable error result
    progress reason queueTime startTime completeTime eventChainId changeTag@4.0 parentTaskKey@4.0 rootTaskKey@4.0
    activationId@6.0 progressDetails@8.0.1.0`,
  VirtualMachineBootOptions: `bootDelay enterBIOSSetup efiSecureBootEnabled@6.5 bootRetryEnabled@4.1 bootRetryDelay@4.1 bootOrder@5.0
    networkBootProtocol@6.0`,
  GuestInfo: `toolsStatus toolsVersionStatus@4.0 toolsVersionStatus2@5.0 toolsRunningStatus@4.0 toolsVersion
    toolsInstallType@6.5 guestId guestFamily guestFullName guestRebootStatus@9.1.0.0 guestDetailedData@8.0.2.0
    hostName ipAddress net ipStack@4.1 disk screen guestState appHeartbeatStatus@4.1 guestKernelCrashed@6.0
    appState@5.5 guestOperationsReady@5.0 interactiveGuestOperationsReady@5.0 guestStateChangeSupported@6.0
    generationInfo@5.1 hwVersion@6.9.1.0 customizationInfo@7.0.2.0`,
  VirtualMachineSummary: `vm runtime:VirtualMachineRuntimeInfo guest:VirtualMachineGuestSummary config:VirtualMachineConfigSummary
    storage:VirtualMachineStorageSummary@4.0 quickStats:VirtualMachineQuickStats overallStatus customValue`,
  VirtualMachineConfigSummary: `name template vmPathName memorySizeMB cpuReservation memoryReservation numCpu numEthernetCards numVirtualDisks
    uuid instanceUuid@4.0 guestId guestFullName annotation product@4.0 installBootRequired@4.0 ftInfo@4.0
    managedBy@5.0 tpmPresent@6.7 numVmiopBackings@6.7 hwVersion@6.9.1.0`,
  VirtualMachineGuestSummary: `guestId guestFullName toolsStatus toolsVersionStatus@4.0 toolsVersionStatus2@5.0 toolsRunningStatus@4.0 hostName
    ipAddress hwVersion@6.9.1.0`,
  VirtualMachineQuickStats: `overallCpuUsage overallCpuDemand@4.0 overallCpuReadiness@7.0.0.0 guestMemoryUsage hostMemoryUsage
    guestHeartbeatStatus distributedCpuEntitlement distributedMemoryEntitlement staticCpuEntitlement@4.0
    staticMemoryEntitlement@4.0 grantedMemory@7.0.0.0 privateMemory@4.0 sharedMemory@4.0 swappedMemory@4.0
    balloonedMemory@4.0 consumedOverheadMemory@4.0 ftLogBandwidth@4.0 ftSecondaryLatency@4.0 ftLatencyStatus@4.0
    compressedMemory@4.1 uptimeSeconds@4.1 ssdSwappedMemory@5.0 activeMemory@7.0.3.0 memoryTierStats@7.0.3.0`,
  VirtualMachineStorageSummary: 'committed@4.0 uncommitted@4.0 unshared@4.0 timestamp@4.0',
  DatastoreSummary: `datastore name url capacity freeSpace uncommitted@4.0 accessible multipleHostAccess type maintenanceMode@5.0`,
  DatastoreCapability: `directoryHierarchySupported rawDiskMappingsSupported perFileThinProvisioningSupported storageIORMSupported@4.1
    nativeSnapshotSupported@5.1 topLevelDirectoryCreateSupported@5.5 seSparseSupported@5.5 vmfsSparseSupported@6.5
    vsanSparseSupported@6.5 upitSupported@6.5 vmdkExpandSupported@6.7 clusteredVmdkSupported@7.0.0.0`,
  ClusterConfigInfo: 'dasConfig:ClusterDasConfigInfo dasVmConfig drsConfig:ClusterDrsConfigInfo drsVmConfig rule',
  ClusterComputeResourceSummary: `currentFailoverLevel admissionControlInfo@4.0 numVmotions targetBalance@4.0 currentBalance@4.0 drsScore@7.0.0.0
    numVmsPerDrsScoreBucket@7.0.0.0 usageSummary:ClusterUsageSummary@6.0 currentEVCModeKey@4.0
    currentEVCGraphicsModeKey@7.0.1.0 dasData@5.0 clusterMaintenanceModeStatus@7.0.0.2 vcsHealthStatus@7.0.1.1
    vcsSlots@7.0.1.1`,
  ClusterUsageSummary: `totalCpuCapacityMhz@6.0 totalMemCapacityMB@6.0 cpuReservationMhz@6.0 memReservationMB@6.0
    poweredOffCpuReservationMhz@6.0 poweredOffMemReservationMB@6.0 cpuDemandMhz@6.0 memDemandMB@6.0
    statsGenNumber@6.0 cpuEntitledMhz@6.0 memEntitledMB@6.0 poweredOffVmCount@6.0 totalVmCount@6.0
    tier0MemCapacityMB@9.0.0.0 reservedTier0MemMB@9.0.0.0 unreservedTier0MemMB@9.0.0.0`,
  EventManager: 'description latestEvent maxCollector',
  AlarmManager: 'defaultExpression description',
  LicenseManager: `source sourceAvailable diagnostics featureInfo licensedEdition licenses@4.0 licenseAssignmentManager@4.0
    evaluation@4.0`,
  VirtualMachineFileInfo: 'vmPathName snapshotDirectory suspendDirectory logDirectory ftMetadataDirectory@6.0',
  ToolsConfigInfo: `toolsVersion toolsInstallType@6.5 afterPowerOn afterResume beforeGuestStandby beforeGuestShutdown
    beforeGuestReboot toolsUpgradePolicy pendingCustomization customizationKeyId@6.5 syncTimeWithHostAllowed@7.0.1.0
    syncTimeWithHost lastInstallInfo@5.0`,
  DatastoreInfo: `name url freeSpace maxFileSize maxVirtualDiskCapacity@5.5 maxMemoryFileSize@6.0 timestamp@4.0 containerId@5.5
    aliasOf@6.7.1 supportedVDiskFormats@9.0.0.0 logicalSectorSize@9.0.0.0 physicalSectorSize@9.0.0.0`,
};
