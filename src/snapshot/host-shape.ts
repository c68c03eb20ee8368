import type { HostFacts } from '../model/facts.ts';
import type { Host } from '../model/host.ts';
import type { Reading } from '../model/reading.ts';
import { answer, firewallOf, kernelSetting, option, property, ruleset, service, vib } from './fact-shapes.ts';
import { problem, reading } from './reading-shape.ts';
import { flag, list, matching, memberOf, named, objectIn, oneOf, orNull, record, type Shape, text } from './shape.ts';
import { sharing } from './sharing.ts';

const word = matching(/./su, 'a text that is not empty');

/** In the order in which a host is made when it is read, which is that of its keys in reports. */
const plainHost = record<Omit<Host, 'unread'>>({
  id: word,
  moid: word,
  name: text,
  target: text,
  uuid: orNull(text),
  serial: orNull(text),
  datacenter: orNull(text),
  cluster: orNull(text),
  computeResource: orNull(text),
  folder: orNull(text),
  vendor: orNull(text),
  model: orNull(text),
  cpuModel: orNull(text),
  biosVersion: orNull(text),
  biosReleaseDate: orNull(text),
  version: orNull(text),
  build: orNull(text),
  release: orNull(text),
  released: orNull(text),
  connectionState: orNull(oneOf('connected', 'disconnected', 'notResponding')),
  powerState: orNull(text),
  standbyMode: orNull(text),
  inMaintenanceMode: orNull(flag),
  bootTime: orNull(text),
  managementServerIp: orNull(text),
  trouble: orNull(problem),
});

/** Why members of the host were not told: a key that may be left out, as in snapshots of 1.0.0. */
const host: Shape<Host> = (value) => {
  const unread = memberOf(objectIn(value), 'unread');
  if (unread === undefined) return plainHost(value);
  const told = Object.entries(objectIn(unread)).map(([path, given]) => [path, problem(given)] as const);
  return { ...plainHost(value), unread: Object.fromEntries(told) };
};

/**
 * All facts of one host. What is alike on several hosts becomes one object, so that memory grows with what differs: hosts
 * of one release have the same packages and nearly the same rulesets. A kind of fact that a later release adds is not in
 * the snapshots before it, and needs a shape that takes that for not asked.
 */
export function hostFactsShape(): Shape<HostFacts> {
  const alike = sharing();
  const shared =
    <Value>(shape: Shape<Value>): Shape<Value> =>
    (value) =>
      alike(shape(value));
  const byName = <Value>(shape: Shape<Value>): Shape<ReadonlyMap<string, Reading<Value>>> =>
    named(shared(reading(shape)));
  return record<HostFacts>({
    host,
    kernel: byName(kernelSetting),
    firewall: orNull(reading(firewallOf(shared(ruleset)))),
    options: byName(option),
    services: orNull(reading(list(shared(service)))),
    properties: byName(property),
    vibs: orNull(reading(list(shared(vib)))),
    esxcli: byName(answer),
  });
}
