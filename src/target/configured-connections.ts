import { resolve } from 'node:path';
import { EsxcheckError } from '../model/errors.ts';
import { urlOf } from './address.ts';
import type { ChosenConnections, Connection, FoundCredentials, TargetScope } from './connections.ts';
import type { Environment } from './environment.ts';
import { readToken } from './saml-token.ts';
import { readSecret, secretInFolder, type SecretSource } from './secret.ts';
import { parseTargetArgument } from './targets.ts';
import { chooseTrust } from './trust.ts';

/** A server as a config names it. Paths are relative to the folder of the config. */
export interface ConfiguredTarget {
  readonly address: string;
  readonly user?: string | undefined;
  readonly password?: SecretSource | undefined;
  /** File of a SAML token, in place of user and password. */
  readonly tokenFile?: string | undefined;
  readonly trust?:
    | {
        readonly thumbprints?: readonly string[] | undefined;
        readonly caFiles?: readonly string[] | undefined;
        readonly knownHosts?: string | undefined;
        readonly insecure?: boolean | undefined;
        readonly legacyTls?: boolean | undefined;
      }
    | undefined;
  /** Seconds. */
  readonly timeout?: number | undefined;
  /** Most calls to hosts in flight. */
  readonly maxCalls?: number | undefined;
  /** Whether esxcli is not to be asked there. */
  readonly propertiesOnly?: boolean | undefined;
  readonly scope?: TargetScope | undefined;
}

const DEFAULT_TIMEOUT_S = 60;

/**
 * All servers of a config. What is wrong with the password or the trust of one is that one's problem and leaves the others
 * alone. Throws TARGET_INVALID, and TARGET_TWICE for two of one address.
 */
export async function configuredConnections(
  targets: readonly ConfiguredTarget[],
  folder: string,
  around: Environment,
): Promise<ChosenConnections> {
  const found = await Promise.all(targets.map((target) => connectionTo(target, folder, around)));
  const urls = found.map(({ connection }) => connection.endpoint.url);
  const twice = urls.find((url, index) => urls.indexOf(url) !== index);
  if (twice !== undefined) {
    throw new EsxcheckError('TARGET_TWICE', `The config names ${twice} twice.`, { details: ['Name it once.'] });
  }
  return {
    connections: found.map(({ connection }) => connection),
    warnings: found.flatMap(({ warnings }) => warnings),
  };
}

interface FoundConnection {
  readonly connection: Connection;
  readonly warnings: readonly string[];
}

async function connectionTo(target: ConfiguredTarget, folder: string, around: Environment): Promise<FoundConnection> {
  const address = parseTargetArgument(target.address, 'The config');
  const base = { ...address, url: urlOf(address), timeoutMs: (target.timeout ?? DEFAULT_TIMEOUT_S) * 1000 };
  try {
    const { trustOf, warnings } = await chooseTrust(trustFlags(target, folder), [address], {
      ...around,
      env: placeOnly(around),
    });
    const { credentials, warnings: ofSecret } = await credentialsOf(target, folder, around);
    const { propertiesOnly = false, scope, maxCalls } = target;
    const endpoint = { ...base, trust: trustOf(address), ...(maxCalls === undefined ? {} : { maxCalls }) };
    const own = scope === undefined ? {} : { scope };
    return { connection: { endpoint, credentials, propertiesOnly, ...own }, warnings: [...warnings, ...ofSecret] };
  } catch (error) {
    if (!(error instanceof EsxcheckError) || around.signal.aborted) throw error;
    return { connection: { ...uncalled(base, target.user ?? ''), problem: error }, warnings: [] };
  }
}

/** A config has one or the other of them (its schema sees to it). */
async function credentialsOf(
  { user = '', password = {}, tokenFile }: ConfiguredTarget,
  folder: string,
  around: Environment,
): Promise<FoundCredentials> {
  if (tokenFile !== undefined) return readToken(resolve(folder, tokenFile), Date.now());
  const secret = await readSecret(secretInFolder(password, folder), around);
  return { credentials: { user, password: secret.password }, warnings: secret.warnings };
}

/** The config says what to trust; govc's variables are of another tool here. */
function placeOnly({ env }: Environment): Environment['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GOVC_')));
}

function trustFlags({ trust = {} }: ConfiguredTarget, folder: string) {
  const { thumbprints = [], caFiles = [], knownHosts, insecure = false, legacyTls = false } = trust;
  return {
    thumbprints,
    caFiles: caFiles.map((file) => resolve(folder, file)),
    knownHosts: knownHosts === undefined ? undefined : resolve(folder, knownHosts),
    insecure,
    legacyTls,
  };
}

/** It is never called: what it would be trusted for does not matter. */
function uncalled(
  base: { readonly url: string; readonly host: string; readonly port: number; readonly timeoutMs: number },
  user: string,
): Connection {
  const trust = { thumbprints: [], ca: null, knownThumbprints: [], insecure: false, legacyTls: false };
  return { endpoint: { ...base, trust }, credentials: { user, password: '' } };
}

/**
 * Keeps one wrong password from locking an account on every server of a run: logins of one account happen one after the
 * other, and after its first INVALID_LOGIN the rest are refused here with ACCOUNT_REFUSED, without a call.
 */
export class AccountGuard {
  readonly #refused = new Set<string>();
  readonly #queues = new Map<string, Promise<unknown>>();

  /** Runs one login when the earlier ones of the same account are done. */
  login<Session>(user: string, open: () => Promise<Session>): Promise<Session> {
    // vSphere compares account names without regard to case.
    const account = user.toLowerCase();
    const earlier = this.#queues.get(account) ?? Promise.resolve();
    const attempt = earlier.then(() => this.#attempt(account, open));
    const settled = attempt.catch(() => undefined);
    this.#queues.set(account, settled);
    return attempt;
  }

  async #attempt<Session>(account: string, open: () => Promise<Session>): Promise<Session> {
    if (this.#refused.has(account)) throw notTried(account);
    try {
      return await open();
    } catch (error) {
      if (error instanceof EsxcheckError && error.code === 'INVALID_LOGIN') this.#refused.add(account);
      throw error;
    }
  }
}

function notTried(account: string): EsxcheckError {
  return new EsxcheckError('ACCOUNT_REFUSED', `Not tried: another target has just refused the account ${account}.`, {
    details: ['One more wrong password could lock the account. Run this target alone, with its own password.'],
  });
}
