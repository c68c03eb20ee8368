/**
 * Commands of esxcli that tell something and change nothing, by the words that they share. That a command ends in `get` or
 * `list` does not prove it, so each is named. Left out on purpose, though they end so:
 *
 * - `software sources …`: the host fetches from a depot whose address is an argument;
 * - `system health report get`, `nvme device log telemetry …`: they write a file on the host;
 * - `vsan health cluster …`: they run tests on the cluster;
 * - `system settings encryption recovery list`, `network ip ipsec sa list`: they tell keys.
 */
const COMMANDS: Readonly<Record<string, string>> = {
  command: 'list',
  device: 'alias list, driver list, software list',
  'esxcli command': 'list',
  fcoe: 'adapter list, nic list',
  graphics: 'device list, device stats list, host get, vm list',
  hardware:
    'bootdevice list, clock get, cpu list, cpu cpuid get, cpu global get, memory get, pci list, pci pcipassthru list, ' +
    'platform get, power policy get, trustedboot get, tpm tag get, usb passthrough device list, ipmi bmc get, ' +
    'ipmi fru list, ipmi fru get, ipmi sdr list, ipmi sel list, ipmi sel get',
  iscsi:
    'adapter get, adapter list, adapter auth chap get, adapter capabilities get, adapter param get, ' +
    'adapter firmware get, adapter discovery status get, adapter discovery sendtarget list, ' +
    'adapter discovery sendtarget param get, adapter discovery sendtarget auth chap get, ' +
    'adapter discovery statictarget list, adapter target list, adapter target portal list, ' +
    'adapter target portal param get, adapter target portal auth chap get, ibftboot get, logicalnetworkportal list, ' +
    'networkportal list, networkportal ipconfig get, networkportal ipv6config get, physicalnetworkportal list, ' +
    'physicalnetworkportal param get, session list, session connection list, software get, plugin list',
  network:
    'firewall get, firewall ruleset list, firewall ruleset allowedip list, firewall ruleset rule list, ' +
    'firewall ruleset client get, ip get, ip connection list, ip dns search list, ip dns server list, ' +
    'ip interface list, ip interface ipv4 get, ip interface ipv4 address list, ip interface ipv6 get, ' +
    'ip interface ipv6 address list, ip interface tag get, ip ipsec sp list, ip neighbor list, ip netstack get, ' +
    'ip netstack list, ip route ipv4 list, ip route ipv6 list, multicast group list, nic get, nic list, ' +
    'nic coalesce get, nic coalesce high get, nic coalesce low get, nic cso get, nic dcb status get, ' +
    'nic queue count get, nic queue filterclass list, nic queue loadbalancer list, ' +
    'nic queue loadbalancer plugin list, nic queue loadbalancer state list, nic ring current get, ' +
    'nic ring preset get, nic sg get, nic software list, nic stats get, nic tso get, nic vlan stats get, ' +
    'port filter stats get, port stats get, sriovnic list, sriovnic vf list, vm list, vm port list, ' +
    'vswitch dvs vmware list, vswitch dvs vmware lacp config get, vswitch dvs vmware lacp stats get, ' +
    'vswitch dvs vmware lacp status get, vswitch standard list, vswitch standard policy failover get, ' +
    'vswitch standard policy security get, vswitch standard policy shaping get, vswitch standard portgroup list, ' +
    'vswitch standard portgroup policy failover get, vswitch standard portgroup policy security get, ' +
    'vswitch standard portgroup policy shaping get',
  nvme:
    'adapter list, controller list, device list, device get, device controller list, device firmware get, ' +
    'device log error get, device log fwslot get, device log smart get, device namespace list, ' +
    'device namespace get, device timeout get, fabrics connection list, info get, namespace list',
  rdma: 'device list, device protocol list, device stats get, device vmknic list, iser params get',
  sched: 'reliablemem get, swap system get, hp get',
  software:
    'acceptance get, addon get, baseimage get, component get, component list, profile get, solution list, ' +
    'solution get, vib get, vib list',
  storage:
    'core adapter list, core adapter capabilities list, core adapter device list, core adapter stats get, ' +
    'core claimrule list, core device list, core device capacity list, core device detached list, ' +
    'core device inquirycache list, core device latencythreshold list, core device partition list, ' +
    'core device physical get, core device raid list, core device smart get, core device smart status get, ' +
    'core device stats get, core device uidmap list, core device vaai ats list, core device vaai clone list, ' +
    'core device vaai delete list, core device vaai status get, core device vaai zero list, core device world list, ' +
    'core path list, core path stats get, core plugin list, core plugin registration list, filesystem list, ' +
    'hpp device list, hpp device usermarkedssd list, hpp path list, iofilter list, nfs list, nfs param get, ' +
    'nfs41 list, nfs41 param get, nmp device list, nmp path list, nmp psp list, nmp psp fixed deviceconfig get, ' +
    'nmp psp generic deviceconfig get, nmp psp generic pathconfig get, nmp psp roundrobin deviceconfig get, ' +
    'nmp satp list, nmp satp generic deviceconfig get, nmp satp generic pathconfig get, nmp satp rule list, ' +
    'san fc list, san fc events get, san fc stats get, san fcoe list, san fcoe stats get, san iscsi list, ' +
    'san iscsi stats get, san sas list, san sas stats get, vflash cache get, vflash cache list, ' +
    'vflash cache stats get, vflash device list, vflash module get, vflash module list, vflash module stats get, ' +
    'vmfs extent list, vmfs host list, vmfs lockmode list, vmfs pbcache get, vmfs reclaim config get, ' +
    'vmfs snapshot list, vmfs snapshot extent list, vvol protocolendpoint list, vvol storagecontainer list, ' +
    'vvol vasacontext get, vvol vasaprovider list',
  system:
    'account list, auditrecords get, boot device get, clock get, coredump file get, ' +
    'coredump file list, coredump network get, coredump partition get, coredump partition list, coredump vsan get, ' +
    'hostname get, module get, module list, module parameters list, ntp get, ntp config get, ' +
    'ntp stats get, permission list, process list, process stats load get, process stats running get, ptp get, ' +
    'ptp stats get, secpolicy domain list, security certificatestore list, security fips140 rhttpproxy get, ' +
    'security fips140 ssh get, security keypersistence get, settings advanced list, settings encryption get, ' +
    'settings gueststore repository get, settings kernel list, slp stats get, snmp get, ssh client config list, ' +
    'ssh server config list, stats installtime get, stats uptime get, syslog config get, syslog config logfilter get, ' +
    'syslog config logger list, time get, tls client get, tls server get, uuid get, version get, visorfs get, visorfs ramdisk list, visorfs tardisk list, ' +
    'wbem get, wbem provider list, welcomemsg get',
  vm: 'process list',
  vsan:
    'cluster get, cluster unicastagent list, datastore name get, debug disk list, debug disk summary get, ' +
    'debug limit get, debug object health summary get, debug resync summary get, faultdomain get, network list, ' +
    'network ipv4 get, network ipv6 get, resync bandwidth get, resync throttle get, ' +
    'storage list, storage automode get, storagepool list, trace get',
};

