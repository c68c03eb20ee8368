import { setTimeout as wait } from 'node:timers/promises';
import { EsxcheckError } from '../model/errors.ts';
import type { Centre, Receipt, Speaker } from './centre.ts';
import { CentreError } from './centre-error.ts';
import type { Shipment } from './shipment.ts';
import type { Spool } from './spool.ts';

/** Milliseconds before the second try, and before the third. */
const PAUSES: readonly number[] = [2_000, 10_000];

export interface Shipping {
  readonly centre: Centre;
  readonly speaker: () => Speaker;
  readonly signal: AbortSignal;
  readonly pauses?: readonly number[] | undefined;
}

/** Ships, and tries again where the centre may do better soon. Throws a CentreError, or INTERRUPTED. */
export async function ship(
  { centre, speaker, signal, pauses = PAUSES }: Shipping,
  shipment: Shipment,
  attempt: string | null = null,
): Promise<Receipt> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await centre.ship(speaker(), shipment, attempt, signal);
    } catch (error) {
      const pause = pauses[tries];
      if (pause === undefined || signal.aborted || !isPassing(error)) throw error;
      await wait(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Whether the same may be taken another time. */
export function isPassing(error: unknown): boolean {
  return error instanceof CentreError && error.fault === 'passing';
}

/** Ships, or keeps what could not be shipped now in the spool. Throws SHIPMENT_SPOOLED then, or what refuses it for good. */
export async function shipOrSpool(shipping: Shipping, shipment: Shipment, spool: Spool): Promise<Receipt> {
  try {
    return await ship(shipping, shipment);
  } catch (error) {
    if (!(error instanceof EsxcheckError) || isRefusedForGood(error)) throw error;
    await spool.add(shipment);
    throw spooled(shipment, error);
  }
}

/** A key that is not taken can be renewed: then the facts are still worth having. */
function isRefusedForGood(error: EsxcheckError): boolean {
  return error instanceof CentreError && error.fault === 'request';
}

function spooled({ target }: Shipment, { code, message, details }: EsxcheckError): EsxcheckError {
  const sentence = `The facts of ${target} were not shipped and wait in the spool: ${code}: ${message}`;
  return new EsxcheckError('SHIPMENT_SPOOLED', sentence, {
    details: [...details, 'They go with the next pass, or by: esxcheck ship --spool'],
  });
}

/** What became of all that waited. */
export interface SpoolResult {
  readonly shipped: number;
  /** Those that the centre refuses; they wait until they are too old. */
  readonly refused: readonly { readonly target: string; readonly error: EsxcheckError }[];
}

/** Ships what waits, oldest first. Throws the CentreError that ends it: the centre is away, or does not take the key. */
export async function shipSpool(shipping: Shipping, spool: Spool): Promise<SpoolResult> {
  const refused: { target: string; error: EsxcheckError }[] = [];
  let shipped = 0;
  for (const waiting of await spool.list()) {
    shipping.signal.throwIfAborted();
    const shipment = await spool.read(waiting);
    if (shipment === null) continue;
    try {
      await ship(shipping, shipment);
      await spool.remove(waiting);
      shipped += 1;
    } catch (error) {
      if (!(error instanceof CentreError) || error.fault !== 'request') throw error;
      refused.push({ target: shipment.target, error });
    }
  }
  return { shipped, refused };
}
