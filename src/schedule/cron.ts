import { cronWord } from './quoting.ts';
import type { Schedule, Unit } from './schedule.ts';

/** A line for `crontab -e`. Cron mails what is printed, which is nothing unless something is wrong. */
export function cronLine({ command, hour, minute }: Schedule): readonly Unit[] {
  return [{ name: 'esxcheck.cron', text: `${minute} ${hour} * * * ${command.map(cronWord).join(' ')}\n` }];
}
