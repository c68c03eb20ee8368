import pMap from 'p-map';
import type { Session } from '../connect/session.ts';
import type { Problem } from '../model/problem.ts';
import { isFault, SoapFault } from '../vim/fault.ts';
import type { ObjectContent } from '../vim/object-content.ts';
import { problemFromError } from './answer-problem.ts';
import type { InventoryHost } from './inventory.ts';
import { retrieveKnown } from './retrieve-known.ts';
import type { Lifeline } from './target-loss.ts';

/**
 * Hosts asked for in one request: a page of a real vCenter (docs/internals/wire.md 2.3), and far below its limit on request size.
 */
const HOSTS_A_REQUEST = 100;

/** What came of asking for one host's properties. */
export type HostProperties = ObjectContent | Problem;

export interface PropertyReading {
  readonly paths: readonly string[];
  /** Requests in flight. */
  readonly concurrency: number;
  /** Where more is read of the target than these properties: once it is lost, nothing is asked any more. */
  readonly lifeline?: Lifeline;
  readonly signal?: AbortSignal;
  /** Called for every host, as pages arrive; once more, with a problem, for one that was told twice. */
  readonly onHost: (host: InventoryHost, properties: HostProperties) => void;
}

function inBatches(hosts: readonly InventoryHost[]): readonly (readonly InventoryHost[])[] {
  const count = Math.ceil(hosts.length / HOSTS_A_REQUEST);
  return Array.from({ length: count }, (_, index) =>
    hosts.slice(index * HOSTS_A_REQUEST, (index + 1) * HOSTS_A_REQUEST),
  );
}

/** Reads the same properties of many hosts, in batches. A batch that fails becomes the problem of its hosts, not of all. */
export async function readProperties(
  session: Session,
  hosts: readonly InventoryHost[],
  reading: PropertyReading,
): Promise<void> {
  await pMap(inBatches(hosts), (batch) => readBatch(session, batch, reading), {
    concurrency: reading.concurrency,
    ...(reading.signal === undefined ? {} : { signal: reading.signal }),
  });
}

async function readBatch(session: Session, batch: readonly InventoryHost[], reading: PropertyReading): Promise<void> {
  const waiting = new Map(batch.map((host) => [host.object.value, host]));
  const lost = reading.lifeline?.lost ?? null;
  if (lost !== null) return batch.forEach((host) => reading.onHost(host, lost));
  try {
    await fillFrom(session, waiting, reading);
  } catch (error) {
    const problem = reading.lifeline?.problemOf(error) ?? problemFromError(error);
    if (vanished(error) && waiting.size > 1) return splitBatch(session, [...waiting.values()], reading);
    for (const host of waiting.values()) reading.onHost(host, vanished(error) ? GONE : problem);
    return;
  }
  for (const host of waiting.values()) reading.onHost(host, GONE);
}

const GONE: Problem = { code: 'not-reported', detail: 'the host left the inventory during the scan' };

function vanished(error: unknown): boolean {
  return error instanceof SoapFault && isFault(error.fault, 'ManagedObjectNotFound');
}

/** One vanished host faults the whole call (docs/internals/wire.md 2.4): halve until only that one is left out. */
async function splitBatch(session: Session, hosts: readonly InventoryHost[], reading: PropertyReading): Promise<void> {
  const middle = Math.ceil(hosts.length / 2);
  await readBatch(session, hosts.slice(0, middle), reading);
  await readBatch(session, hosts.slice(middle), reading);
}

async function fillFrom(
  session: Session,
  waiting: Map<string, InventoryHost>,
  { paths, signal, onHost }: PropertyReading,
): Promise<void> {
  const asked = new Map(waiting);
  const objects = [...asked.values()].map(({ object }) => object);
  const properties = { type: 'HostSystem', paths };
  for await (const content of retrieveKnown(session, properties, objects, signal === undefined ? {} : { signal })) {
    const host = asked.get(content.object.value);
    if (host === undefined) continue;
    waiting.delete(content.object.value);
    onHost(host, content);
  }
}
