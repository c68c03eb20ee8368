import { type Call, type Method, requireRight } from '../methods/method.ts';
import { methodNamed } from '../methods/registry.ts';
import { findObject } from '../methods/search-index.ts';
import { childOf, type Element } from '../wire/element.ts';
import { responseBody } from '../wire/envelope.ts';
import {
  hostCommunication,
  hostNotConnected,
  methodNotFound,
  noPermission,
  notAuthenticated,
  objectNotFound,
  RequestFault,
  VimFault,
} from '../wire/fault.ts';
import { checkOrder } from '../wire/order.ts';
import type { Reference } from '../wire/value.ts';
import type { SimulatedHost } from '../world/host.ts';
import type { ManagedObject } from '../world/objects.ts';
import type { Session } from './session.ts';

/** Objects that need no receiver in the request: some clients leave the type out. */
export interface Receiver {
  readonly target: Reference;
  readonly object: ManagedObject | undefined;
}

/** Who a request is meant for, as far as it can be told. */
export function receiverOf(request: Element, call: Pick<Call, 'session' | 'world' | 'sessions'>): Receiver {
  const self = childOf(request, '_this');
  if (self === undefined) throw new RequestFault(`Missing element "_this" in "${request.name}"`);
  const target = { type: self.type ?? self.xsiType ?? '', id: self.text.trim() };
  return { target, object: findObject(target.id, target.type === '' ? null : target.type, call) };
}

/** The XML of the whole response element; throws VimFault and RequestFault. */
export async function answerCall(call: Omit<Call, 'self'>, { target, object }: Receiver): Promise<string> {
  const { name } = call.request;
  const method = methodNamed(name, object?.type ?? target.type);
  if (!isOpenTo(call.session, method)) requireSession(call);
  if (object === undefined) throw objectNotFound(target);
  if (method === undefined) throw methodNotFound(object, name);
  checkOrder(call.request, method.parameters);
  if (object.host !== undefined) requireHost(method, object.host, object);
  if (method.privilege !== undefined) requireRight(call, method.privilege, object);
  if (method.writes === true) recordWrite(method, call, object);
  if (isIneffective(method, object)) return responseBody(name, '');
  return responseBody(name, await method.answer({ ...call, self: object }));
}

/** An expired session may still log in; whether it may read depends on the face that its expiry shows. */
function isOpenTo(session: Session | null, method: Method | undefined): boolean {
  if (method?.anonymous !== true) return false;
  return session?.expired !== 'fault' || method.on === 'SessionManager' || method.on === 'ServiceInstance';
}

/** Some writes are accepted and change nothing; a task that does nothing is another trouble. */
function isIneffective({ name, writes }: Method, { host }: ManagedObject): boolean {
  return writes === true && !name.endsWith('_Task') && host?.trouble.ineffective?.includes(name) === true;
}

function requireSession({ session, world }: Omit<Call, 'self'>): void {
  if (session === null || session.expired !== null) throw notAuthenticated(world.inventory.root);
}

function requireHost(method: Method, host: SimulatedHost, object: ManagedObject): void {
  if (host.trouble.noPermission === true && method.on !== 'PropertyCollector') {
    throw noPermission(object, 'Host.Config.Settings');
  }
  if (method.proxied !== true) return;
  if (host.connection === 'connected') return requireGateway(host);
  throw host.connection === 'notResponding' ? hostCommunication() : hostNotConnected();
}

/** vCenter 8 hands calls on through a gateway of each host, which may not know a session that lives. */
function requireGateway({ trouble }: SimulatedHost): void {
  if (trouble.gateway === 'notAuthenticated') throw notAuthenticated({ type: 'HostSystem', id: 'ha-host' });
}

function recordWrite(method: Method, call: Omit<Call, 'self'>, object: ManagedObject): void {
  if (call.session?.account.readOnly === true) throw noPermission(object, method.privilege ?? 'Host.Config.NetService');
  const parameters = call.request.children.filter(({ name }) => name !== '_this');
  call.counters.writes.push({
    method: method.name,
    host: object.host?.spec.name ?? null,
    arguments: Object.fromEntries(parameters.map((parameter) => [parameter.name, flatten(parameter)])),
  });
}

function flatten({ text, children }: Element): string {
  return children.length === 0 ? text.trim() : children.map((child) => `${child.name}=${flatten(child)}`).join(' ');
}

/** Whether a call is one that the host itself must answer. */
export function isProxied(name: string, { object }: Receiver): boolean {
  return object?.host !== undefined && methodNamed(name, object.type)?.proxied === true;
}

export function isExpected(error: unknown): error is VimFault | RequestFault {
  return error instanceof VimFault || error instanceof RequestFault;
}
