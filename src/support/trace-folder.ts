import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Credentials, secretsOf } from '../connect/endpoint.ts';
import type { CallWitness } from '../connect/traffic.ts';
import { makeFolder } from '../files/folder.ts';
import { EsxcheckError } from '../model/errors.ts';

/** A folder that gets two files for each call, numbered in the order in which the calls ended. */
export interface TraceFolder {
  /** Traces the calls to one target; what its credentials hold never reaches a file. */
  witness(credentials: Credentials): CallWitness;
}

/**
 * Makes the folder, or takes an empty one; others may not read it. Files are written at once, so that a run that is killed
 * leaves all that it had. Throws OUTPUT_NOT_WRITTEN.
 */
export function openTraceFolder(path: string): TraceFolder {
  try {
    makeFolder(path, 0o700);
    if (readdirSync(path).length > 0) throw notWritten(path, 'it is not empty');
    // Found out now, and not by the first call.
    writeFileSync(join(path, 'README.txt'), README, { mode: 0o600 });
  } catch (error) {
    if (error instanceof EsxcheckError) throw error;
    throw notWritten(path, (error as Error).message);
  }
  let count = 0;
  return {
    witness: (credentials) => {
      const secrets = new Set(secretsOf(credentials));
      return {
        wantsBodies: true,
        onCall: ({ method, bodies }) => {
          if (bodies === null) return;
          const response = bodies.response.toString('utf8');
          const key = sessionKeyIn(response, method);
          if (key !== null) secrets.add(key);
          count += 1;
          const name = join(path, `${String(count).padStart(6, '0')}-${method}`);
          const form = method.startsWith('rest-') ? 'json' : 'xml';
          write(`${name}.request.${form}`, withoutSecrets(bodies.request, method, secrets));
          write(`${name}.response.${form}`, withoutSecrets(response, method, secrets));
        },
      };
    },
  };
}

const README = `Messages of esxcheck (SOAP in XML, REST in JSON), a pair for each call, numbered in the order in which the calls ended.
Passwords, tokens and keys of sessions are removed. Names and addresses of hosts are not.
`;

/** The run goes on without its trace where the disk is full. */
function write(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600 });
  } catch {
    // Nothing that a report depends on is lost.
  }
}

function notWritten(path: string, reason: string): EsxcheckError {
  return new EsxcheckError('OUTPUT_NOT_WRITTEN', `The folder ${JSON.stringify(path)} cannot take a trace: ${reason}.`, {
    details: ['Name a folder that is empty or not there yet.'],
  });
}

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
