import { EsxcheckError } from '../model/errors.ts';
import { type Fault, isFault, privilegeIn, SoapFault } from '../vim/fault.ts';
import { authorityOf, type Credentials, type Endpoint, hidingSecrets } from './endpoint.ts';

const NO_REPEAT = 'It was tried once and is not tried again: repeated failures lock an account.';

/** What a refused login means to people; holds neither the password nor what was sent. */
export function loginError(error: unknown, endpoint: Endpoint, credentials: Credentials): unknown {
  if (!(error instanceof SoapFault)) return error;
  const { user } = credentials;
  const authority = authorityOf(endpoint);
  if (error.fault.type === 'PasswordExpired') {
    return new EsxcheckError('INVALID_LOGIN', `The password of ${user} on ${authority} has expired`, {
      details: ['Set a new one in the vSphere Client.', NO_REPEAT],
    });
  }
  if (isFault(error.fault, 'InvalidLogin') && 'token' in credentials) {
    return new EsxcheckError('INVALID_LOGIN', `${authority} refuses the token of ${user}`, {
      details: [
        NO_REPEAT,
        'It may have ended, be meant for another vCenter, or be signed by an identity provider that this vCenter does not trust.',
      ],
    });
  }
  if (isFault(error.fault, 'InvalidLogin')) {
    return new EsxcheckError('INVALID_LOGIN', `${authority} refuses the user name or the password of ${user}`, {
      details: [
        NO_REPEAT,
        'Accounts of an external identity provider (federation) or with MFA are refused like this too: use a local service account, or a token (--token-file).',
      ],
    });
  }
  return new EsxcheckError(
    'LOGIN_FAILED',
    `${authority} does not let ${user} log in: ${hidingSecrets(error.message, credentials)}`,
    {
      details: [hintFor(error.fault, credentials)],
    },
  );
}

/** What to do about a login that failed for another reason than the credentials. */
function hintFor(fault: Fault, credentials: Credentials): string {
  // RestrictedVersion, NotEnoughLicenses, LicenseExpired, InvalidLicense ...
  if (isFault(fault, 'RestrictedVersion') || /licen[cs]e/i.test(fault.type)) {
    return 'Its licence does not allow it, or has ended: look at the licences of the server in the vSphere Client. The account is not the trouble.';
  }
  if (isFault(fault, 'NoPermission')) {
    const lacking = privilegeIn(fault);
    const named = lacking === null ? '' : ` It names the privilege ${lacking}.`;
    return `The account has no role there: give it one, at least Read-only, on the root folder or on what it is to see.${named}`;
  }
  if (isFault(fault, 'InvalidLocale')) {
    return 'It does not take en_US, the language that is asked for: its installation lacks the texts. The account is not the trouble.';
  }
  if (UNKNOWN_THERE.some((type) => isFault(fault, type))) {
    return 'token' in credentials
      ? 'It takes no tokens: log in with a user name and a password.'
      : 'It takes no logins of this kind: check that this is a vCenter or an ESXi host, and not what stands before one.';
  }
  return 'The server itself is in trouble: try again, then look into its log (vpxd.log of a vCenter, hostd.log of a host).';
}

const UNKNOWN_THERE = ['NotSupported', 'NotImplemented', 'MethodNotFound', 'InvalidRequest', 'MethodDisabled'] as const;
