import { randomUUID } from 'node:crypto';
import { type Lookup, select } from '../collector/select.ts';
import { readSpecification } from '../collector/specification.ts';
import { newWatch, nextUpdate, type Watch } from '../collector/watch.ts';
import { childOf, integerOf, textOf } from '../wire/element.ts';
import { VimFault } from '../wire/fault.ts';
import type { Reference } from '../wire/value.ts';
import { type Call, type Method, returnedReference, sessionOf } from './method.ts';
import { findObject } from './search-index.ts';

const ON = 'PropertyCollector';

/** Filters and waiting for their changes (docs/internals/wire.md 6.2). Collectors and filters belong to the session. */
export const UPDATES: readonly Method[] = [
  { name: 'CreatePropertyCollector', on: ON, parameters: [], answer: createCollector },
  { name: 'DestroyPropertyCollector', on: ON, parameters: [], answer: destroyCollector },
  { name: 'CreateFilter', on: ON, parameters: ['spec', 'partialUpdates'], answer: createFilter },
  { name: 'DestroyPropertyFilter', on: 'PropertyFilter', parameters: [], answer: destroyFilter },
  {
    name: 'WaitForUpdatesEx',
    on: ON,
    parameters: ['version', 'options'],
    answer: (call) => update(call, integerOf(childOf(call.request, 'options'), 'maxWaitSeconds')),
  },
  { name: 'WaitForUpdates', on: ON, parameters: ['version'], answer: (call) => update(call, null) },
  { name: 'CheckForUpdates', on: ON, parameters: ['version'], answer: (call) => update(call, 0) },
  { name: 'CancelWaitForUpdates', on: ON, parameters: [], answer: cancelWait },
];

function createCollector(call: Call): string {
  const self = { type: ON, id: newId(call) };
  sessionOf(call).objects.set(self.id, { ...self, properties: {} });
  return returnedReference(self, call);
}

function destroyCollector(call: Call): string {
  const { objects, watches } = sessionOf(call);
  const watch = watches.get(call.self.id);
  watch?.cancel?.();
  for (const filter of watch?.filters.keys() ?? []) objects.delete(filter);
  watches.delete(call.self.id);
  objects.delete(call.self.id);
  return '';
}

function createFilter(call: Call): string {
  const { objects, watches } = sessionOf(call);
  const specification = readSpecification(childOf(call.request, 'spec') ?? call.request);
  select(specification, lookupOf(call));
  const watch = watches.get(call.self.id) ?? newWatch();
  const filter: Reference = { type: 'PropertyFilter', id: newId(call) };
  watch.filters.set(filter.id, specification);
  watches.set(call.self.id, watch);
  objects.set(filter.id, { ...filter, properties: {} });
  return returnedReference(filter, call);
}

function destroyFilter(call: Call): string {
  const { objects, watches } = sessionOf(call);
  for (const { filters } of watches.values()) filters.delete(call.self.id);
  objects.delete(call.self.id);
  return '';
}

function newId(call: Call): string {
  return `session[${sessionOf(call).key}]${randomUUID()}`;
}

function lookupOf(call: Call): Lookup {
  return { version: call.version, find: (target) => findObject(target.id, target.type, call) };
}

/** Blocks until something changes, for at most so many seconds; null for ever. No change gives no returnval. */
async function update(call: Call, seconds: number | null): Promise<string> {
  const { watches } = sessionOf(call);
  const watch = watches.get(call.self.id) ?? newWatch();
  watches.set(call.self.id, watch);
  restart(watch, textOf(call.request, 'version') ?? '');
  const reader = { version: call.version, authenticated: true };
  const deadline = seconds === null ? Infinity : Date.now() + seconds * 1000;
  for (;;) {
    const found = nextUpdate(watch, lookupOf(call), reader);
    if (found !== null) return `<returnval>${found}</returnval>`;
    const left = deadline - Date.now();
    if (left <= 0 || call.signal.aborted) return '';
    await somethingHappens(call, watch, left);
  }
}

function restart(watch: Watch, version: string): void {
  if (version === '') watch.state = new Map();
  else if (version !== String(watch.told)) throw new VimFault('InvalidCollectorVersion', 'The version is not valid.');
}

/** Resolves at a change, at the deadline and when the client hangs up; rejects when the wait is cancelled. */
function somethingHappens({ world, signal }: Call, watch: Watch, milliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = milliseconds === Infinity ? undefined : setTimeout(() => end(resolve), milliseconds);
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      forget();
      signal.removeEventListener('abort', onAbort);
      watch.cancel = null;
      settle();
    };
    const forget = world.onChange(() => end(resolve));
    const onAbort = (): void => end(resolve);
    signal.addEventListener('abort', onAbort);
    watch.cancel = () => end(() => reject(new VimFault('RequestCanceled', 'The request was canceled by a user.')));
  });
}

function cancelWait(call: Call): string {
  sessionOf(call).watches.get(call.self.id)?.cancel?.();
  return '';
}
