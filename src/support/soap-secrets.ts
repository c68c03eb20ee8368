/** What stands where a secret stood. */
export const REMOVED = '(removed)';

/** Elements that hold a secret whole, in whichever message: a password, and the key of a session. */
const SECRET_ELEMENTS = ['password', 'sessionId', 'sessionTicket'];
/** Elements that hold one in the messages of some methods: the key of a session; the address of a bundle that anybody may fetch. */
const SECRET_IN: Readonly<Record<string, readonly string[]>> = {
  Login: ['key'],
  LoginByToken: ['key'],
  BackupFirmwareConfiguration: ['returnval'],
};
/** Header of a login by token: the assertion is all that is in it. */
const SECURITY = /(<(?:[\w.-]+:)?Security\b[^>]*>).*?(<\/(?:[\w.-]+:)?Security>)/gs;
/** Shorter ones would be found in half of all words; the elements that hold them are emptied anyway. */
const SHORTEST_SECRET = 4;

/**
 * A SOAP message without its secrets: by the elements that hold them, and wherever else one of `secrets` stands, as text or
 * as XML writes it.
 */
export function withoutSecrets(message: string, method: string, secrets: ReadonlySet<string>): string {
  let text = message.replace(SECURITY, `$1${REMOVED}$2`);
  for (const name of [...SECRET_ELEMENTS, ...(SECRET_IN[method] ?? [])]) text = emptied(text, name);
  for (const secret of secrets) {
    if (secret.length < SHORTEST_SECRET) continue;
    for (const form of formsOf(secret)) text = text.replaceAll(form, REMOVED);
  }
  return text;
}

/** The key that a login was answered with: it stands in later messages too. Null when there is none. */
export function sessionKeyIn(message: string, method: string): string | null {
  if (method !== 'Login' && method !== 'LoginByToken') return null;
  return /<(?:[\w.-]+:)?key(?:\s[^>]*)?>([^<]+)</.exec(message)?.[1] ?? null;
}

function emptied(text: string, name: string): string {
  const element = new RegExp(`(<(?:[\\w.-]+:)?${name}(?:\\s[^>]*)?>)[^<]*(</(?:[\\w.-]+:)?${name}\\s*>)`, 'g');
  return text.replace(element, `$1${REMOVED}$2`);
}

function formsOf(secret: string): ReadonlySet<string> {
  const escaped = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return new Set([secret, escaped, escaped.replaceAll('"', '&quot;'), escaped.replaceAll("'", '&apos;')]);
}
