import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { AwaySchedule } from '../../src/site/away.ts';
import { keepSchedules, keptSchedules, timetableOf } from '../../src/site/schedule.ts';
import { folderOfTest } from './support.ts';

/** Minutes of a day, as hh:mm in UTC, in which a target is due. */
function dueOn(day: string, cron: string, zone = 'UTC', spreadMinutes = 0): readonly string[] {
  const table = timetableOf({ cron, zone, spreadMinutes });
  const start = Date.parse(`${day}T00:00:00Z`);
  const minutes = Array.from({ length: 1_440 }, (_, index) => new Date(start + index * 60_000));
  return minutes.filter((at) => table?.isDue('vc01', at)).map((at) => at.toISOString().slice(11, 16));
}

test.each([
  ['0 2 * * *', 'UTC', '2026-01-05', ['02:00']],
  ['*/30 1-2 * * *', 'UTC', '2026-01-05', ['01:00', '01:30', '02:00', '02:30']],
  ['5,10 0 * jan mon', 'UTC', '2026-01-05', ['00:05', '00:10']],
  ['5 0 * feb mon', 'UTC', '2026-01-05', []],
  ['0 3 6 * 1', 'UTC', '2026-01-05', ['03:00']],
  ['0 3 * * 7', 'UTC', '2026-01-04', ['03:00']],
  ['0 3 * * 0', 'UTC', '2026-01-04', ['03:00']],
  ['0 2 * * *', 'Europe/Berlin', '2026-01-05', ['01:00']],
  ['0 2 * * *', 'Europe/Berlin', '2026-07-05', ['00:00']],
  ['30 2 * * *', 'Europe/Berlin', '2026-03-29', []],
  ['15/20 4 * * *', 'UTC', '2026-01-05', ['04:15', '04:35', '04:55']],
] as const)('%s in %s on %s is due at %j', (cron, zone, day, times) => {
  expect(dueOn(day, cron, zone)).toEqual(times);
});

test.each([
  '',
  '* * * *',
  '60 * * * *',
  '* * * * * *',
  '5-1 * * * *',
  '*/0 * * * *',
  '@daily',
  '* * 0 * *',
  '1-2-3 * * * *',
])('the schedule %j is none', (cron) => expect(timetableOf({ cron, zone: 'UTC', spreadMinutes: 0 })).toBeNull());

test('a zone that there is not makes no timetable, and no text makes an error', () => {
  expect(timetableOf({ cron: '0 2 * * *', zone: 'Mars/Olympus', spreadMinutes: 0 })).toBeNull();
  fc.assert(
    fc.property(fc.string(), fc.string(), (cron, zone) => {
      timetableOf({ cron, zone, spreadMinutes: 0 })?.isDue('vc01', new Date(0));
    }),
  );
});

test('a spread moves each target by its own minutes, always the same, and reads it once', () => {
  const [at = ''] = dueOn('2026-01-05', '0 2 * * *', 'UTC', 60);
  expect(dueOn('2026-01-05', '0 2 * * *', 'UTC', 60)).toEqual([at]);
  expect(at >= '02:00' && at < '03:00').toBe(true);
});

test('schedules are kept for a worker that starts while the centre is away; a torn file is none', async () => {
  const folder = await folderOfTest();
  const schedules = [{ cron: '0 2 * * *', zone: 'UTC', spreadMinutes: 0 }];
  await keepSchedules(folder, schedules);
  expect(await keptSchedules(folder)).toEqual(schedules);
  for (const torn of ['', '[', '[{"cron":1}]', '{"__proto__":[]}', 'null', '[]x']) {
    await writeFile(join(folder, 'schedules.json'), torn);
    expect(await keptSchedules(folder)).toEqual([]);
  }
});

function at(time: string): Date {
  return new Date(`2026-01-05T${time}:30Z`);
}

test('a minute that was slept through is made up for, once', async () => {
  const folder = await folderOfTest();
  await keepSchedules(folder, [{ cron: '0 2 * * *', zone: 'UTC', spreadMinutes: 0 }]);
  const said: string[] = [];
  const away = await AwaySchedule.open(folder, at('01:50'), (sentence) => said.push(sentence));
  expect(away.due(['vc01', 'vc02'], at('01:59'))).toEqual([]);
  expect(away.due(['vc01', 'vc02'], at('02:10'))).toEqual(['vc01', 'vc02']);
  away.begun('vc01');
  expect(away.due(['vc01', 'vc02'], at('02:11'))).toEqual(['vc02']);
  away.begun('vc02');
  expect(away.due(['vc01', 'vc02'], at('02:00'))).toEqual([]);
  expect(said).toEqual([]);
});
