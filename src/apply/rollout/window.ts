import { EsxcheckError } from '../../model/errors.ts';

/** When hosts may be started: every day from one wall-clock time to another, in a time zone. */
export interface Window {
  /** Minutes since midnight. */
  readonly from: number;
  /** Minutes since midnight, exclusive; at or before `from`: on the next day. */
  readonly to: number;
  readonly clock: Intl.DateTimeFormat;
  readonly text: string;
}

const FORM = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/;

/** Reads `22:00-05:00` and an IANA time zone such as `Europe/Istanbul`. Throws WINDOW_INVALID or TIME_ZONE_UNKNOWN. */
export function parseWindow(text: string, timeZone: string): Window {
  const [, fromHour, fromMinute, toHour, toMinute] = FORM.exec(text) ?? [];
  const from = Number(fromHour) * 60 + Number(fromMinute);
  const to = Number(toHour) * 60 + Number(toMinute);
  if (Number.isNaN(from + to) || from === to) {
    throw new EsxcheckError('WINDOW_INVALID', `${JSON.stringify(text)} is no window of time.`, {
      details: ['Write it as 22:00-05:00: from when to when hosts may be started. The two times must differ.'],
    });
  }
  return { from, to, clock: clockOf(timeZone), text: `${text} ${timeZone}` };
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  } catch (error) {
    throw new EsxcheckError('TIME_ZONE_UNKNOWN', `${JSON.stringify(timeZone)} is no time zone that is known here.`, {
      details: ['Give an IANA name such as Europe/Istanbul, America/New_York or UTC.'],
      cause: error,
    });
  }
}

/**
 * Whether a moment (milliseconds since 1970) lies in the window, by the clock on a wall there: an hour that is skipped in
 * spring is never in it, and one that comes twice in autumn is in it twice.
 */
export function isOpen({ from, to, clock }: Window, moment: number): boolean {
  const now = minutesAt(clock, moment);
  return from < to ? now >= from && now < to : now >= from || now < to;
}

/** Minutes since midnight that a clock on the wall shows. */
export function minutesAt(clock: Intl.DateTimeFormat, moment: number): number {
  const parts = clock.formatToParts(moment);
  const part = (type: 'hour' | 'minute'): number => Number(parts.find((each) => each.type === type)?.value);
  return part('hour') * 60 + part('minute');
}
