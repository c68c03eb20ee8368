/** What no line of a script should hold, quoted or not: controls, invisible characters, lone surrogates. */
const UNWRITABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** PowerShell takes these for a single quote, too. */
const POWERSHELL_QUOTES = /['\u2018\u2019\u201a\u201b]/g;

/** A word that every POSIX shell takes literally; null for text that cannot be written on one line of a script. */
export function shellQuoted(text: string): string | null {
  return UNWRITABLE.test(text) ? null : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A literal string of PowerShell, in which nothing is expanded; null for text that cannot be written on one line. */
export function powershellQuoted(text: string): string | null {
  return UNWRITABLE.test(text) ? null : `'${text.replaceAll(POWERSHELL_QUOTES, '$&$&')}'`;
}
