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

/** A reader of two words after one flag; it throws an EsxcheckError that names the option. */
export function asPair(option: string): (given: unknown) => readonly [string, string] | undefined {
  return (given) => {
    if (given === undefined) return undefined;
    const words: readonly unknown[] = Array.isArray(given) ? given : [given];
    const [one, other, ...more] = words;
    if (typeof one === 'string' && typeof other === 'string' && more.length === 0) return [one, other];
    throw misuse(`The option --${option} takes two values, once.`);
  };
}
