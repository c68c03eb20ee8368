import { EsxcheckError } from '../model/errors.ts';
import { deadlineFor } from './deadline.ts';
import { authorityOf, type Endpoint } from './endpoint.ts';
import { Exchange } from './exchange.ts';
import { TrafficCounter } from './traffic.ts';

/**
 * Fetches a file from a server over HTTPS, piece by piece, under the endpoint's trust and limits; follows no redirect.
 * Throws EsxcheckErrors.
 */
export async function* download(endpoint: Endpoint, path: string): AsyncGenerator<Uint8Array, void> {
  const exchange = new Exchange(endpoint, new TrafficCounter());
  using deadline = deadlineFor(endpoint, {});
  try {
    const { status, contentType, body } = await exchange.send(
      { method: 'GET', path, headers: {}, body: null },
      deadline,
    );
    if (status !== 200) {
      body.discard();
      throw new EsxcheckError('NOT_DOWNLOADED', `${authorityOf(endpoint)} answers HTTP ${status} instead of the file`);
    }
    if (contentType.startsWith('text/html')) {
      body.discard();
      throw new EsxcheckError('NOT_DOWNLOADED', `${authorityOf(endpoint)} answers with a web page instead of the file`);
    }
    yield* body.chunks();
  } finally {
    await exchange.close();
  }
}
