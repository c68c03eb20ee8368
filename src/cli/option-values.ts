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
