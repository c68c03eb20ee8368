import { assert, constantFrom, integer, pre, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { isOpen, minutesAt, parseWindow } from '../../../src/apply/rollout/window.ts';
import { runs } from '../../support/sample.ts';

const at = (text: string): number => Date.parse(text);
const MINUTE = 60_000;

test('a window over midnight is open on both sides of it, by the clock of its zone', () => {
  const night = parseWindow('22:00-05:00', 'Europe/Istanbul'); // UTC+3 all year
  expect(isOpen(night, at('2026-11-23T18:59:59Z'))).toBe(false);
  expect(isOpen(night, at('2026-11-23T19:00:00Z'))).toBe(true);
  expect(isOpen(night, at('2026-11-24T01:59:59Z'))).toBe(true);
  expect(isOpen(night, at('2026-11-24T02:00:00Z'))).toBe(false);
});

test('a window within a day is open from its first minute to before its last', () => {
  const noon = parseWindow('11:30-13:00', 'UTC');
  expect(['11:29', '11:30', '12:59', '13:00'].map((time) => isOpen(noon, at(`2026-06-01T${time}:00Z`)))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('a window follows the clock on the wall through the changes of the year', () => {
  const berlin = parseWindow('02:00-03:00', 'Europe/Berlin');
  // Spring 2026: 02:00 to 03:00 does not happen on 29 March.
  const spring = Array.from({ length: 24 * 60 }, (_, i) => at('2026-03-29T00:00:00Z') + i * MINUTE);
  expect(spring.filter((moment) => isOpen(berlin, moment))).toEqual([]);
  // Autumn 2026: it happens twice on 25 October.
  const autumn = Array.from({ length: 24 * 60 }, (_, i) => at('2026-10-25T00:00:00Z') + i * MINUTE);
  expect(autumn.filter((moment) => isOpen(berlin, moment))).toHaveLength(120);
});

const time = record({ hour: integer({ min: 0, max: 23 }), minute: integer({ min: 0, max: 59 }) });
const text = ({ hour, minute }: { hour: number; minute: number }): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
const zone = constantFrom(
  'UTC',
  'Europe/Istanbul',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/St_Johns',
);
const moment = integer({ min: at('2020-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') });

test('a window and the one with its ends exchanged cover every moment exactly once', () => {
  assert(
    property(time, time, zone, moment, (from, to, timeZone, when) => {
      pre(text(from) !== text(to));
      const one = isOpen(parseWindow(`${text(from)}-${text(to)}`, timeZone), when);
      const other = isOpen(parseWindow(`${text(to)}-${text(from)}`, timeZone), when);
      expect(one).toBe(!other);
    }),
    { numRuns: runs(300) },
  );
});

test('whether it is open hangs on nothing but what the clock on the wall shows', () => {
  assert(
    property(time, time, zone, moment, (from, to, timeZone, when) => {
      pre(text(from) !== text(to));
      const window = parseWindow(`${text(from)}-${text(to)}`, timeZone);
      const wall = new Date(when).toLocaleTimeString('en-GB', { timeZone, hourCycle: 'h23' }).slice(0, 5);
      const inside =
        text(from) < text(to) ? wall >= text(from) && wall < text(to) : wall >= text(from) || wall < text(to);
      expect(isOpen(window, when)).toBe(inside);
      expect(minutesAt(window.clock, when)).toBe(Number(wall.slice(0, 2)) * 60 + Number(wall.slice(3)));
    }),
    { numRuns: runs(300) },
  );
});

test.each(['', '22-05', '22:00', '24:00-05:00', '22:60-05:00', '5:00-6:00', '05:00-05:00', '22:00-05:00 UTC'])(
  'the window %j is refused',
  (window) => {
    expect(() => parseWindow(window, 'UTC')).toThrow(expect.objectContaining({ code: 'WINDOW_INVALID' }));
  },
);

test('an unknown time zone is refused', () => {
  expect(() => parseWindow('22:00-05:00', 'Europe/Stambul')).toThrow(
    expect.objectContaining({ code: 'TIME_ZONE_UNKNOWN' }),
  );
});
