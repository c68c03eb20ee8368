import { isAtLeast } from '../wire/versions.ts';
import type { Command, CommandInput, CommandResult, Row } from './command.ts';

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
    parameters: [],
    since: '8.0.3',
    run: ({ host }) => struct('TlsServerGet', { Profile: host.spec.protection.tlsProfile }),
  },
];

function struct(name: string, row: Row): CommandResult {
  return { shape: 'struct', struct: name, row };
}

function encryption({ host }: CommandInput): CommandResult {
  const { encryptionMode, requireSecureBoot, requireExecInstalledOnly } = host.spec.protection;
  return struct('EncryptionGet', {
    Mode: encryptionMode,
    RequireExecutablesOnlyFromInstalledVIBs: String(requireExecInstalledOnly),
    RequireSecureBoot: String(requireSecureBoot),
  });
}

function syslog({ host }: CommandInput): CommandResult {
  const text = (key: string): string => host.options.get(key)?.text ?? '';
  return struct('SyslogConfigGet', {
    LocalLogOutput: text('Syslog.global.logDir'),
    LocalLogOutputIsConfigured: 'false',
    LocalLogOutputIsPersistent: String(host.spec.protection.persistentLogs),
    RemoteHost: text('Syslog.global.logHost'),
  });
}

/** Whether a release has the command. */
export function hasCommand({ since }: Command, version: string): boolean {
  return since === undefined || isAtLeast(version, since);
}
