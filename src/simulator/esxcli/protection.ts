import { isAtLeast } from '../wire/versions.ts';
import { type Command, type CommandInput, type CommandResult, flag, type Row } from './command.ts';

/** Commands that tell how a host is protected; none of them was recorded. */
export const PROTECTION_COMMANDS: readonly Command[] = [
  {
    name: 'software.acceptance.get',
    help: 'Show whose packages the host accepts.',
    formatter: 'simple',
    parameters: [],
    run: ({ host }) => ({ shape: 'scalar', type: 'xsd:string', text: host.spec.protection.acceptanceLevel }),
  },
  {
    name: 'software.profile.get',
    help: 'Show the image profile.',
    formatter: 'simple',
    parameters: [],
    run: imageProfile,
  },
  {
    name: 'system.settings.encryption.get',
    help: 'Show how the configuration is sealed.',
    formatter: 'simple',
    parameters: [],
    since: '7.0.2',
    run: encryption,
  },
  {
    name: 'system.syslog.config.get',
    help: 'Show where logs go.',
    formatter: 'simple',
    parameters: [],
    run: syslog,
  },
  {
    name: 'system.tls.server.get',
    help: 'Show the TLS profile.',
    formatter: 'simple',
    parameters: [
      { name: 'showcurrentbootprofile', type: 'boolean', help: 'That of this boot, not that of the next.' },
      { name: 'showprofiledefaults', type: 'boolean', help: 'What the profile has where nothing was changed.' },
    ],
    since: '8.0.3',
    run: tlsServer,
  },
  {
    name: 'system.auditrecords.get',
    help: 'Show whether audit records are kept and sent on.',
    formatter: 'simple',
    parameters: [],
    since: '7.0.3',
    run: auditRecords,
  },
  {
    name: 'system.snmp.get',
    help: 'Show how the SNMP agent is configured.',
    formatter: 'simple',
    parameters: [],
    run: ({ host }) =>
      struct('SnmpGet', { enable: String(host.services.some(({ key, running }) => key === 'snmpd' && running)) }),
  },
  {
    name: 'hardware.trustedboot.get',
    help: 'Show whether there is a TPM.',
    formatter: 'simple',
    parameters: [],
    run: ({ host }) =>
      struct('TrustedbootGet', {
        DrtmEnabled: 'false',
        TpmPresent: String(host.spec.protection.encryptionMode === 'TPM'),
      }),
  },
];

function struct(name: string, row: Row): CommandResult {
  return { shape: 'struct', struct: name, row };
}

function imageProfile({ host }: CommandInput): CommandResult {
  const { version, build, protection } = host.spec;
  return struct('ProfileGet', { Name: `ESXi-${version}-${build}-standard`, Vendor: protection.imageVendor });
}

function encryption({ host }: CommandInput): CommandResult {
  const { encryptionMode, requireSecureBoot, requireExecInstalledOnly } = host.spec.protection;
  return struct('EncryptionGet', {
    Mode: encryptionMode,
    RequireExecutablesOnlyFromInstalledVIBs: String(requireExecInstalledOnly),
    RequireSecureBoot: String(requireSecureBoot),
  });
}

function auditRecords({ host }: CommandInput): CommandResult {
  const text = (key: string, otherwise: string): string => host.options.get(key)?.text ?? otherwise;
  return struct('AuditrecordsGet', {
    AuditRecordRemoteTransmissionActive: text('Syslog.global.auditRecord.remoteEnable', 'false'),
    AuditRecordStorageActive: text('Syslog.global.auditRecord.storageEnable', 'false'),
    AuditRecordStorageCapacity: text('Syslog.global.auditRecord.storageCapacity', '4'),
    AuditRecordStorageDirectory: '/scratch/auditLog',
  });
}

function syslog({ host }: CommandInput): CommandResult {
  const text = (key: string): string => host.options.get(key)?.text ?? '';
  return struct('SyslogConfiguration', {
    DefaultNetworkRetryTimeout: '180',
    DroppedLogFileRotationSize: '100',
    DroppedLogFileRotations: '10',
    EnforceSSLCertificates: 'true',
    LocalLogOutput: text('Syslog.global.logDir'),
    LocalLogOutputIsConfigured: 'false',
    LocalLogOutputIsPersistent: String(host.spec.protection.persistentLogs),
    LocalLoggingDefaultRotationSize: '1024',
    LocalLoggingDefaultRotations: '8',
    LogToUniqueSubdirectory: 'false',
    MessageQueueDropMark: '90',
    RemoteHost: text('Syslog.global.logHost'),
  });
}

const NIST = ['ECDHE+AESGCM', 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384', 'tls1.2,tls1.3'] as const;
/** Cipher list, cipher suites and protocol versions by profile; only those of NIST_2024 were published. */
const TLS_PROFILES: Readonly<Record<string, readonly [list: string, suites: string, versions: string]>> = {
  NIST_2024: NIST,
  NIST_2024_TLS_13_ONLY: ['', NIST[1], 'tls1.3'],
};
const OTHER_PROFILE = ['ECDHE+AESGCM:ECDHE+AES', NIST[1], NIST[2]] as const;

/** The profile that is configured, for the next boot, unless this one's is asked for. */
function tlsServer(input: CommandInput): CommandResult {
  const { tlsProfile, tlsProfileRunning } = input.host.spec.protection;
  const profile = flag(input, 'showcurrentbootprofile') === true ? tlsProfileRunning : tlsProfile;
  const [list, suites, versions] = TLS_PROFILES[profile] ?? OTHER_PROFILE;
  return struct('TlsServerGet', {
    Profile: profile,
    CipherList: list,
    CipherSuite: suites,
    Groups: 'prime256v1:secp384r1:secp521r1',
    ProtocolVersions: versions,
    RebootRequired: String(tlsProfile !== tlsProfileRunning),
  });
}

/** Whether a release has the command. */
export function hasCommand({ since }: Command, version: string): boolean {
  return since === undefined || isAtLeast(version, since);
}
