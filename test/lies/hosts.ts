import { parseEstate } from '../../src/simulator/estate.ts';
import type { ComputeResourceSpec, Estate, HostSpec } from '../../src/simulator/estate/estate.ts';
import type { Lie } from '../../src/simulator/lies/lie.ts';

/** Hosts that lies are told about: one on which everything is right, one on which everything is wrong, an old one. */
export const SUBJECTS = ['good', 'bad', 'old'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** Rulesets of 8.0.3 that are enabled: none of them may let everybody in. */
const ENABLED =
  'CIMHttpServer DHCPv6 DVSSync HBR NFC WOL cmmds dhcp dns etcdClientComm etcdPeerComm faultTolerance iofiltervp ntpClient rdt ' +
  'sshServer updateManager vMotion vSphereClient vpxHeartbeats vsanmgmt-https-tunnel webAccess vic-engine';
const LIMITED = ENABLED.split(' ').map(
  (key) => `${key}: { enabled: true, allowed: [192.0.2.0/24, 198.51.100.0/24, 192.0.2.7, 192.0.2.8] }`,
);

const DURATIONS = 'durations: { maintenance: 6, task: 2, shutdown: 2, boot: 6, ha: 6, resync: 6 }';

/** Each in a cluster of its own, with the other host that its cluster is judged by. */
const ESTATE = `
version: 8.0.3
instanceUuid: 11111111-2222-3333-4444-555555555555
${DURATIONS}
defaults: { vendor: HP, model: ProLiant DL380p Gen8, version: 8.0.3, build: 24022510 }
datacenters:
  - name: Lab
    clusters:
      - name: good
        vsan: true
        hosts:
          - name: good
            lockdown: { mode: lockdownNormal }
            secureBoot: true
            tpm: '2.0'
            cpuModel: Intel(R) Xeon(R) Gold 6330 CPU @ 2.00GHz
            nicDriver: ntg3
            encryption: { mode: TPM, requireSecureBoot: true }
            kernel: { iovDisableIR: 'FALSE', execInstalledOnly: 'TRUE' }
            tlsProfile: NIST_2024
            ntpServers: [192.0.2.123, 192.0.2.124]
            activeDirectory: lab.example.com
            accounts: [jane]
            certificateIssuer: CN=Issuing CA,O=Example
            iscsi: [{ device: vmhba64, chap: chapRequired, mutualChap: chapRequired, targets: [{ address: 192.0.2.30 }] }]
            vmkServices: { vsan: [vmk2] }
            vmk: { vmk0: 10.1.0.1, vmk1: 10.2.0.1, vmk2: 10.3.0.1 }
            services: { sfcbd-watchdog: { policy: 'off' }, snmpd: { policy: 'off' } }
            firewall: { rulesets: { ${LIMITED.join(', ')} } }
            vms: [{ name: moves }, { name: vCLS, agent: true, localDisk: true }, { name: image, cdrom: shared-image }]
            options:
              Config.HostAgent.vmacore.soap.sessionTimeout: 10
              Security.PasswordMaxDays: 9999
              Security.PasswordQualityControl: similar=deny retry=3 min=disabled,disabled,disabled,disabled,15
              Syslog.global.auditRecord.storageEnable: true
              Syslog.global.certificate.strictX509Compliance: true
              Syslog.global.logHost: ssl://logs.example.com:1514
              UserVars.ESXiShellInteractiveTimeOut: 900
              UserVars.ESXiShellTimeOut: 600
          - { name: good-other }
      - name: bad
        vsan: stretched
        drs: manual
        ha: false
        configManagerEnabled: true
        lifecycleManaged: true
        hosts:
          - name: bad
            kernel: { iovDisableIR: { default: 'TRUE', configured: 'TRUE', runtime: 'TRUE' } }
            acceptanceLevel: CommunitySupported
            firmware: BIOS
            tpm: '1.2'
            cpuModel: Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz
            memoryGiB: 4
            bootDisk: { usb: true, sizeMiB: 15193 }
            adapterDriver: lpfc
            packages: { cisco-vem-v800-esx: { version: '5.2' }, smx-provider: { version: '600.03' }, lpfc: { version: 14.4.390.20-36vmw.901.0.24957456 } }
            persistentLogs: false
            accounts: [jane]
            certificateIssuer: CN=CA,DC=vsphere,DC=local
            iscsi: [{ device: vmhba64, chap: chapPreferred, targets: [{ address: 192.0.2.30, chap: chapDiscouraged, mutualChap: chapProhibited }] }]
            vmkServices: { vmotion: [vmk0], vsan: [vmk0] }
            lockdown: { exceptions: [backup, audit] }
            firewall: { enabled: false, incomingBlocked: false, rulesets: { vic-engine: { enabled: true } } }
            vSwitch: { promiscuous: true, macChanges: true, forgedTransmits: true, portgroups: { Nested: { forgedTransmits: true, macChanges: true, vlan: 4095 } } }
            services: { TSM: { running: true }, sfcbd-watchdog: { running: true }, TSM-SSH: { running: true, policy: 'on' }, ntpd: { running: false, policy: 'off' }, slpd: { running: true, policy: 'on' } }
            redAlarms: [Host storage status]
            rebootRequired: true
            certificateDays: 7
            hostProfile: Blades
            vms: [{ name: gpu, vgpu: true }, { name: card, passthrough: true }, { name: disk, localDisk: true }, { name: cd, cdrom: host-drive }, { name: own, automation: manual }]
            options: { ScratchConfig.CurrentScratchLocation: /tmp/scratch, Net.BlockGuestBPDU: 0, Mem.ShareForceSalting: 0, Security.AccountLockFailures: 0, Security.AccountUnlockTime: 60, UserVars.DcuiTimeOut: 0, UserVars.SuppressShellWarning: 1, Config.HostAgent.plugins.solo.enableMob: true }
            trouble: { stagedPatch: true, bootDevice: lost }
          - { name: bad-other, maintenance: true }
      - name: old
        drs: manual
        hosts:
          - name: old
            model: ProLiant DL380 G7
            cpuModel: Intel(R) Xeon(R) CPU X5650 @ 2.67GHz
            xsave: false
            nicDriver: bnx2x
            adapterDriver: hpsa
            packages: { qedf: { version: 1.3.22.0-1OEM.600.0.0.2768847 } }
            version: 6.0.0
            build: 5050593
            kernel: { iovDisableIR: 'FALSE' }
            vms: [{ name: v }]
            redAlarms: [Host hardware power status]
            maintenance: true
          - { name: old-other }
`;

const TRUE_ESTATE = parseEstate(ESTATE, 'lies');

/** One lie about one host. */
export interface Telling {
  readonly subject: Subject;
  readonly lie: Lie;
}

/** An estate of a liar for each telling, in the order given, and of every subject once as it truly is. */
export function lyingEstate(tellings: readonly Telling[]): Estate {
  const twins = SUBJECTS.map((subject) => clusterOf(subject, 0, []));
  const liars = tellings.map(({ subject, lie }, i) => clusterOf(subject, i + 1, [lie]));
  return estateOf([...twins, ...liars]);
}

function estateOf(computeResources: readonly ComputeResourceSpec[]): Estate {
  const [lab] = TRUE_ESTATE.datacenters;
  if (lab === undefined) throw new Error('the true estate has no datacenter');
  return { ...TRUE_ESTATE, datacenters: [{ ...lab, name: 'Lab', computeResources }] };
}

/** The name of a liar; number 0 is its twin that is told about truly. */
export function nameOf(subject: Subject, number: number): string {
  return `${subject}-${number}`;
}

function clusterOf(subject: Subject, number: number, lies: readonly Lie[]): ComputeResourceSpec {
  const resource = TRUE_ESTATE.datacenters[0]?.computeResources.find(({ name }) => name === subject);
  const [self, other] = resource?.hosts ?? [];
  if (resource === undefined || self === undefined || other === undefined) throw new Error(`no cluster ${subject}`);
  const name = nameOf(subject, number);
  const host = numbered(self, name, number * 2);
  return {
    ...resource,
    name: `cluster-of-${name}`,
    hosts: [
      lies.length === 0 ? host : { ...host, trouble: { ...host.trouble, lies } },
      numbered(other, `other-of-${name}`, number * 2 + 1),
    ],
  };
}

function numbered(host: HostSpec, name: string, number: number): HostSpec {
  const { hostProfile } = host.standing;
  return {
    ...host,
    name,
    uuid: `${host.uuid.slice(0, -8)}${number.toString(16).padStart(8, '0')}`,
    serial: `${host.serial}-${number}`,
    standing: { ...host.standing, hostProfile: hostProfile === null ? null : `${hostProfile} of ${name}` },
  };
}
