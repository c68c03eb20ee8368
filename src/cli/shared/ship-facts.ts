import type { Config } from '../../config/parse-config.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { openCentre } from '../../site/settings.ts';
import { shipOrSpool, type Shipping, shipSpool } from '../../site/ship.ts';
import { packedShipment, partsOf, type Shipment } from '../../site/shipment.ts';
import type { Spool } from '../../site/spool.ts';
import { accountsOf, configuredCentre, openSpool } from './centre.ts';
import { type Io, note } from './console.ts';

type Shipper = (facts: Snapshot, signal: AbortSignal) => AsyncIterable<() => Promise<void>>;

/** Ships the facts of a pass, a target an entry, and what waits in the spool; null where the config does not ask for it. */
export function shipperOf(config: Config, io: Io): Shipper | null {
  const { ship } = config.sections;
  const settings = configuredCentre(config);
  if (ship === undefined || settings === null) return null;
  const withheld = { leaveOut: ship.leaveOut ?? [], accounts: accountsOf(config) };
  return async function* (facts, signal) {
    const spool = await openSpool(config, io);
    const opened = await openCentre(settings, io).catch((error: unknown) => unopened(error));
    await using _closed = 'centre' in opened ? opened.centre : null;
    const facing = 'centre' in opened ? shippingBy(opened, signal) : opened;
    let failed: Unopened | null = 'error' in facing ? facing : null;
    for (const part of partsOf(facts, withheld)) {
      yield async () => {
        const shipment = await packedShipment(part);
        // Where the centre did not take one it is not asked about each of the others.
        if (failed !== null || 'error' in facing) return keep(shipment, spool, failed);
        await shipOrSpool(facing, shipment, spool).catch((error: unknown) => {
          if (error instanceof EsxcheckError && error.code === 'SHIPMENT_SPOOLED') failed = { error };
          throw error;
        });
      };
    }
    if (failed === null && !('error' in facing)) yield () => shipWaiting(facing, spool, io);
  };
}

async function keep(shipment: Shipment, spool: Spool, failed: Unopened | null): Promise<void> {
  await spool.add(shipment);
  const why = failed === null ? '' : `: ${failed.error.code}`;
  throw new EsxcheckError('SHIPMENT_SPOOLED', `The facts of ${shipment.target} wait in the spool${why}.`, {
    details: failed?.error.code === 'SHIPMENT_SPOOLED' ? [] : [failed?.error.message ?? ''],
  });
}

/** The centre could not be asked at all, as without a key: the facts wait all the same. */
interface Unopened {
  readonly error: EsxcheckError;
}

function unopened(error: unknown): Unopened {
  if (error instanceof EsxcheckError) return { error };
  throw error;
}

function shippingBy({ centre, keys }: Awaited<ReturnType<typeof openCentre>>, signal: AbortSignal): Shipping {
  return { centre, speaker: () => keys.speaker, signal };
}

async function shipWaiting(shipping: Shipping, spool: Spool, io: Io): Promise<void> {
  const { shipped, refused } = await shipSpool(shipping, spool);
  if (shipped > 0) await note(io, `Shipped from the spool: ${shipped}.`);
  const [first] = refused;
  if (first !== undefined) throw first.error;
}
