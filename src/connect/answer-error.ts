import { EsxcheckError } from '../model/errors.ts';
import { WireError } from '../vim/wire-error.ts';
import { authorityOf, type Endpoint } from './endpoint.ts';

type Place = Pick<Endpoint, 'host' | 'port'>;

/** Something answered, but not as vCenter or ESXi do. */
export function notVsphere(place: Place, what: string): EsxcheckError {
  return new EsxcheckError(
    'NOT_VSPHERE',
    `${authorityOf(place)} answers ${what}, not as a vCenter or an ESXi host does`,
    {
      details: [
        'Check the name and the port. The API is at https://HOST/sdk; ports such as 5480 and 9443 lead elsewhere.',
      ],
    },
  );
}

/** A gateway or a server that is starting, stopping or full: worth another try (docs/internals/wire.md 1.1, 1.4). */
export function unavailable(place: Place, status: number): EsxcheckError {
  return new EsxcheckError('SERVICE_UNAVAILABLE', `${authorityOf(place)} is not ready (HTTP ${status})`, {
    details: ['The service may be starting, or have reached its limit of sessions. Try again in a few minutes.'],
  });
}

/** What a WireError means to people; any other error is handed back as it is. */
export function answerError(error: unknown, place: Place, contentType: string): unknown {
  if (!(error instanceof WireError)) return error;
  if (error.kind === 'doctype' || error.kind === 'not-soap' || contentType.includes('html')) {
    return notVsphere(place, 'with a web page');
  }
  const code = error.kind === 'too-large' ? 'RESPONSE_TOO_LARGE' : 'UNEXPECTED_ANSWER';
  return new EsxcheckError(code, `${authorityOf(place)} sent an answer that cannot be understood`, {
    details: [error.message],
    cause: error,
  });
}
