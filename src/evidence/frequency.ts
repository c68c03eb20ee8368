/** Words for how often something must be looked at, with what they are in days or months (MITRE hdf-converters, attestations). */
const WORDS: Readonly<Record<string, Span>> = {
  annually: { months: 12 },
  semiannually: { months: 6 },
  quarterly: { months: 3 },
  monthly: { months: 1 },
  fortnightly: { days: 14 },
  every2weeks: { days: 14 },
  weekly: { days: 7 },
  every3days: { days: 3 },
  daily: { days: 1 },
};

type Span = { readonly days: number } | { readonly months: number };

/** `1d`, `2 wk`, `6m`, `1.5y`: the unit is the first letter of what follows the number. */
const COUNTED = /^(\d{1,4}(?:\.\d{1,4})?)\s*(d|days?|w|wks?|weeks?|m|months?|y|yrs?|years?)$/i;

/** What was expected where a text is no frequency. */
export const FREQUENCY = `one of ${Object.keys(WORDS).join(', ')}, or a number with d, w, m or y such as 6m was expected`;

/** How long a frequency is; null for a text that is none, and for none at all, such as `0d`. */
export function spanOfFrequency(text: string): Span | null {
  const plain = text.trim().toLowerCase();
  const known = Object.hasOwn(WORDS, plain) ? WORDS[plain] : undefined;
  if (known !== undefined) return known;
  const [, number = '', unit = ''] = COUNTED.exec(plain) ?? [];
  // Rounded down, so that nothing holds for longer than it says.
  const whole = Math.floor(Number(number) * (FACTORS[unit.charAt(0)] ?? 0));
  if (whole < 1) return null;
  return unit.startsWith('d') || unit.startsWith('w') ? { days: whole } : { months: whole };
}

const FACTORS: Readonly<Record<string, number>> = { d: 1, w: 7, m: 1, y: 12 };

/**
 * The last day, `2027-11-29`, on which what was looked at holds: the day before the one on which it must be looked at again.
 * Days are those of the text, or of UTC where it names a zone.
 */
export function lastDay(updated: string, frequency: string): string {
  const span = spanOfFrequency(frequency);
  const began = new Date(updated.length === 10 || /(?:Z|[+-]\d\d:?\d\d)$/.test(updated) ? updated : `${updated}Z`);
  const [year, month, day] = [began.getUTCFullYear(), began.getUTCMonth(), began.getUTCDate()];
  if (span === null) return began.toISOString().slice(0, 10);
  if ('days' in span) return dayText(Date.UTC(year, month, day + span.days - 1));
  // A month after the 31st of January is the last day of February, not one in March.
  const last = new Date(Date.UTC(year, month + span.months + 1, 0)).getUTCDate();
  return dayText(Date.UTC(year, month + span.months, Math.min(day, last) - 1));
}

/** No later than the last day that four digits can write. */
function dayText(time: number): string {
  return new Date(Math.min(time, Date.UTC(9999, 11, 31))).toISOString().slice(0, 10);
}
