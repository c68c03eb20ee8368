function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ''));
}

/** Elements whose text says nothing of whose host it is: words of vSphere, versions, models, states. */
export const KEPT_ELEMENTS = words(`
  apiType apiVersion productLineId osType version build patchLevel localeVersion localeBuild licenseProductName licenseProductVersion
  vendor model cpuModel biosVersion releaseDate connectionState powerState standbyMode lockdownMode overallStatus status state
  propertyCollector rootFolder viewManager sessionManager eventManager authorizationManager setting token
  Type Configured Default Runtime DefaultAction Mode Profile Enabled Loaded Description Name AcceptanceLevel Version Vendor
  ruleset service direction protocol portType policy required running defaultVmBehavior accessMode
  key label privId faultcode faultCode errCode
`);

/** Elements that hold what identifies a host or a person, whatever form it has: a number, too. */
export const ALWAYS_REPLACED = words(`
  uuid instanceUuid identifierValue serialNumber userName fullName ipAddress hostName domainName subject issuer BootFilesystemUUID
  sslThumbprint
`);

/** Words of vSphere that stand where names of people's own may stand too. */
export const KEPT_WORDS = words(`
  connected disconnected notResponding poweredOn poweredOff standBy standby none entering exiting in unknown
  lockdownDisabled lockdownNormal lockdownStrict on off automatic manual fullyAutomated partiallyAutomated
  PartnerSupported VMwareAccepted VMwareCertified CommunitySupported TPM NONE disk stateless info warning error
  root dcui vpxuser green yellow red gray inbound outbound tcp udp accept reject HP HPE
`);

/** Paths of properties, by the element above them: their values are looked at on their own. */
export const KEPT_BELOW: Readonly<Record<string, ReadonlySet<string>>> = {
  propSet: words('name'),
  missingSet: words('path'),
};