/** Every command that esxcheck may ask over a session that only reads: `system settings kernel list`. */
export const READING_COMMANDS: ReadonlySet<string> = new Set(
  Object.entries(COMMANDS).flatMap(([namespace, commands]) =>
    commands.split(', ').map((command) => `${namespace} ${command}`),
  ),
);

export function isReadingCommand(words: readonly string[]): boolean {
  return words.every((word) => /^[a-z][a-z0-9]*$/.test(word)) && READING_COMMANDS.has(words.join(' '));
}

/** The one command whose argument is a path: that of an option, as in `/UserVars/ESXiShellTimeOut`. */
const TAKES_A_PATH = 'system settings advanced list';
const NAME = /^[a-z][a-z0-9-]{0,99}$/i;
const PLAIN = /^[^\p{C}<>&"'`\\/|;$]{1,200}$/u;
const PLAIN_PATH = /^[\w./-]{1,200}$/;

/**
 * Whether an argument is of the kind that picks what to tell: the name of an adapter, a switch, a setting. What could be an
 * address, the path of a file or markup is not, whatever the command would do with it.
 */
export function isPlainArgument(words: readonly string[], name: string, value: string): boolean {
  const isPlain = words.join(' ') === TAKES_A_PATH ? PLAIN_PATH : PLAIN;
  return NAME.test(name) && isPlain.test(value);
}
