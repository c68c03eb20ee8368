import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileWhole } from '../files/atomic-write.ts';
import { type Schedule, schedulesShape } from './answers.ts';
import { sha256Hex } from './signatures.ts';

/** The five fields of cron: their least and greatest values, and the names that stand for some. */
const FIELDS = [
  { least: 0, most: 59, names: [] },
  { least: 0, most: 23, names: [] },
  { least: 1, most: 31, names: [] },
  { least: 1, most: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { least: 0, most: 7, names: 'sun mon tue wed thu fri sat'.split(' ') },
] as const;

type Field = (typeof FIELDS)[number];

/** A schedule as it can be asked; null for what is no cron line of five fields, or no time zone. */
export interface Timetable {
  /** Whether the target is to be read in that minute. Each target has its own minute within the spread. */
  readonly isDue: (target: string, minute: Date) => boolean;
}

const MINUTE_MS = 60_000;

export function timetableOf({ cron, zone, spreadMinutes }: Schedule): Timetable | null {
  const parts = cron.trim().toLowerCase().split(/\s+/);
  const sets = FIELDS.map((field, index) => valuesIn(parts[index] ?? '', field));
  const clock = clockOf(zone);
  if (parts.length !== FIELDS.length || clock === null || sets.includes(null)) return null;
  const [minutes, hours, days, months, weekdays] = sets as ReadonlySet<number>[];
  const isDay = dayChoice(parts, days ?? new Set(), weekdays ?? new Set());
  const isAt = (at: Date): boolean => {
    const { minute, hour, day, month, weekday } = clock(at);
    return (
      minutes?.has(minute) === true && hours?.has(hour) === true && months?.has(month) === true && isDay(day, weekday)
    );
  };
  return { isDue: (target, at) => isAt(new Date(at.getTime() - offsetOf(target, spreadMinutes) * MINUTE_MS)) };
}

/** As cron has it: where both days are restricted, either will do. */
function dayChoice(
  parts: readonly string[],
  days: ReadonlySet<number>,
  weekdays: ReadonlySet<number>,
): (day: number, weekday: number) => boolean {
  const isWeekday = (weekday: number): boolean => weekdays.has(weekday) || (weekday === 0 && weekdays.has(7));
  const [anyDay, anyWeekday] = [parts[2]?.startsWith('*') === true, parts[4]?.startsWith('*') === true];
  if (anyDay || anyWeekday) return (day, weekday) => days.has(day) && isWeekday(weekday);
  return (day, weekday) => days.has(day) || isWeekday(weekday);
}

/** Always the same for a target, so that it is read once. */
function offsetOf(target: string, spreadMinutes: number): number {
  return spreadMinutes === 0 ? 0 : Number.parseInt(sha256Hex(Buffer.from(target)).slice(0, 8), 16) % spreadMinutes;
}

function valuesIn(text: string, field: Field): ReadonlySet<number> | null {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, from = '', to, step = '1'] = /^(\*|[a-z0-9]{1,3})(?:-([a-z0-9]{1,3}))?(?:\/(\d{1,2}))?$/.exec(part) ?? [];
    const first = from === '*' ? field.least : numberOf(from, field);
    const last = from === '*' || (to === undefined && part.includes('/')) ? field.most : numberOf(to ?? from, field);
    if (first === null || last === null || first > last || step === '0' || (from === '*' && to !== undefined))
      return null;
    for (let value = first; value <= last; value += Number(step)) values.add(value);
  }
  return values;
}

function numberOf(text: string, { least, most, names }: Field): number | null {
  const named = (names as readonly string[]).indexOf(text);
  const value = named >= 0 ? named + (least === 1 ? 1 : 0) : /^\d{1,2}$/.test(text) ? Number(text) : -1;
  return value >= least && value <= most ? value : null;
}

interface WallClock {
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  readonly weekday: number;
}

/** The clock on the wall of a time zone; null for a zone that there is not. */
function clockOf(zone: string): ((at: Date) => WallClock) | null {
  try {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      minute: 'numeric',
      hour: 'numeric',
      day: 'numeric',
      month: 'numeric',
      weekday: 'short',
    });
    return (at) => wallClock(format.formatToParts(at));
  } catch {
    return null;
  }
}

function wallClock(parts: readonly Intl.DateTimeFormatPart[]): WallClock {
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  const [minute, hour, day, month] = ['minute', 'hour', 'day', 'month'].map((type) => Number(part(type)));
  const weekday = FIELDS[4].names.indexOf(part('weekday').toLowerCase());
  return { minute: minute ?? -1, hour: hour ?? -1, day: day ?? -1, month: month ?? -1, weekday };
}

/** The file beside the spool that keeps the schedule which was told last. */
function scheduleFile(folder: string): string {
  return join(folder, 'schedules.json');
}

/** Keeps the schedules for when the centre is away. Throws FILE_NOT_WRITTEN. */
export async function keepSchedules(folder: string, schedules: readonly Schedule[]): Promise<void> {
  await writeFileWhole(scheduleFile(folder), [`${JSON.stringify(schedules)}\n`], 0o600);
}

/** The schedules that were told last; none where none were, or the file is not as it was written. */
export async function keptSchedules(folder: string): Promise<readonly Schedule[]> {
  try {
    return schedulesShape.parse(JSON.parse(await readFile(scheduleFile(folder), 'utf8')));
  } catch {
    return [];
  }
}
