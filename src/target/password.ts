import { decodeText, NotText } from '../files/text.ts';
import { EsxcheckError } from '../model/errors.ts';
import { missingFile, readSmallFile } from './bounded-file.ts';
import type { Environment } from './environment.ts';
import { runPasswordCommand } from './password-command.ts';
import { askSecretly, canAsk } from './prompt.ts';
import { ofAnotherServer } from './targets.ts';

/** The explicit sources of a password. */
export interface PasswordFlags {
  readonly file: string | undefined;
  readonly stdin: boolean;
  readonly command: string | undefined;
}

/** Whose password it is, and the one that GOVC_URL held for this server. */
export interface Account {
  readonly user: string;
  readonly passwordInUrl: string | null;
  /** The server that GOVC_PASSWORD is of, where it is another one; null where it may be used. */
  readonly govcIsOf?: string | null;
}

/** A password, and what people should be warned of. */
export interface FoundPassword {
  readonly password: string;
  readonly warnings: readonly string[];
}

/** A vault may ask for a touch or a PIN first. */
const COMMAND_TIMEOUT_MS = 60_000;

/**
 * The password from, in this order: the one explicit source, ESXCHECK_PASSWORD, GOVC_PASSWORD, GOVC_URL, the terminal.
 * Throws EsxcheckError PASSWORD_AMBIGUOUS, PASSWORD_MISSING, PASSWORD_INVALID, or ACCOUNT_OF_ANOTHER for a GOVC_PASSWORD that
 * is not for this server.
 */
export async function findPassword(
  flags: PasswordFlags,
  account: Account,
  around: Environment,
): Promise<FoundPassword> {
  const given = [flags.file !== undefined, flags.stdin, flags.command !== undefined];
  if (given.filter(Boolean).length > 1) throw ambiguous();
  if (flags.file !== undefined) return fromFile(flags.file);
  if (flags.stdin) return found(await readStdin(around), 'Standard input');
  if (flags.command !== undefined) {
    const limits = { timeoutMs: COMMAND_TIMEOUT_MS, signal: around.signal };
    return found(await runPasswordCommand(flags.command, limits), 'The --password-command');
  }
  const { ESXCHECK_PASSWORD: own, GOVC_PASSWORD: govc } = around.env;
  const { govcIsOf = null } = account;
  if (!own && govc && govcIsOf !== null) {
    throw ofAnotherServer('GOVC_PASSWORD', govcIsOf, `Give the password of ${account.user} with ${OWN_SOURCES}.`);
  }
  const stored = own || govc || account.passwordInUrl;
  return stored ? found(stored, 'The environment') : fromTerminal(account.user, around);
}

async function fromFile(path: string): Promise<FoundPassword> {
  const file = await readSmallFile(path);
  if (file === null) throw missingFile(path);
  const isOpen = file.mode !== null && (file.mode & 0o077) !== 0 && process.platform !== 'win32';
  const warnings = isOpen ? [`${path} can be read by other users: chmod 600 ${path}`] : [];
  return { ...found(file.text, `The file ${JSON.stringify(path)}`), warnings };
}

async function fromTerminal(user: string, around: Environment): Promise<FoundPassword> {
  if (!canAsk(around)) throw noPassword(user);
  return found(await askSecretly(`Password for ${user}: `, around), 'The answer');
}

/** Trims the one line break that files and commands end with; a second one would be part of the password. */
function found(text: string, source: string): FoundPassword {
  const password = text.replace(/^\ufeff/, '').replace(/\r?\n$/, '');
  if (password === '') throw invalid(`${source} holds no password.`);
  if (/\p{Cc}/u.test(password)) {
    throw invalid(`${source} holds a line break or another control character inside the password.`);
  }
  return { password, warnings: [] };
}

const LONGEST = 65_536;

async function readStdin({ stdin }: Environment): Promise<string> {
  if (stdin.isTTY === true) {
    throw new EsxcheckError(
      'PASSWORD_MISSING',
      'The option --password-stdin needs a pipe, but standard input is a terminal.',
      {
        details: ['Leave it out to be asked without echo.'],
      },
    );
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin as AsyncIterable<Buffer | string>) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    if (size > LONGEST) throw invalid('Standard input holds far more than a password.');
  }
  return decoded(Buffer.concat(chunks));
}

function decoded(bytes: Uint8Array): string {
  try {
    return decodeText(bytes);
  } catch (error) {
    if (error instanceof NotText) throw invalid(`Standard input cannot be read: ${error.message}.`);
    throw error;
  }
}

const OWN_SOURCES = '--password-file FILE, --password-stdin, --password-command COMMAND or ESXCHECK_PASSWORD';
const SOURCES = OWN_SOURCES.replace(' or ', ', ') + ' or GOVC_PASSWORD';

function noPassword(user: string): EsxcheckError {
  return new EsxcheckError('PASSWORD_MISSING', `There is no password for ${user}, and no terminal to ask for it.`, {
    details: [`Give it with ${SOURCES}.`],
  });
}

function ambiguous(): EsxcheckError {
  return new EsxcheckError('PASSWORD_AMBIGUOUS', 'More than one source is given for the password.', {
    details: ['Keep one of --password-file, --password-stdin and --password-command.'],
  });
}

function invalid(sentence: string): EsxcheckError {
  return new EsxcheckError('PASSWORD_INVALID', sentence);
}
