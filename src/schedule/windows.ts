import { powershellText, windowsWord } from './quoting.ts';
import { type Schedule, twoDigits, type Unit } from './schedule.ts';

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
