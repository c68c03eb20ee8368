import { EsxcheckError } from '../model/errors.ts';
import { EsxcliFault } from '../vim/esxcli-fault.ts';
import { SoapFault } from '../vim/fault.ts';
import { authorityOf, type Endpoint } from './endpoint.ts';

/**
 * What a fault that nobody expected means to people: the server could not do what it was asked, which is no bug of this
 * program. Any other error is handed back as it is.
 */
export function serverFault(error: unknown, place: Pick<Endpoint, 'host' | 'port'> | null = null): unknown {
  if (!(error instanceof SoapFault || error instanceof EsxcliFault)) return error;
  const server = place === null ? 'The server' : authorityOf(place);
  return new EsxcheckError('SERVER_FAULT', `${server} answers with a fault: ${error.message}`, {
    details: ['Try again; if it stays, look into its log by the operation ids that --log-file writes.'],
    cause: error,
  });
}
