/**
 * Members of the types that property paths run through, those of hosts, as the API publishes them: `name`, `name:Type` where the path
 * may go deeper, `name@version` where older API versions do not know it.
 */
export const HOST_MEMBERS: Readonly<Record<string, string>> = {
  HostSystem: `runtime:HostRuntimeInfo summary:HostListSummary hardware:HostHardwareInfo capability:HostCapability
    licensableResource:HostLicensableResourceInfo remediationState@6.7.3 precheckRemediationResult@6.7.3
    remediationResult@6.7.3 complianceCheckState@6.7.3 complianceCheckResult@6.7.3 configManager:HostConfigManager
    config:HostConfigInfo vm datastore network datastoreBrowser systemResources:HostSystemResourceInfo
    answerFileValidationState@6.7.3 answerFileValidationResult@6.7.3`,
  HostRuntimeInfo: `connectionState powerState standbyMode@4.1 inMaintenanceMode inQuarantineMode@6.5 bootTime healthSystemRuntime
    dasHostState:ClusterDasFdmHostState@5.0 tpmPcrValues vsanRuntimeInfo@5.5 cryptoState@6.5
    hostMaxVirtualDiskCapacity@5.5 networkRuntimeInfo@5.5 vFlashResourceRuntimeInfo@5.5 cryptoKeyId@6.5
    statelessNvdsMigrationReady@7.0.2.0 partialMaintenanceMode@8.0.3.0 stateEncryption@7.0.3.0 podVMInfo@9.1.0.0`,
  HostListSummary: `host hardware:HostHardwareSummary runtime:HostRuntimeInfo config:HostConfigSummary
    quickStats:HostListSummaryQuickStats overallStatus rebootRequired customValue managementServerIp
    maxEVCModeKey@4.0 currentEVCModeKey@4.0 currentEVCGraphicsModeKey@7.0.1.0
    gateway:HostListSummaryGatewaySummary@6.0 rebootRequiredReason@9.1.0.0 maintenanceModeRequired@9.1.0.0
    tpmAttestation:HostTpmAttestationInfo@6.7 trustAuthorityAttestationInfos@7.0.1.0`,
  HostHardwareSummary: `vendor model uuid otherIdentifyingInfo memorySize cpuModel cpuMhz numCpuPkgs numCpuCores numCpuThreads numNics
    numHBAs family@9.0.0.0`,
  HostConfigSummary: `name port sslThumbprint@4.0 product:AboutInfo vmotionEnabled faultToleranceEnabled@4.0 featureVersion
    agentVmDatastore agentVmNetwork sslCertificate@9.0.0.0`,
  HostHardwareInfo: `systemInfo:HostSystemInfo cpuPowerManagementInfo@4.0 cpuInfo:HostCpuInfo cpuPkg memorySize numaInfo smcPresent
    pciDevice cpuFeature biosInfo:HostBIOSInfo reliableMemoryInfo@5.5 persistentMemoryInfo@6.7 sgxInfo@7.0.0.0
    sevInfo@7.0.1.0 memoryTieringType@7.0.3.0 dvxClasses@8.0.0.1 memoryTierInfo@7.0.3.0 tdxInfo@9.0.0.0`,
  HostSystemInfo: `vendor model uuid otherIdentifyingInfo serialNumber@6.7 qualifiedName@6.7.1 vvolHostNQN@8.0.0.0
    vvolHostId@8.0.0.0 family@9.0.0.0 bootCommandLine@8.0.3.0`,
  HostCpuInfo: 'numCpuPackages numCpuCores numCpuThreads hz',
  HostBIOSInfo: `biosVersion releaseDate vendor@6.5 majorRelease@6.5 minorRelease@6.5 firmwareMajorRelease@6.5
    firmwareMinorRelease@6.5 firmwareType@8.0.2.0`,
  HostCapability: `rebootSupported maintenanceModeSupported standbySupported shutdownSupported firewallIpRulesSupported@5.0
    uefiSecureBoot@8.0.3.0 recursiveResourcePoolsSupported cpuMemoryResourceConfigurationSupported vmotionSupported
    ipmiSupported@4.0 maxSupportedVMs maxRunningVMs maxSupportedVcpus maxRegisteredVMs@5.1
    datastorePrincipalSupported sanSupported nfsSupported iscsiSupported vlanTaggingSupported nicTeamingSupported
    highGuestMemSupported suspendedRelocateSupported restrictedSnapshotRelocateSupported perVmSwapFiles
    localSwapDatastoreSupported unsharedSwapVMotionSupported backgroundSnapshotsSupported
    preAssignedPCIUnitNumbersSupported screenshotSupported scaledScreenshotSupported storageVMotionSupported@4.0
    vmotionWithStorageVMotionSupported@4.0 vmotionAcrossNetworkSupported@5.5 maxNumDisksSVMotion@6.0
    maxVirtualDiskDescVersionSupported@8.0.1.0 hbrNicSelectionSupported@5.1 vrNfcNicSelectionSupported@6.0
    recordReplaySupported@4.0 ftSupported@4.0 replayUnsupportedReason@4.0 replayCompatibilityIssues@4.1
    smpFtSupported@6.0 ftCompatibilityIssues@4.1 smpFtCompatibilityIssues@6.0 maxVcpusPerFtVm@6.0
    loginBySSLThumbprintSupported@4.0 cloneFromSnapshotSupported@4.0 deltaDiskBackingsSupported@4.0
    perVMNetworkTrafficShapingSupported tpmSupported@4.0 tpmVersion@6.7 txtEnabled@6.7 drtmType@9.1.0.0
    supportedCpuFeature@4.0 virtualExecUsageSupported@4.0 storageIORMSupported@4.1 vmDirectPathGen2Supported@4.1
    vmDirectPathGen2UnsupportedReason@4.1 vmDirectPathGen2UnsupportedReasonExtended@4.1
    supportedVmfsMajorVersion@5.0 vStorageCapable@4.1 snapshotRelayoutSupported@5.0 servicePackageInfoSupported@5.0
    maxHostRunningVms@5.0 maxHostSupportedVcpus@5.0 vmfsDatastoreMountCapable@5.0
    eightPlusHostVmfsSharedAccessSupported@5.1 nestedHVSupported@5.1 vPMCSupported@5.1
    interVMCommunicationThroughVMCISupported@5.1 scheduledHardwareUpgradeSupported@5.1
    featureCapabilitiesSupported@5.1 latencySensitivitySupported@5.1 storagePolicySupported@5.5 accel3dSupported@5.1
    reliableMemoryAware@5.5 multipleNetworkStackInstanceSupported@5.5 messageBusProxySupported@6.0 vsanSupported@5.5
    vFlashSupported@5.5 hostAccessManagerSupported@6.0 provisioningNicSelectionSupported@6.0 nfs41Supported@6.0
    nfs41Krb5iSupported@6.5 turnDiskLocatorLedSupported@6.0 virtualVolumeDatastoreSupported@6.0
    markAsSsdSupported@6.0 markAsLocalSupported@6.0 smartCardAuthenticationSupported@6.0 pMemSupported@6.7
    pMemSnapshotSupported@6.7 cryptoSupported@6.5 oneKVolumeAPIsSupported@6.5 gatewayOnNicSupported@6.5
    upitSupported@6.5 cpuHwMmuSupported@6.5 encryptedVMotionSupported@6.5 encryptionChangeOnAddRemoveSupported@6.5
    encryptionHotOperationSupported@6.5 encryptionWithSnapshotsSupported@6.5 encryptionFaultToleranceSupported@6.5
    encryptionMemorySaveSupported@6.5 encryptionRDMSupported@6.5 encryptionVFlashSupported@6.5
    encryptionCBRCSupported@6.5 encryptionHBRSupported@6.5 ftEfiSupported@6.7 unmapMethodSupported@6.7
    maxMemMBPerFtVm@6.7 virtualMmuUsageIgnored@6.7 virtualExecUsageIgnored@6.7 vmCreateDateSupported@6.7
    vmfs3EOLSupported@6.7 ftVmcpSupported@6.7 quickBootSupported@6.7.1 encryptedFtSupported@7.0.2.0
    assignableHardwareSupported@7.0.0.0 suspendToMemorySupported@7.0.2.0 useFeatureReqsForOldHWv@6.8.7.0
    markPerenniallyReservedSupported@6.7.2 hppPspSupported@7.0.0.0 deviceRebindWithoutRebootSupported@7.0.0.0
    storagePolicyChangeSupported@7.0.0.0 precisionTimeProtocolSupported@7.0.0.0 remoteDeviceVMotionSupported@7.0.0.0
    maxSupportedVmMemory@7.0.0.0 ahDeviceHintsSupported@7.0.2.0 nvmeOverTcpSupported@7.0.3.0
    nvmeStorageFabricServicesSupported@7.0.3.0 assignHwPciConfigSupported@7.0.2.0 timeConfigSupported@7.0.3.0
    nvmeBatchOperationsSupported@7.0.3.0 pMemFailoverSupported@7.0.2.0 hostConfigEncryptionSupported@7.0.2.0
    maxSupportedSimultaneousThreads@8.0.0.1 ptpConfigSupported@7.0.3.0 maxSupportedPtpPorts@7.0.3.0
    sgxRegistrationSupported@8.0.0.1 pMemIndependentSnapshotSupported@7.0.3.0 iommuSLDirtyCapable@8.0.0.1
    vmknicBindingSupported@8.0.1.0 ultralowFixedUnmapSupported@8.0.0.1 nvmeVvolSupported@8.0.0.0
    fptHotplugSupported@8.0.1.0 mconnectSupported@8.0.1.0 vsanNicMgmtSupported@8.0.2.0 vvolNQNSupported@8.0.2.0
    stretchedSCSupported@8.0.3.0 vmknicBindingOnNFSv41@8.0.3.0 vpStatusCheckSupported@8.0.3.0
    e2e4knSupported@9.0.0.0 vsanDedicatedVmkNicSupported@9.0.0.0 nConnectSupported@8.0.3.0 userKeySupported@8.0.3.0
    ndcmSupported@8.0.3.0 vpxdVmxGenerationSupported@9.0.0.0 nfs41Krb5pSupported@9.0.0.0 cimSupported@9.0.0.0
    npivSupported@9.0.0.0 entitlementSupported@9.0.0.0 monitorUnrestricted@9.1.0.0
    vnetworkingNicSelectionSupported@9.1.0.0 directPathInfoSupported@9.1.0.0 fcdLinkedCloneSupported@9.1.0.0
    ehvQuickBootSupported@9.1.0.0 nestedHvTieringEnabled@9.1.0.0`,
  HostConfigManager: `cpuScheduler datastoreSystem memoryManager storageSystem networkSystem vmotionSystem virtualNicManager@4.0
    serviceSystem firewallSystem advancedOption diagnosticSystem autoStartManager snmpSystem dateTimeSystem
    patchManager imageConfigManager@5.0 bootDeviceSystem firmwareSystem healthStatusSystem esxAgentHostManager@5.0
    accountManager@6.0 hostAccessManager@6.0 certificateManager@6.0 pciPassthruSystem@4.0 licenseManager@4.0
    kernelModuleSystem@4.0 authenticationManager@4.1 powerSystem@4.1 cacheConfigurationManager@5.0 iscsiManager@5.0
    vFlashManager@5.5 vsanSystem@5.5 messageBusProxy@6.0 userDirectory@6.0 graphicsManager@5.5
    vsanInternalSystem@5.5 cryptoManager@6.5 nvdimmSystem@6.7 assignableHardwareManager@7.0.0.0`,
  HostConfigInfo: `host product:AboutInfo deploymentInfo:HostDeploymentInfo@6.5 hyperThread:HostHyperThreadScheduleInfo
    cpuScheduler consoleReservation virtualMachineReservation storageDevice:HostStorageDeviceInfo
    multipathState:HostMultipathStateInfo@4.0 fileSystemVolume:HostFileSystemVolumeInfo systemFile
    network:HostNetworkInfo vmotion virtualNicManagerInfo:HostVirtualNicManagerInfo@4.0 capabilities
    datastoreCapabilities offloadCapabilities service:HostServiceInfo firewall:HostFirewallInfo autoStart
    activeDiagnosticPartition option optionDef datastorePrincipal localSwapDatastore systemSwapConfiguration@5.1
    systemResources:HostSystemResourceInfo dateTimeInfo:HostDateTimeInfo flags:HostFlagInfo adminDisabled
    lockdownMode@6.0 ipmi sslThumbprintInfo@4.0 sslThumbprintData@4.1 certificate@5.0 pciPassthruInfo
    authenticationManagerInfo:HostAuthenticationManagerInfo@4.1 featureVersion powerSystemCapability powerSystemInfo
    cacheConfigurationInfo@5.5 wakeOnLanCapable featureCapability@5.1 maskedFeatureCapability@5.1
    vFlashConfigInfo@5.5 vsanHostConfig:VsanHostConfigInfo@5.5 scriptCheckSum@5.0 hostConfigCheckSum@5.0
    descriptionTreeCheckSum@5.0 graphicsInfo@5.5 sharedPassthruGpuTypes@6.0 graphicsConfig@6.5 ioFilterInfo@6.0
    sriovDevicePool@6.5 authenticationData@9.0.0.0 domainList@6.0 sharedGpuCapabilities@6.7
    assignableHardwareBinding@7.0.0.0 assignableHardwareConfig@7.0.0.0`,
  HostMultipathStateInfo: 'path',
  HostFileSystemVolumeInfo: 'volumeTypeList mountInfo',
  HostNetworkInfo: `vswitch proxySwitch portgroup pnic vnic consoleVnic dnsConfig:HostDnsConfig rdmaDevice@7.0.0.0
    ipRouteConfig:HostIpRouteConfig consoleIpRouteConfig:HostIpRouteConfig routeTableInfo@4.0 dhcp nat
    ipV6Enabled@4.0 atBootIpV6Enabled@4.1 netStackInstance@5.5 opaqueSwitch@5.5 opaqueNetwork@5.5
    nsxTransportNodeId@7.0.0.0 nvdsToVdsMigrationRequired@7.0.2.0 migrationStatus@7.0.2.0`,
  HostHyperThreadScheduleInfo: 'available active config',
  HostServiceInfo: 'service',
  HostFirewallInfo: 'defaultPolicy:HostFirewallDefaultPolicy ruleset',
  HostFirewallDefaultPolicy: 'incomingBlocked outgoingBlocked',
  HostFirewallSystem: 'firewallInfo:HostFirewallInfo',
  HostServiceSystem: 'serviceInfo:HostServiceInfo',
  HostCertificateManager: 'certificateInfo:HostCertificateManagerCertificateInfo@6.0',
  HostCertificateManagerCertificateInfo: 'issuer notBefore notAfter subject status kind@8.0.1.0',
  HostListSummaryQuickStats: `overallCpuUsage overallMemoryUsage distributedCpuFairness distributedMemoryFairness availablePMemCapacity@6.7
    uptime@4.1`,
  HostTpmAttestationInfo: 'time@6.7 status@6.7 message@6.7',
  HostAuthenticationManagerInfo: 'authConfig@4.1',
  HostVirtualNicManagerInfo: 'netConfig@4.0',
  HostDateTimeInfo: `timeZone:HostDateTimeSystemTimeZone systemClockProtocol@7.0.0.0 ntpConfig:HostNtpConfig ptpConfig@7.0.3.0
    enabled@7.0.3.0 disableEvents@7.0.3.0 disableFallback@7.0.3.0 inFallbackState@7.0.3.0 serviceSync@7.0.3.0
    lastSyncTime@7.0.3.0 remoteNtpServer@7.0.3.0 ntpRunTime@7.0.3.0 ptpRunTime@7.0.3.0 ntpDuration@7.0.3.0
    ptpDuration@7.0.3.0`,
  HostNtpConfig: 'server configFile@6.0',
  HostDnsConfig: 'dhcp virtualNicDevice ipv6VirtualNicDevice@6.7 hostName domainName address searchDomain',
  HostFlagInfo: 'backgroundSnapshotsEnabled',
  HostSystemResourceInfo: 'key config child',
  HostDeploymentInfo: 'bootedFromStatelessCache@6.5',
  HostDatastoreBrowser: 'datastore supportedType',
  HostLicensableResourceInfo: 'resource@5.0',
  HostListSummaryGatewaySummary: 'gatewayType@6.0 gatewayId@6.0',
  HostStorageDeviceInfo: `hostBusAdapter scsiLun scsiTopology nvmeTopology@7.0.0.0 multipathInfo plugStoreTopology@4.0
    softwareInternetScsiEnabled`,
  HostIpRouteConfig: 'defaultGateway gatewayDevice ipV6DefaultGateway@4.0 ipV6GatewayDevice@4.0',
  HostDateTimeSystemTimeZone: 'key name description gmtOffset',
  HostActiveDirectoryInfo: `joinedDomain@4.1 trustedDomain@4.1 domainMembershipStatus@4.1 smartCardAuthenticationEnabled@6.0`,
};
