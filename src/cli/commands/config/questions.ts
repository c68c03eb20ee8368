import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EsxcheckError } from '../../../model/errors.ts';
import { reportFile } from '../../../run/report-files.ts';
import { normaliseThumbprint } from '../../../target/known-hosts.ts';
import { ask, askYesNo } from '../../../target/prompt.ts';
import { parseTargetArgument } from '../../../target/targets.ts';
import { VARIABLE } from '../../parser/coerce.ts';
import { type Io, note } from '../../shared/console.ts';

/** What the flags of `config init` say. */
export interface InitArguments {
  readonly file: string;
  readonly target?: readonly string[] | undefined;
  readonly user?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly passwordCommand?: string | undefined;
  readonly passwordEnv?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly thumbprint?: readonly string[] | undefined;
  readonly caFile?: readonly string[] | undefined;
  readonly computeResource?: readonly string[] | undefined;
  readonly report?: readonly string[] | undefined;
  readonly replace?: boolean | undefined;
}

/** Where a password is looked for anyway. */
export const USUAL_VARIABLE = 'ESXCHECK_PASSWORD';

/**
 * Asks for what the flags leave open. What is not said is what most sites want: an empty answer takes it. A password that is
 * typed in the wrong place is not taken. Only for a terminal. Throws INTERRUPTED.
 */
export async function askForConfig(args: InitArguments, io: Io): Promise<InitArguments> {
  if (args.target !== undefined && (args.user !== undefined || args.tokenFile !== undefined)) return args;
  const target = args.target ?? [
    await askUntil('vCenter or ESXi host (name, name:port or https URL): ', addressOf, io),
  ];
  const account = args.tokenFile === undefined ? await askForAccount(args, io) : {};
  const thumbprint = args.thumbprint ?? (await askForThumbprint(args, target, io));
  const computeResource =
    args.computeResource ?? (await askForList('Only these clusters, by name or glob, with commas (empty: all): ', io));
  const report =
    args.report ??
    (await askForList('Report to write after each run, such as report.html (empty: none): ', io, (file) =>
      reportFile({ file }, ''),
    ));
  return { ...args, ...account, target, thumbprint, computeResource, report };
}

async function askForAccount(args: InitArguments, io: Io): Promise<Partial<InitArguments>> {
  const user = args.user ?? (await askUntil('User name, such as audit@vsphere.local: ', accountOf, io));
  const isSaid = [args.passwordFile, args.passwordCommand, args.passwordEnv].some((each) => each !== undefined);
  if (isSaid) return { user };
  await note(
    io,
    'The password itself is never written into a config. It can come from a file, a command or a variable.',
  );
  const source = await askUntil('Where does it come from? file, command or variable (empty: variable): ', sourceOf, io);
  if (source === 'file') return { user, passwordFile: await askForFile(io) };
  if (source === 'command') return { user, passwordCommand: await askForCommand(io) };
  const question = `Name of the variable (empty: ${USUAL_VARIABLE}): `;
  return {
    user,
    passwordEnv: await askUntil(question, (text) => variableOf(text || USUAL_VARIABLE), io),
  };
}

/** What is typed is not shown again: it may be the password after all. */
async function askForFile(io: Io): Promise<string> {
  const path = homeOf(await askUntil('File that holds it: ', filled, io), io);
  const isThere = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  if (isThere || (await askYesNo('There is no such file yet. Is that its name, and not the password?', io)))
    return path;
  return askForFile(io);
}

async function askForCommand(io: Io): Promise<string> {
  const command = await askUntil('Command that prints it, such as pass show vsphere: ', filled, io);
  const isPlain =
    /\s/.test(command) || (await askYesNo('That is one word. Is it a command, and not the password?', io));
  return isPlain ? command : askForCommand(io);
}

/** Only where it can be said of one certificate. */
async function askForThumbprint(args: InitArguments, target: readonly string[], io: Io): Promise<readonly string[]> {
  if (args.caFile !== undefined || target.length > 1) return [];
  const question = 'Thumbprint of its certificate (empty: an authority that is known, or esxcheck trust): ';
  const answer = await askUntil(question, (text) => thumbprintOf(text), io);
  return answer === '' ? [] : [answer];
}

/** Words with commas between them; undefined for none. */
async function askForList(
  question: string,
  io: Io,
  check: (word: string) => unknown = () => true,
): Promise<readonly string[] | undefined> {
  const checked = (text: string): string => {
    wordsIn(text).forEach((word) => check(word));
    return text;
  };
  const words = wordsIn(await askUntil(question, checked, io));
  return words.length === 0 ? undefined : words;
}

function wordsIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** Asks until the answer can be taken; says why where it cannot. */
async function askUntil(question: string, take: (text: string) => string, io: Io): Promise<string> {
  for (;;) {
    const answer = (await ask(question, io)).trim();
    try {
      return take(answer);
    } catch (error) {
      if (!(error instanceof EsxcheckError)) throw error;
      for (const sentence of [error.message, ...error.details]) await note({ ...io, quiet: false }, sentence);
    }
  }
}

function addressOf(text: string): string {
  parseTargetArgument(text, 'The address');
  return text;
}

/** As `--user` takes it; whoever is asked has heard of no flag. */
function accountOf(text: string): string {
  if (!filled(text).includes(':')) return text;
  throw new EsxcheckError('USAGE', 'The name of an account was expected: no address, and no password behind a colon.');
}

/** What is no thumbprint is not repeated: it may be anything. */
function thumbprintOf(text: string): string {
  if (text === '' || normaliseThumbprint(text) !== null) return text;
  throw new EsxcheckError(
    'USAGE',
    'SHA-256 or SHA-1 was expected: 64 or 40 hexadecimal digits, with or without colons.',
  );
}

function variableOf(text: string): string {
  if (VARIABLE.test(text)) return text;
  throw new EsxcheckError('USAGE', 'The name of a variable in capital letters was expected, and not the password.');
}

function filled(text: string): string {
  if (text !== '') return text;
  throw new EsxcheckError('USAGE', 'Something has to be said here.');
}

function sourceOf(text: string): string {
  const source = ['variable', 'file', 'command'].find((each) => each.startsWith(text.toLowerCase()));
  if (source !== undefined) return source;
  throw new EsxcheckError('USAGE', 'One of file, command and variable was expected.');
}

/** No shell stands between that would do it. */
function homeOf(path: string, { homeDir }: Io): string {
  return path.startsWith('~/') ? join(homeDir, path.slice(2)) : path;
}
