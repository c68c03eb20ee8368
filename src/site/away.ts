import { keptSchedules, type Timetable, timetableOf } from './schedule.ts';

const MINUTE_MS = 60_000;
/** What was missed longer ago is not made up for. */
const MOST_MINUTES = 60;

/** Which targets are to be read while the centre is away: by the schedules that it told last. */
export class AwaySchedule {
  readonly #timetables: readonly Timetable[];
  readonly #due = new Set<string>();
  /** Minutes up to this one were looked at. */
  #seen: number;

  /** From that time on. Schedules that nobody can read are told, and left out. */
  static async open(folder: string, from: Date, tell: (sentence: string) => void): Promise<AwaySchedule> {
    const schedules = await keptSchedules(folder);
    const timetables = schedules.flatMap((schedule) => {
      const timetable = timetableOf(schedule);
      if (timetable === null)
        tell(`The schedule ${JSON.stringify(schedule.cron)} (${JSON.stringify(schedule.zone)}) is none.`);
      return timetable ?? [];
    });
    if (timetables.length === 0) tell('There is no schedule: nothing is read until the centre is back.');
    return new AwaySchedule(timetables, minuteOf(from));
  }

  private constructor(timetables: readonly Timetable[], seen: number) {
    this.#timetables = timetables;
    this.#seen = seen;
  }

  /** Those of the targets whose minute has come, and that were not begun since. */
  due(targets: readonly string[], now: Date): readonly string[] {
    const last = minuteOf(now);
    const first = Math.max(this.#seen + 1, last - MOST_MINUTES);
    for (let minute = first; minute <= last; minute += 1) this.#look(targets, new Date(minute * MINUTE_MS));
    this.#seen = Math.max(this.#seen, last);
    return targets.filter((target) => this.#due.has(target));
  }

  begun(target: string): void {
    this.#due.delete(target);
  }

  #look(targets: readonly string[], minute: Date): void {
    for (const target of targets)
      if (this.#timetables.some((each) => each.isDue(target, minute))) this.#due.add(target);
  }
}

function minuteOf(at: Date): number {
  return Math.floor(at.getTime() / MINUTE_MS);
}
