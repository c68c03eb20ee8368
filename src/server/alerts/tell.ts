import type { Delivery } from '../../model/notification.ts';
import { type ConnectionPool, inTransaction } from '../database/transaction.ts';
import { claimNews, newsOf } from '../queries/news.ts';
import type { View } from '../queries/view.ts';
import { type Channel, send } from './channels.ts';
import { newsWords } from './words.ts';

interface Telling {
  readonly now: Date;
  readonly staleHours: number;
  readonly signal: AbortSignal;
}

/**
 * Tells every channel what it was not told before: what newly fails, which vCenters are stale, which shipments could not be judged.
 * Any number of servers may do so at once. What could not be delivered is told the next time; the answer holds what became of each.
 */
export function tellNews(
  pool: ConnectionPool,
  channels: readonly Channel[],
  telling: Telling,
): Promise<readonly Delivery[]> {
  return Promise.all(channels.map((channel) => tellChannel(pool, channel, telling))).then((deliveries) =>
    deliveries.flat(),
  );
}

/** That it was told is committed once it was: a second server waits for that, and then has nothing to tell. */
async function tellChannel(pool: ConnectionPool, channel: Channel, telling: Telling): Promise<readonly Delivery[]> {
  try {
    return await inTransaction(pool, async (client) => {
      const news = await newsOf(client, viewOf(channel, telling));
      const fresh = await claimNews(
        client,
        channel.name,
        news.map(({ subject }) => subject),
      );
      const untold = news.filter(({ subject }) => fresh.has(subject));
      if (untold.length === 0) return [];
      const delivery = await send(channel, newsWords(untold, channel.detail), telling.signal);
      if (delivery.error !== null) throw new NotDelivered(delivery);
      return [delivery];
    });
  } catch (error) {
    if (error instanceof NotDelivered) return [error.delivery];
    throw error;
  }
}

/** Takes back that it was told. */
class NotDelivered extends Error {
  readonly delivery: Delivery;

  constructor(delivery: Delivery) {
    super(delivery.error ?? 'not delivered');
    this.delivery = delivery;
  }
}

/** Advisories are for those who may see exposure, which who reads a channel need not. */
function viewOf({ sites }: Channel, { now, staleHours }: Telling): View {
  return {
    sites: sites.includes('*') ? null : sites,
    exposure: [],
    now,
    staleBefore: new Date(now.getTime() - staleHours * 3_600_000),
  };
}
