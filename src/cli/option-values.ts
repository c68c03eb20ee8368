import { misuse } from './misuse.ts';

/** A reader of whole numbers within bounds; it throws an EsxcheckError that names the option. */
export function asWholeNumber(
  option: string,
  { least, most }: { readonly least: number; readonly most: number },
): (text: unknown) => number {
  return (text) => {
    if (Array.isArray(text)) throw misuse(`The option --${option} is given more than once.`);
    const written = String(text);
    const value = /^\d{1,15}$/.test(written) ? Number(written) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw misuse(`The option --${option} takes a whole number from ${least} to ${most}.`);
  };
}

/** A reader of a path that `--no-OPTION` turns into false; it throws an EsxcheckError when there is more than one. */
export function asFileOrNone(option: string): (given: unknown) => string | false {
  return (given) => {
    if (Array.isArray(given)) throw misuse(`The option --${option} is given more than once.`);
    return given === false ? false : String(given);
  };
}
