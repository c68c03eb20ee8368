/** The rulesets that ESXi 6.7.0 ships, 42 of them; those with a plus are enabled after installation. */
export const RULESETS_OF_67 =
  'sshServer+ sshClient nfsClient nfs41Client dhcp+ dns+ snmp+ ntpClient CIMHttpServer+ CIMHttpsServer+ CIMSLP+ iSCSI ' +
  'vpxHeartbeats+ updateManager+ faultTolerance+ webAccess+ vMotion+ vSphereClient+ activeDirectoryAll NFC+ HBR+ ' +
  'ftpClient httpClient gdbserver DVFilter DHCPv6 DVSSync+ syslog WOL+ vSPC remoteSerialPort rdt cmmds rabbitmqproxy+ ' +
  'ipfam vvold iofiltervp esxupdate vit vsanEncryption pvrdma vic-engine';

/** Rules of those that 8.0.3 does not have, or has otherwise; two of them name no port type. */
export const RULES_OF_67: Readonly<Record<string, string>> = {
  rdt: 'inbound tcp dst 2233, outbound tcp dst 2233',
  rabbitmqproxy: 'outbound tcp dst 5671',
  vvold: 'outbound tcp dst 0-65535',
  iofiltervp: 'inbound tcp 9080',
  esxupdate: 'outbound tcp 443',
  vit: 'inbound tcp dst 3260',
};
