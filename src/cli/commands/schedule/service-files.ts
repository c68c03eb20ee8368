import { access, constants, realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Config } from '../../../config/parse-config.ts';
import type { Schedule } from '../../../schedule/schedule.ts';
import type { SecretSource } from '../../../target/secret.ts';

/** A file of a config that a user of its own, who is nobody's friend, could not read. */
export interface UnreadableFile {
  /** Absolute. */
  readonly path: string;
  /** A clause for people: `its mode is 0600`. */
  readonly why: string;
  /** Name of a credential that could take its place in the config; null for what a config can only name as a file. */
  readonly credential: string | null;
  /** A token: a file that nobody else may read either. */
  readonly isToken: boolean;
}

/** Folders that a service of ours is not shown (`ProtectHome=`, `PrivateTmp=`). */
const HIDDEN = ['/home', '/root', '/run/user', '/tmp', '/var/tmp'];

/**
 * The files of a config that a service with a user of its own (`DynamicUser=` of systemd) could not read, the config itself
 * first. `hidden`: whether the folders of users are not shown to it either.
 */
export async function unreadableFiles(config: Config, hidden: boolean): Promise<readonly UnreadableFile[]> {
  const folder = dirname(resolve(config.file));
  const secrets = sourcesOf(config).flatMap(({ file }) => (file === undefined ? [] : [resolve(folder, file)]));
  const others = [resolve(config.file), ...otherFiles(config).map((file) => resolve(folder, file))];
  const names = credentialNames(secrets);
  const { targets = [] } = config.sections;
  const tokens = new Set(
    targets.flatMap(({ tokenFile }) => (tokenFile === undefined ? [] : [resolve(folder, tokenFile)])),
  );
  const found = [...new Set([...others, ...secrets])].map(async (path) => {
    const why = await whyUnreadable(path, hidden);
    return why === null ? [] : [{ path, why, credential: names.get(path) ?? null, isToken: tokens.has(path) }];
  });
  return (await Promise.all(found)).flat();
}

/** Every file that a config names to be read, absolute, each once. */
function filesOf(config: Config): readonly string[] {
  const folder = dirname(resolve(config.file));
  const secrets = sourcesOf(config).flatMap(({ file }) => file ?? []);
  return [...new Set([...secrets, ...otherFiles(config)].map((file) => resolve(folder, file)))];
}

/** Variables that secrets are to be taken from: a scheduler has none of those that a person has set. */
function variablesOf(config: Config): readonly string[] {
  return [...new Set(sourcesOf(config).flatMap(({ env }) => (env === undefined ? [] : [env])))];
}

/** Every source of a secret in a config. */
export function sourcesOf({ sections: { targets = [], notifications = [] } }: Config): readonly SecretSource[] {
  const sources = [
    ...targets.map(({ password }) => password),
    ...notifications.flatMap(({ mail, webhook }) => [mail?.password, webhook?.url]),
  ];
  return sources.flatMap((source) => (typeof source === 'object' ? [source] : []));
}

/** What a target names beside its password: a credential cannot take the place of these. */
function otherFiles({ sections: { targets = [] } }: Config): readonly string[] {
  return targets.flatMap(({ tokenFile, trust = {} }) => {
    const single = [tokenFile, trust.knownHosts].filter((file) => file !== undefined);
    return [...single, ...(trust.caFiles ?? [])];
  });
}

/** After the file, each once; systemd takes letters, digits, `.`, `_` and `-`. */
function credentialNames(paths: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const path of paths) {
    const plain = basename(path)
      .replaceAll(/[^A-Za-z0-9._-]/g, '_')
      .slice(0, 60);
    const isTaken = [...names].some(([other, name]) => name === plain && other !== path);
    if (!names.has(path)) names.set(path, isTaken ? `${plain}-${names.size + 1}` : plain);
  }
  return names;
}

/** Why a user who owns nothing cannot read it; null where he can. */
async function whyUnreadable(path: string, hidden: boolean): Promise<string | null> {
  try {
    const real = await realpath(path);
    const place = HIDDEN.find((each) => real.startsWith(`${each}/`));
    if (hidden && place !== undefined) return `the service is not shown ${place}`;
    const { mode } = await stat(real);
    if ((mode & 0o004) === 0) return `its mode is ${(mode & 0o777).toString(8).padStart(4, '0')}`;
    return await closedFolder(real);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it is not there' : 'it cannot be looked at';
  }
}

async function closedFolder(path: string): Promise<string | null> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return `the folder ${folder} is closed to other users`;
    if (folder === dirname(folder)) return null;
  }
}

/**
 * What of a config would not be there when a scheduler starts the run: a sentence each, with what to do. Nothing that is found here
 * keeps the units from being printed: they may be for another machine.
 */
export async function doubtsOf(config: Config, scheduler: string, schedule: Schedule): Promise<readonly string[]> {
  const variables = variablesOf(config).map((name) => `${name}: ${WITHOUT_VARIABLES[scheduler] ?? ''}`);
  if (scheduler === 'systemd') return [...(await unreadableFiles(config, true)).map(doubtOf), ...variables];
  const strangers = schedule.credentials.map((name) => `credential ${name}: only systemd hands out credentials.`);
  return [...(await ownDoubts(config)), ...strangers, ...variables];
}

/** systemd shows a service its credentials below a folder of the service's name. */
const SERVICE = 'esxcheck.service';

const SET_NOWHERE =
  'is set in your shell, and not for what is started by itself; name a file or a command in its place.';
const WITHOUT_VARIABLES: Readonly<Record<string, string>> = {
  systemd: 'the variable is not set in the service; name a credential in its place.',
  cron: `the variable ${SET_NOWHERE}`,
  windows: `the variable ${SET_NOWHERE}`,
};

function doubtOf({ path, why, credential, isToken }: UnreadableFile): string {
  const sentence = `${path}: the service runs as a user of its own (DynamicUser=) who cannot read it: ${why}.`;
  const name = basename(path).replaceAll(/[^A-Za-z0-9._-]/g, '_');
  if (isToken)
    return `${sentence} Write tokenFile: /run/credentials/${SERVICE}/${name}, and LoadCredential=${name}:${path} in the service.`;
  if (credential === null) return `${sentence} Put it where everybody can read it, such as /etc/esxcheck.`;
  return `${sentence} Write { credential: ${credential} } in the config, and LoadCredential=${credential}:${path} in the service.`;
}

/** The run is started as whoever asks for the line, or as somebody like him. */
async function ownDoubts(config: Config): Promise<readonly string[]> {
  const found = filesOf(config).map(async (path) => {
    const canRead = await access(path, constants.R_OK).then(
      () => true,
      () => false,
    );
    return canRead ? [] : [`${path}: you cannot read it; the run has to be started as a user who can.`];
  });
  return (await Promise.all(found)).flat();
}
