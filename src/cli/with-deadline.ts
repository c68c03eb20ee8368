import { EsxcheckError } from '../model/errors.ts';
import type { Io } from './io.ts';

/** Work that is interrupted after so long, as a person would interrupt it: sessions are logged out. Throws DEADLINE_PASSED then. */
export async function withDeadline<T>(minutes: number, io: Io, work: (limited: Io) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const passed = new EsxcheckError('DEADLINE_PASSED', `The run did not end within ${minutes} min and was given up.`, {
    details: ['Nothing of it was kept. Which calls took how long is told by: --log-file FILE --log-level debug'],
  });
  const timer = setTimeout(() => late.abort(passed), minutes * 60_000);
  try {
    return await work({ ...io, signal: AbortSignal.any([io.signal, late.signal]) });
  } catch (error) {
    // A bug is told as one, however late it shows.
    const isOurs = late.signal.aborted && !io.signal.aborted && error instanceof EsxcheckError;
    throw isOurs ? passed : error;
  } finally {
    clearTimeout(timer);
  }
}
