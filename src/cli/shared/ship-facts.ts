import type { Config } from '../../config/parse-config.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { openCentre } from '../../site/settings.ts';
import { shipOrSpool, type Shipping, shipSpool } from '../../site/ship.ts';
import { packedShipment, partsOf } from '../../site/shipment.ts';
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
    const opened = await openCentre(settings, io).catch((error: unknown) => keepAll(error));
    await using centre = 'centre' in opened ? opened.centre : null;
    for (const part of partsOf(facts, withheld)) {
      yield async () => {
        const shipment = await packedShipment(part);
        if (centre === null || !('keys' in opened)) {
          await spool.add(shipment);
          throw (opened as Unopened).error;
        }
        await shipOrSpool(shippingBy(opened, signal), shipment, spool);
      };
    }
    if ('keys' in opened) yield () => shipWaiting(shippingBy(opened, signal), spool, io);
  };
}

/** The centre could not be asked at all, as without a key: the facts wait all the same. */
interface Unopened {
  readonly error: EsxcheckError;
}

function keepAll(error: unknown): Unopened {
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
