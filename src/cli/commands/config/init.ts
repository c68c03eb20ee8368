import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { lstat } from 'node:fs/promises';
import { type StartingConfig, startingConfig } from '../../../config/starting-config.ts';
import { writeFileWhole, writeNewFile } from '../../../files/atomic-write.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import { parseThumbprint } from '../../../target/known-hosts.ts';
import { canAsk } from '../../../target/prompt.ts';
import { parseTargetArgument } from '../../../target/targets.ts';
import { usageError } from '../../parser/usage-error.ts';
import { type Io, print } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { line } from '../rules/reports.ts';
import { checkText } from './check.ts';
import { askForConfig, type InitArguments, USUAL_VARIABLE } from './questions.ts';

/** Only the owner may write it, or a config that was found and not named would not be used. */
const MODE = 0o644;

/**
 * Writes a config to start from, by what the flags say and, on a terminal, by asking for the rest. Writes over no file unless
 * told so, and nothing that does not pass its own check. Throws USAGE, CONFIG_EXISTS, CONFIG_INVALID and FILE_NOT_WRITTEN.
 */
export async function run(args: InitArguments, io: Io): Promise<number> {
  const { file } = args;
  if (args.replace !== true && (await isThere(file))) throw exists(file);
  refuseContradictions(args);
  const given = canAsk(io) ? await askForConfig(args, io) : args;
  const config = fromFolderOf(file, chosen(given));
  const text = startingConfig(config);
  const { mistakes } = await checkText({ file, text }, io);
  const [first] = mistakes;
  if (first !== undefined) {
    const details = [...(first.next === null ? [] : [first.next]), 'Nothing was written.'];
    throw new EsxcheckError('CONFIG_INVALID', `The config would not be valid: ${first.words}`, { details });
  }
  if (args.replace === true) await writeFileWhole(file, [text], MODE);
  else if (!(await writeNewFile(file, text, MODE))) throw exists(file);
  await print(io, nextSteps(file, config));
  return EXIT.done;
}

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

function exists(file: string): EsxcheckError {
  return new EsxcheckError('CONFIG_EXISTS', `The file ${JSON.stringify(file)} is there already.`, {
    details: ['Name another file, or add --replace to write over it. To check it: esxcheck config check'],
  });
}

function refuseContradictions(args: InitArguments): void {
  const passwords = [args.passwordFile, args.passwordCommand, args.passwordEnv].filter((each) => each !== undefined);
  if (passwords.length > 1) {
    throw usageError('--password-file, --password-command and --password-env contradict each other: give one of them.');
  }
  if (args.tokenFile !== undefined && (args.user !== undefined || passwords.length > 0)) {
    throw usageError('--token-file stands in the place of --user and its password: leave one of them out.');
  }
  if (args.thumbprint !== undefined && (args.target ?? []).length > 1) {
    throw usageError('A thumbprint is that of one certificate: --thumbprint goes with one --target.');
  }
  for (const address of args.target ?? []) parseTargetArgument(address, '--target');
  for (const thumbprint of args.thumbprint ?? []) parseThumbprint(thumbprint);
}

/** Throws USAGE where something is missing that nobody can be asked for. */
function chosen(args: InitArguments): StartingConfig {
  const { target = [], thumbprint = [], caFile = [], computeResource = [], report = [] } = args;
  if (target.length === 0)
    throw missing('--target', 'esxcheck config init --target vc01.example.com --user audit@vsphere.local');
  const both = { targets: target, thumbprints: thumbprint, caFiles: caFile };
  return { ...both, account: accountOf(args), computeResources: computeResource, reports: report };
}

function accountOf({ user, tokenFile, ...args }: InitArguments): StartingConfig['account'] {
  if (tokenFile !== undefined) return { tokenFile };
  if (user === undefined) throw missing('--user', 'An account that may only read is enough for scans.');
  if (args.passwordFile !== undefined) return { user, password: { kind: 'file', value: args.passwordFile } };
  if (args.passwordCommand !== undefined) return { user, password: { kind: 'command', value: args.passwordCommand } };
  return { user, password: { kind: 'env', value: args.passwordEnv ?? USUAL_VARIABLE } };
}

function missing(flag: string, example: string): EsxcheckError {
  return usageError(`Without a terminal nobody can be asked: ${flag} is needed.`, [example]);
}

/** Paths are typed as seen from here, and stand in the config as seen from its folder. */
function fromFolderOf(file: string, config: StartingConfig): StartingConfig {
  const folder = dirname(resolve(file));
  const seen = (path: string): string => (isAbsolute(path) ? path : relative(folder, resolve(path)) || path);
  const { account } = config;
  const inFolder =
    'tokenFile' in account
      ? { tokenFile: seen(account.tokenFile) }
      : account.password.kind === 'file'
        ? { ...account, password: { ...account.password, value: seen(account.password.value) } }
        : account;
  return { ...config, account: inFolder, caFiles: config.caFiles.map(seen), reports: config.reports.map(seen) };
}

/** What was written, and what a person does next, in the order of doing. */
function nextSteps(file: string, { targets, account, thumbprints, caFiles }: StartingConfig): string {
  const isTrusted = thumbprints.length > 0 || caFiles.length > 0;
  const steps = [
    ...('user' in account ? [secretStep(file, account.password)] : []),
    ...(isTrusted ? [] : targets.map((address) => `esxcheck trust ${address}`)),
    `esxcheck config check ${file}`,
    `esxcheck scan --config ${file}`,
  ];
  return [
    `Wrote ${file}`,
    '',
    ...steps.map((step, index) => `${index === 0 ? 'Next:' : '     '} ${index + 1}. ${step}`),
  ]
    .map(line)
    .join('');
}

function secretStep(file: string, { kind, value }: { readonly kind: string; readonly value: string }): string {
  if (kind === 'env') return `Put the password into the variable ${value} of the environment.`;
  if (kind === 'command') return `See that "${value}" prints the password and nothing else.`;
  return `Put the password into ${isAbsolute(value) ? value : join(dirname(file), value)}, readable by you alone (chmod 600).`;
}
