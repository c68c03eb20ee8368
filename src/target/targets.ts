import { EsxcheckError } from '../model/errors.ts';
import { parseAddress, urlOf } from './address.ts';
import type { Address } from './address.ts';

/** The servers to talk to, and the account that GOVC_URL names when it is the one server. */
export interface ChosenTargets {
  readonly addresses: readonly Address[];
  readonly account: { readonly user: string | null; readonly password: string | null };
  /** The server that govc's variables are of, where others are asked for: nothing of them is for those. Null: they may be used. */
  readonly govcIsOf: string | null;
}

const NO_ACCOUNT = { user: null, password: null };

/**
 * Targets from the flags, else from GOVC_URL; duplicates are dropped. The account in GOVC_URL counts for its own
 * server alone, so that its password is never sent to another. Throws EsxcheckError TARGET_MISSING or TARGET_INVALID.
 */
export function chooseTargets(
  flags: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ChosenTargets {
  const govcUrl = env['GOVC_URL'] ?? '';
  if (flags.length === 0 && govcUrl === '') throw noTarget();
  const fromFlags = flags.map((text) => parseTargetArgument(text, '--target'));
  if (fromFlags.length === 0) {
    const { host, port, user, password } = parseAddress(govcUrl, 'GOVC_URL');
    return { addresses: [{ host, port }], account: { user, password }, govcIsOf: null };
  }
  const addresses = [...new Map(fromFlags.map((address) => [urlOf(address), address])).values()];
  return { addresses, account: accountFor(addresses, govcUrl), govcIsOf: strangerIn(govcUrl, addresses) };
}

/** A target on the command line has no account: other users of the machine can read arguments. */
export function parseTargetArgument(text: string, source: string): Address {
  const { host, port, user, password } = parseAddress(text, source);
  if (password !== null) {
    throw new EsxcheckError(
      'PASSWORD_IN_ARGUMENTS',
      `The address of ${host} has a password in it, which others can read.`,
      {
        details: ['Leave it out to be asked, or use --password-file, --password-command or ESXCHECK_PASSWORD.'],
      },
    );
  }
  if (user !== null) {
    throw new EsxcheckError('TARGET_INVALID', `The address of ${host} has a user name in it.`, {
      details: [`Give it with --user, and the server as ${urlOf({ host, port })}.`],
    });
  }
  return { host, port };
}

function accountFor(addresses: readonly Address[], govcUrl: string): ChosenTargets['account'] {
  const [only, ...others] = addresses;
  if (only === undefined || others.length > 0 || govcUrl === '') return NO_ACCOUNT;
  try {
    const govc = parseAddress(govcUrl, 'GOVC_URL');
    return urlOf(govc) === urlOf(only) ? { user: govc.user, password: govc.password } : NO_ACCOUNT;
  } catch {
    // Nobody asked for GOVC_URL here, so a mistake in it is no reason to stop.
    return NO_ACCOUNT;
  }
}

/** `GOVC_PASSWORD` and its like are of the server that `GOVC_URL` names beside them. */
function strangerIn(govcUrl: string, addresses: readonly Address[]): string | null {
  if (govcUrl === '') return null;
  try {
    const own = urlOf(parseAddress(govcUrl, 'GOVC_URL'));
    return addresses.every((address) => urlOf(address) === own) ? null : own;
  } catch {
    return 'a server that cannot be understood';
  }
}

/** A variable of govc would be used for another server than its own. */
export function ofAnotherServer(variable: string, govcIsOf: string, instead: string): EsxcheckError {
  const sentence = `${variable} belongs to the server of GOVC_URL, ${govcIsOf}, and another one was asked for. Nothing was sent.`;
  return new EsxcheckError('ACCOUNT_OF_ANOTHER', sentence, {
    details: [instead, 'Or unset GOVC_URL, if the account is for the server that was asked for.'],
  });
}

function noTarget(): EsxcheckError {
  return new EsxcheckError('TARGET_MISSING', 'No vCenter or ESXi host was named.', {
    details: [
      'Name one with --target vc01.example.com, or in GOVC_URL.',
      'To see a scan without a vCenter: esxcheck demo',
    ],
  });
}
