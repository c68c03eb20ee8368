import { CONFIG_OPTIONS } from '../../common-options.ts';
import { asTimeOfDay } from '../../parser/coerce.ts';
import { defineCommand } from '../../parser/command.ts';

/** Prints what makes a scheduler of the system start `run`. Installs nothing. */
export const schedule = defineCommand({
  usage: 'schedule <scheduler>',
  summary: 'Print, ready to install, what makes systemd, cron or Windows start a run every day',
  examples: [
    ['$0 schedule systemd --config /etc/esxcheck/esxcheck.yaml', 'a service and a timer'],
    ['$0 schedule systemd --at 05:30 --output /etc/systemd/system', 'as files, to be enabled with systemctl'],
    ['$0 schedule cron', 'a line for a crontab'],
    ['$0 schedule windows', 'a script for PowerShell (not tried on a real Windows)'],
  ],
  epilogue: 'Exit code: 0 done, 2 could not run.',
  positionals: {
    scheduler: { choices: ['systemd', 'cron', 'windows'], demandOption: true, describe: 'Who starts the run' },
  },
  options: {
    ...CONFIG_OPTIONS,
    at: {
      type: 'string',
      requiresArg: true,
      default: '06:00',
      coerce: asTimeOfDay('at'),
      group: 'Schedule:',
      describe: 'Time of day, on the clock of the machine',
    },
    output: {
      type: 'string',
      alias: 'o',
      requiresArg: true,
      group: 'Schedule:',
      describe: 'Folder to write files to, instead of stdout',
    },
  },
  load: () => import('./run.ts'),
});
