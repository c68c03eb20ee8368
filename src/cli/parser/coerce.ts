import { usageError } from './usage-error.ts';

/** A reader of whole numbers within bounds; it throws an EsxcheckError that names the option. */
export function asWholeNumber(
  option: string,
  { least, most }: { readonly least: number; readonly most: number },
): (text: unknown) => number {
  return (text) => {
    if (Array.isArray(text)) throw usageError(`The option --${option} is given more than once.`);
    const written = String(text);
    const value = /^\d{1,15}$/.test(written) ? Number(written) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw usageError(`The option --${option} takes a whole number from ${least} to ${most}.`);
  };
}

/** A reader of labels such as `Environment=Production`; undefined where the flag is not given. Throws an EsxcheckError. */
export function asLabels(option: string, example: string): (given: unknown) => readonly string[] | undefined {
  return (given) => {
    if (given === undefined) return undefined;
    const labels = [given].flat().map(String);
    if (labels.every((label) => /^[^=]+=./s.test(label))) return labels;
    throw usageError(`The option --${option} takes a name and a value, such as ${example}.`);
  };
}

/** A reader of a number of days, `30d` or `30`; undefined where the flag is not given. Throws an EsxcheckError. */
export function asDays(option: string): (text: unknown) => number | undefined {
  return (text) => {
    if (text === undefined) return undefined;
    if (Array.isArray(text)) throw usageError(`The option --${option} is given more than once.`);
    const days = typeof text === 'string' ? /^(\d{1,4})d?$/.exec(text.trim())?.[1] : undefined;
    if (days !== undefined) return Number(days);
    throw usageError(`The option --${option} takes a number of days, such as 30d.`);
  };
}

/** A reader of a day (its beginning, UTC) or a moment with its zone; resolves to ISO 8601 in UTC. Throws an EsxcheckError. */
export function asMoment(option: string): (text: unknown) => string {
  return (text) => {
    if (Array.isArray(text)) throw usageError(`The option --${option} is given more than once.`);
    const written = String(text);
    const time = Date.parse(written);
    const isThere = MOMENT.test(written) && !Number.isNaN(time) && isOnCalendar(written);
    if (isThere) return new Date(time).toISOString();
    throw usageError(`The option --${option} takes a day, 2026-11-23, or a moment, 2026-11-23T06:00:00Z.`);
  };
}

const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

/** `Date.parse` makes the 3rd of March of a 31st of February. */
function isOnCalendar(written: string): boolean {
  const day = written.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

/** A reader of a path that `--no-OPTION` turns into false; it throws an EsxcheckError when there is more than one. */
export function asFileOrNone(option: string): (given: unknown) => string | false {
  return (given) => {
    if (Array.isArray(given)) throw usageError(`The option --${option} is given more than once.`);
    return given === false ? false : String(given);
  };
}

/** A reader of two words after one flag; it throws an EsxcheckError that names the option. */
export function asPair(option: string): (given: unknown) => readonly [string, string] | undefined {
  return (given) => {
    if (given === undefined) return undefined;
    const words: readonly unknown[] = Array.isArray(given) ? given : [given];
    const [one, other, ...more] = words;
    if (typeof one === 'string' && typeof other === 'string' && more.length === 0) return [one, other];
    throw usageError(`The option --${option} takes two values, once.`);
  };
}

/** A reader of a time of day, `06:00`; it throws an EsxcheckError that names the option. */
export function asTimeOfDay(option: string): (text: unknown) => { readonly hour: number; readonly minute: number } {
  return (text) => {
    const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(String(text)) ?? [];
    if (hour !== undefined && minute !== undefined) return { hour: Number(hour), minute: Number(minute) };
    throw usageError(`The option --${option} takes a time of day, such as 06:00.`);
  };
}

/**
 * A reader of the name of an account. Throws USAGE without repeating what was given: other tools take an address, or
 * `USER:PASSWORD`, behind the same short flag.
 */
export function asAccount(option: string): (text: unknown) => string {
  return (text) => {
    if (Array.isArray(text)) throw usageError(`The option --${option} is given more than once.`);
    const account = String(text);
    if (account.includes('://')) {
      throw usageError(`The option --${option} takes the name of an account, and an address was given.`, [
        'The server is named with --target. If the address holds a password, others can have read it: change it.',
      ]);
    }
    if (!account.includes(':')) return account;
    throw usageError(`The option --${option} takes the name of an account, which has no colon.`, [
      'If a password follows the colon, others can have read it: change it, and leave it out to be asked.',
      'An account that really has one is named by GOVC_USERNAME, or by the config.',
    ]);
  };
}

/** The name of a variable of the environment as such names are usually written. */
export const VARIABLE = /^[A-Z_][A-Z0-9_]{0,199}$/;

/**
 * A reader of the name of a variable, in capital letters as such names are written: a password that was typed in its place is
 * hardly ever one. Throws USAGE without repeating it.
 */
export function asVariable(option: string): (text: unknown) => string {
  return (text) => {
    if (Array.isArray(text)) throw usageError(`The option --${option} is given more than once.`);
    const name = String(text);
    if (VARIABLE.test(name)) return name;
    throw usageError(
      `The option --${option} takes the name of a variable in capital letters, such as ESXCHECK_PASSWORD.`,
      ['The password itself never stands on a command line or in a config.'],
    );
  };
}
