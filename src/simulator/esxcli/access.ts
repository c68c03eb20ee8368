import { isAtLeast } from '../wire/versions.ts';
import type { Command, CommandInput, CommandResult, Row } from './command.ts';

/**
 * Commands that tell how people get into a host, and what it keeps to itself. None of them was recorded: the names of their
 * fields are those that the controls of the STIGs and the scripts of the hardening guides read.
 */
export const ACCESS_COMMANDS: readonly Command[] = [
  {
    name: 'system.ssh.server.config.list',
    help: 'List the settings of the SSH server.',
    formatter: 'table:Key,Value',
    parameters: [{ name: 'key', type: 'string', help: 'Only the setting of this key.' }],
    since: '8.0',
    run: sshSettings,
  },
  enabledCommand('system.security.fips140.ssh.get', 'Show whether SSH uses the validated module.', (input) =>
    String(input.host.spec.access.fipsSsh),
  ),
  enabledCommand(
    'system.security.fips140.rhttpproxy.get',
    'Show whether the proxy uses the validated module.',
    (input) => String(input.host.spec.access.fipsProxy),
  ),
  {
    ...enabledCommand('system.security.keypersistence.get', 'Show whether keys are kept in the TPM.', (input) =>
      String(input.host.spec.access.keyPersistence),
    ),
    since: '8.0',
  },
  {
    name: 'system.syslog.config.logfilter.get',
    help: 'Show whether messages are left out of the logs.',
    formatter: 'simple',
    parameters: [],
    since: '8.0',
    run: ({ host }) => ({
      shape: 'struct',
      struct: 'LogfilterGet',
      row: { LogFilteringEnabled: String(host.spec.access.logFiltering) },
    }),
  },
  {
    name: 'system.account.list',
    help: 'List local accounts.',
    formatter: 'table:UserID,Description',
    parameters: [],
    run: accounts,
  },
];

/** A command that answers with one field, Enabled. */
function enabledCommand(name: string, help: string, enabled: (input: CommandInput) => string): Command {
  const run = (input: CommandInput): CommandResult => ({
    shape: 'struct',
    struct: 'EnabledGet',
    row: { Enabled: enabled(input) },
  });
  return { name, help, formatter: 'simple', parameters: [], run };
}

function sshSettings({ host, arguments: given }: CommandInput): CommandResult {
  const only = given.get('key')?.[0];
  const rows = Object.entries(host.spec.access.ssh)
    .filter(([key]) => only === undefined || key === only)
    .map(([Key, Value]): Row => ({ Key, Value }));
  return { shape: 'list', struct: 'Config', rows };
}

const ACCOUNTS = [
  ['root', 'Administrator'],
  ['dcui', 'DCUI User'],
  ['vpxuser', 'VMware VirtualCenter account'],
] as const;

/** Whether an account may use the shell is told since 8.0. */
function accounts({ host }: CommandInput): CommandResult {
  const told = isAtLeast(host.spec.version, '8.0');
  const row = (user: string, description: string): Row => ({
    UserID: user,
    Description: description,
    ...(told ? { Shellaccess: String(host.spec.access.shellAccounts.includes(user)) } : {}),
  });
  const others = host.spec.protection.accounts.map((user) => row(user, 'ESXi User'));
  return { shape: 'list', struct: 'User', rows: [...ACCOUNTS.map(([user, text]) => row(user, text)), ...others] };
}
