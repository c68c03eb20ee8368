import { EsxcheckError } from '../model/errors.ts';
import { isFault, SoapFault } from '../vim/fault.ts';
import type { Credentials } from './credentials.ts';
import { authorityOf, type Endpoint } from './endpoint.ts';

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
  return new EsxcheckError('LOGIN_FAILED', `${authority} does not let ${user} log in: ${error.message}`, {
    details: ['Check that the account has at least the role Read-only.'],
  });
}
