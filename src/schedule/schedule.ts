import { cronWord, powershellText, windowsWord } from './quoting.ts';

/** A run that is to start by itself. Paths are absolute. */
export interface Schedule {
  /** Program, script and arguments. */
  readonly command: readonly string[];
  /** Time of day, on the clock of the machine. */
  readonly hour: number;
  readonly minute: number;
  readonly deadlineMinutes: number;
  /** Credentials that the config asks systemd for. */
  readonly credentials: readonly string[];
  /** Secrets in files that the user of a service cannot read, each with the credential that could take its place. */
  readonly unreadable: readonly { readonly credential: string; readonly path: string }[];
  /** Folders that the run writes to, beside its own state. */
  readonly writes: readonly string[];
}

/** Something to install: a file with its place, or lines to add somewhere. */
export interface Unit {
  readonly name: string;
  readonly text: string;
}

export function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** A line for `crontab -e`. Cron mails what is printed, which is nothing unless something is wrong. */
export function cronLine({ command, hour, minute }: Schedule): readonly Unit[] {
  return [{ name: 'esxcheck.cron', text: `${minute} ${hour} * * * ${command.map(cronWord).join(' ')}\n` }];
}

const GRACE_MINUTES = 5;

/** A script for PowerShell that registers a daily task; it asks for the account that the task runs as. */
export function windowsTask({ command, hour, minute, deadlineMinutes }: Schedule): readonly Unit[] {
  const [program = '', ...words] = command;
  const argument = words.map(windowsWord).join(' ');
  const text = [
    '# Run in an elevated PowerShell. The task runs as the account that it asks for, signed in or not.',
    "$account = Get-Credential -Message 'The account that esxcheck runs as'",
    `$action = New-ScheduledTaskAction -Execute ${powershellText(program)} -Argument ${powershellText(argument)}`,
    `$trigger = New-ScheduledTaskTrigger -Daily -At ${powershellText(`${twoDigits(hour)}:${twoDigits(minute)}`)}`,
    `$limit = New-TimeSpan -Minutes ${deadlineMinutes + GRACE_MINUTES}`,
    '$settings = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -StartWhenAvailable -ExecutionTimeLimit $limit',
    '$how = @{ Action = $action; Trigger = $trigger; Settings = $settings }',
    '$who = @{ User = $account.UserName; Password = $account.GetNetworkCredential().Password }',
    "Register-ScheduledTask -TaskName 'esxcheck' @how @who",
    '',
  ].join('\r\n');
  return [{ name: 'esxcheck-task.ps1', text }];
}
