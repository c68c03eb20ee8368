import type { Credentials, Endpoint } from '../connect/endpoint.ts';
import type { SessionLimits } from '../connect/only-reading.ts';
import { openSession, type Session } from '../connect/session.ts';
import type { CallWitness } from '../connect/traffic.ts';
import { EsxcheckError } from '../model/errors.ts';
import { urlOf } from './address.ts';
import type { Environment } from './environment.ts';
import { findPassword, type PasswordFlags } from './password.ts';
import { readToken } from './saml-token.ts';
import { chooseTargets, type ChosenTargets, ofAnotherServer } from './targets.ts';
import { chooseTrust, type TrustFlags } from './trust.ts';

/** What the flags say about whom to talk to, as whom, and what to trust. */
export interface ConnectionFlags {
  readonly targets: readonly string[];
  readonly user: string | undefined;
  readonly password: PasswordFlags;
  /** File of a SAML token, in place of user and password. */
  readonly tokenFile?: string | undefined;
  readonly trust: TrustFlags;
  /** Of each call, in milliseconds. */
  readonly timeoutMs: number;
}

/** Which hosts of one target are looked at, as a config says it. */
export interface TargetScope {
  readonly datacenters?: readonly string[] | undefined;
  readonly computeResources?: readonly string[] | undefined;
  readonly hosts?: readonly string[] | undefined;
  readonly folders?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly attributes?: readonly string[] | undefined;
}

/** A server and the account to use there. */
export interface Connection {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
  /** Why it cannot be called at all, such as a password that could not be had; it is then reported and never called. */
  readonly problem?: EsxcheckError;
  /** Told of every call to it. */
  readonly witness?: CallWitness;
  /** Whether esxcli is not to be asked there. */
  readonly propertiesOnly?: boolean;
  /** Which hosts are looked at there, in place of what holds for all targets; lists that it does not name stay. */
  readonly scope?: TargetScope;
}

/** All servers of a run, and what people should be warned of before the first is called. */
export interface ChosenConnections {
  readonly connections: readonly Connection[];
  readonly warnings: readonly string[];
}

/** Joins flags, environment and files, and asks for the password last. Throws EsxcheckErrors; touches no network. */
export async function chooseConnections(flags: ConnectionFlags, around: Environment): Promise<ChosenConnections> {
  const { addresses, ...govc } = chooseTargets(flags.targets, around.env);
  const { trustOf, warnings } = await chooseTrust(flags.trust, addresses, withoutInsecurity(around, govc));
  const found = await findCredentials(flags, govc, around);
  const connections = addresses.map((address) => ({
    endpoint: { ...address, url: urlOf(address), trust: trustOf(address), timeoutMs: flags.timeoutMs },
    credentials: found.credentials,
  }));
  return { connections, warnings: [...warnings, ...found.warnings] };
}

type Govc = Pick<ChosenTargets, 'account' | 'govcIsOf'>;

/** That the certificate of one server is not to be checked says nothing of another. */
function withoutInsecurity(around: Environment, { govcIsOf }: Govc): Environment {
  return govcIsOf === null ? around : { ...around, env: { ...around.env, GOVC_INSECURE: undefined } };
}

/** An account to log in as, and what people should be warned of. */
export interface FoundCredentials {
  readonly credentials: Credentials;
  readonly warnings: readonly string[];
}

async function findCredentials(
  flags: ConnectionFlags,
  { account, govcIsOf }: Govc,
  around: Environment,
): Promise<FoundCredentials> {
  if (flags.tokenFile !== undefined) return tokenAlone(flags, flags.tokenFile);
  const user = flags.user || around.env['GOVC_USERNAME'] || account.user;
  if (!user) throw noUser();
  if (!flags.user && govcIsOf !== null) {
    throw ofAnotherServer('GOVC_USERNAME', govcIsOf, 'Give the user name with --user.');
  }
  const found = await findPassword(flags.password, { user, passwordInUrl: account.password, govcIsOf }, around);
  const { password, warnings } = found;
  return { credentials: { user, password }, warnings };
}

function tokenAlone({ user, password }: ConnectionFlags, tokenFile: string): Promise<FoundCredentials> {
  const isBeside =
    user !== undefined || password.stdin || [password.file, password.command].some((x) => x !== undefined);
  if (isBeside) {
    throw new EsxcheckError('TOKEN_AMBIGUOUS', 'A token says who logs in, and needs no password beside it.', {
      details: ['Leave --user and the password out, or leave --token-file out.'],
    });
  }
  return readToken(tokenFile, Date.now());
}

function noUser(): EsxcheckError {
  return new EsxcheckError('USER_MISSING', 'No user name was given.', {
    details: ['Give it with --user administrator@vsphere.local, or in GOVC_USERNAME; or log in by --token-file.'],
  });
}

/** Logs in at a server, to read alone unless `writes` is said; its calls are told to the connection's witness. Throws an EsxcheckError. */
export function openConnection(
  { endpoint, credentials, witness, propertiesOnly = false }: Connection,
  { signal, writes = false }: Pick<SessionLimits, 'writes'> & { readonly signal?: AbortSignal | undefined } = {},
): Promise<Session> {
  return openSession(endpoint, credentials, {
    ...(signal === undefined ? {} : { signal }),
    witness,
    writes,
    propertiesOnly,
  });
}
