import { once } from 'node:events';

/** Resolves when the client gives up, which is all that ends a call that is never answered. */
export async function hangUp(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
