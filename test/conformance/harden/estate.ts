/** Two hosts that differ in all that vmware-harden reads, and one that is gone. */
export const HARDENED_ESTATE = `
name: Hardened
version: 8.0.3
build: 24022515
datacenters:
  - name: Lab
    clusters:
      - name: Compute
        hosts:
          - name: tight.lab.test
            version: 8.0.3
            build: 24022510
            cpuPackages: 2
            cpuCores: 24
            memoryGiB: 512
            bootTime: '2026-01-04T05:30:00Z'
            lockdown: { mode: lockdownStrict, exceptions: [backup, monitor] }
            secureBoot: true
            encryption: { mode: TPM }
            acceptanceLevel: VMwareCertified
            ntpServers: [192.0.2.1, 192.0.2.2]
            activeDirectory: lab.example
            datastores: [boot, fast]
            vSwitch: { portgroups: { Management Network: { vlan: 20 } } }
            options:
              Security.AccountLockFailures: 3
              Security.PasswordHistory: 7
              DCUI.Access: 'root,breakglass'
              UserVars.ESXiShellInteractiveTimeOut: 600
              Syslog.global.logHost: 'tcp://192.0.2.9:514'
            vms:
              - { name: web, secureBoot: true, hardwareVersion: 21 }
              - { name: batch, poweredOn: false, hardwareVersion: 13 }
          - name: loose.lab.test
            version: 6.7.0
            build: 8169922
            cpuPackages: 1
            cpuCores: 8
            memoryGiB: 64
            acceptanceLevel: CommunitySupported
            persistentLogs: false
            datastores: [boot, slow]
            firewall: { incomingBlocked: false }
            services:
              TSM-SSH: { running: true, policy: 'on' }
              ntpd: { running: false, policy: 'off' }
            options: { Config.HostAgent.plugins.solo.enableMob: true, UserVars.ESXiVPsDisabledProtocols: 'sslv3,tlsv1' }
            vSwitch: { promiscuous: true, portgroups: { VM Network: { promiscuous: false, forgedTransmits: true } } }
          - { name: gone.lab.test, connection: disconnected, datastores: [boot] }
`;
