import type { Continuation } from '../collector/continuation.ts';
import { objectContent, refusalOf } from '../collector/object-content.ts';
import { renderPage } from '../collector/page.ts';
import { select, type Selected } from '../collector/select.ts';
import { readSpecification, type Specification } from '../collector/specification.ts';
import { childOf, childrenOf, integerOf, textOf } from '../wire/element.ts';
import {
  invalidArgument,
  invalidProperty,
  invalidState,
  notAuthenticated,
  objectNotFound,
  RequestFault,
} from '../wire/fault.ts';
import { renderTyped } from '../wire/render.ts';
import type { SimulatedHost } from '../world/host.ts';
import { valueAt } from '../world/objects.ts';
import { knowsPath } from '../world/types.ts';
import type { Call, Method } from './method.ts';
import { findObject } from './search-index.ts';

const ON = 'PropertyCollector';

/** Reading properties, whole or in pages (docs/internals/wire.md 2.3). None of it needs a login; the properties do. */
export const RETRIEVE: readonly Method[] = [
  {
    name: 'RetrievePropertiesEx',
    on: ON,
    parameters: ['specSet', 'options'],
    anonymous: true,
    answer: retrievePropertiesEx,
  },
  { name: 'ContinueRetrievePropertiesEx', on: ON, parameters: ['token'], anonymous: true, answer: continueRetrieve },
  { name: 'CancelRetrievePropertiesEx', on: ON, parameters: ['token'], anonymous: true, answer: cancelRetrieve },
  { name: 'RetrieveProperties', on: ON, parameters: ['specSet'], anonymous: true, answer: retrieveProperties },
];

function retrievePropertiesEx(call: Call): string {
  const options = childOf(call.request, 'options');
  if (options === undefined) throw new RequestFault('Missing element "options", while parsing "RetrievePropertiesEx"');
  const asked = integerOf(options, 'maxObjects');
  if (asked !== null && asked <= 0) throw invalidArgument('options.maxObjects');
  const size = Math.min(asked ?? call.pageSize, call.pageSize);
  const rest = selectAll(call);
  const page = renderPage({ collector: call.self.id, rest, size, version: call.version }, call.session);
  countAnswers(rest.slice(0, size), call);
  return page;
}

function continueRetrieve(call: Call): string {
  const continuation = takeToken(call);
  if (
    continuation.rest.some(({ object }) => object.host?.trouble.vanishes?.fault === true && isGone(object.host, call))
  ) {
    throw objectNotFound(continuation.rest[0]?.object ?? call.self);
  }
  const rest = continuation.rest.filter(({ object }) => object.host === undefined || !isGone(object.host, call));
  const page = renderPage({ ...continuation, rest }, call.session);
  countAnswers(rest.slice(0, continuation.size), call);
  return page;
}

function cancelRetrieve(call: Call): string {
  takeToken(call);
  return '';
}

/** The legacy method answers everything at once. */
function retrieveProperties(call: Call): string {
  const authenticated = call.session !== null && call.session.expired === null;
  return selectAll(call)
    .map((each) => `<returnval>${objectContent(each, { version: call.version, authenticated })}</returnval>`)
    .join('');
}

function selectAll(call: Call): readonly Selected[] {
  const specifications = childrenOf(call.request, 'specSet').map(readSpecification);
  return specifications.flatMap((specification) => {
    faultOnVanished(specification, call);
    return select(specification, { version: call.version, find: (target) => findObject(target.id, target.type, call) });
  });
}

/** A token works once, in the session and on the collector that gave it. */
function takeToken(call: Call): Continuation {
  if (call.session === null || (call.session.expired !== null && call.session.expired !== 'missing')) {
    throw notAuthenticated(call.world.inventory.root);
  }
  const token = textOf(call.request, 'token') ?? '';
  const continuation = call.session.tokens.get(token);
  if (continuation === undefined || continuation.collector !== call.self.id) throw invalidArgument('token');
  call.session.tokens.delete(token);
  return continuation;
}

function isGone(host: SimulatedHost, { world }: Call): boolean {
  return !world.inventory.hosts.has(host.moid);
}

const pendingFaults = new WeakMap<object, SimulatedHost>();

/** Hosts that vanish do so after an answer that held them: the next one is without them, or faults once. */
function countAnswers(page: readonly Selected[], { world }: Call): void {
  for (const { object } of page) {
    const { host } = object;
    if (host === undefined || object.type !== 'HostSystem') continue;
    host.answers += 1;
    const { vanishes } = host.trouble;
    if (vanishes === undefined || host.answers < vanishes.after || !world.inventory.hosts.has(host.moid)) continue;
    world.removeHost(host);
    if (vanishes.fault) pendingFaults.set(world, host);
  }
}

function faultOnVanished(specification: Specification, { world }: Call): void {
  const host = pendingFaults.get(world);
  if (host === undefined || !specification.properties.some(({ type }) => type === 'HostSystem')) return;
  pendingFaults.delete(world);
  throw objectNotFound({ type: 'HostSystem', id: host.moid });
}

/** One property of any object, as pyVmomi reads it. */
export const FETCH: readonly Method[] = [
  { name: 'Fetch', on: '*', parameters: ['prop'], internal: true, anonymous: true, answer: fetchProperty },
];

function fetchProperty(call: Call): string {
  const path = textOf(call.request, 'prop') ?? '';
  if (!knowsPath(call.self.type, path, call.version)) throw invalidProperty(path);
  const authenticated = call.session !== null && call.session.expired === null;
  const refusal = refusalOf(call.self, path, authenticated);
  if (refusal !== null) throw refusal;
  return renderTyped('returnval', valueAt(call.self, path), call.version);
}

export const TASKS: readonly Method[] = [
  {
    name: 'CancelTask',
    on: 'Task',
    parameters: [],
    writes: true,
    answer: ({ self, world }) => {
      const task = world.tasks.task(self.id);
      if (task?.state !== 'running') throw invalidState();
      world.tasks.cancel(task);
      return '';
    },
  },
];
