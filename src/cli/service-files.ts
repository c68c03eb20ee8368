import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Config } from '../config/parse-config.ts';
import type { SecretSource } from '../target/secret.ts';

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
export function filesOf(config: Config): readonly string[] {
  const folder = dirname(resolve(config.file));
  const secrets = sourcesOf(config).flatMap(({ file }) => file ?? []);
  return [...new Set([...secrets, ...otherFiles(config)].map((file) => resolve(folder, file)))];
}

/** Variables that secrets are to be taken from: a scheduler has none of those that a person has set. */
export function variablesOf(config: Config): readonly string[] {
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
