import { EsxcheckError } from '../model/errors.ts';

/** No scheduler takes a line break or another control character in a word. Throws PATH_NOT_SCHEDULABLE. */
function requirePlain(word: string): void {
  if (!/\p{Cc}/u.test(word)) return;
  throw new EsxcheckError('PATH_NOT_SCHEDULABLE', `The path ${JSON.stringify(word)} holds a control character.`, {
    details: ['Move it to a place with an ordinary name.'],
  });
}

/** A word of ExecStart: `%` and `$` mean something to systemd even inside of quotes. */
export function systemdWord(word: string): string {
  return systemdPath(word).replaceAll('$', '$$$$');
}

/** A word of a list of paths, and of every other setting. */
export function systemdPath(word: string): string {
  requirePlain(word);
  return `"${word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`;
}

/** A path where systemd takes no quotes, such as behind the name in LoadCredential. */
export function systemdPlain(path: string): string {
  requirePlain(path);
  return path.replaceAll('%', '%%');
}

/** A word of a line in a crontab: for the shell first, then `%` for cron, which would end the line there. */
export function cronWord(word: string): string {
  requirePlain(word);
  return `'${word.replaceAll("'", String.raw`'\''`)}'`.replaceAll('%', String.raw`\%`);
}

/** A literal of PowerShell; typographic quotes end one too. */
export function powershellText(text: string): string {
  requirePlain(text);
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, (quote) => quote + quote)}'`;
}

/** A word of a command line of Windows, as the C runtime takes it apart. */
export function windowsWord(word: string): string {
  requirePlain(word);
  const escaped = word.replace(/(\\*)"/g, String.raw`$1$1\"`).replace(/(\\+)$/, '$1$1');
  return `"${escaped}"`;
}
