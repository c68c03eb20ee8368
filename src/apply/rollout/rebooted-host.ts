import { isIP } from 'node:net';
import type { Session } from '../../connect/session.ts';
import type { PlanHost } from '../../model/plan.ts';
import { asMoment, booleanOf, child, childrenNamed, isTold, morefOf, type VimElement } from '../../vim/element.ts';
import type { Moref } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { booleanIn, countIn, exactText, itemsOf, listIn, textIn } from '../actions/answers.ts';
import { type HostIdentity, IDENTITY_PATHS, identityIn } from './host-identity.ts';

const PATHS = [
  ...IDENTITY_PATHS,
  'runtime.connectionState',
  'runtime.inMaintenanceMode',
  'runtime.bootTime',
  'config.fileSystemVolume',
  'config.multipathState',
  'config.network',
  'triggeredAlarmState',
];

/** What a host has now. */
export interface StandingRead {
  readonly standing: RebootedHostState;
  /** Milliseconds since 1970. */
  readonly bootTime: number;
  readonly identity: HostIdentity;
  readonly inMaintenance: boolean;
}

/** Reads what a reboot could cost a host; a string says what of it could not be told. Throws what the session throws. */
export async function readStanding(session: Session, host: PlanHost): Promise<StandingRead | string> {
  const objects = [{ type: 'HostSystem', value: host.moid }];
  for await (const content of session.retrieve({ properties: [{ type: 'HostSystem', paths: PATHS }], objects })) {
    if (content.object.value !== host.moid) continue;
    const found = standingIn(host, content);
    if (typeof found === 'string') return found;
    const redAlarms = await alarmNames(session, found.alarms);
    return { ...found, standing: { ...found.standing, redAlarms } };
  }
  return 'it is not in the inventory any more';
}

interface StateReading extends StandingRead {
  readonly alarms: readonly Moref[];
}

/*
 * What a host that boots from a disk always has is unread where it is not told: a volume, a path, an uplink with a link,
 * a VMkernel interface. What is legitimately unset, by the vSphere API:
 *
 *   PhysicalNic.linkSpeed               the link is down
 *   HostIpConfig.ipAddress              the interface has no IPv4 address (DHCP gave none, or IPv6 alone)
 */
function standingIn(host: PlanHost, content: ObjectContent): StateReading | string {
  const { properties, missing } = content;
  const [refused] = missing;
  if (refused !== undefined) return `${refused[0]} may not be read`;
  if (textIn(properties.get('runtime.connectionState')) !== 'connected') return 'it is not connected';
  const identity = identityIn(host, content);
  if (typeof identity === 'string') return identity;
  const bootTime = asMoment(textIn(properties.get('runtime.bootTime')));
  if (bootTime === null) return 'its boot time was not told';
  const inMaintenance = booleanIn(properties.get('runtime.inMaintenanceMode'));
  if (inMaintenance === null) return 'whether it is in maintenance mode was not told';
  const datastores = usableVolumes(properties.get('config.fileSystemVolume'));
  if (datastores === null) return 'its datastores were not told';
  const paths = usablePaths(properties.get('config.multipathState'));
  if (paths === null) return 'its storage paths were not told';
  const uplinks = linkedUplinks(properties.get('config.network'));
  if (uplinks === null) return 'the links of its uplinks were not told';
  const addresses = vmkAddresses(properties.get('config.network'));
  if (addresses === null) return 'its VMkernel addresses were not told';
  const alarms = redAlarms(properties.get('triggeredAlarmState'));
  if (alarms === null) return 'its alarms were not told';
  const standing: RebootedHostState = { datastores, paths, uplinks, addresses, redAlarms: [] };
  return { standing, bootTime, identity, inMaintenance, alarms };
}

/** Each of the items as it is read; null where there is none, one is not understood, or two have one key. */
function all<T>(items: readonly VimElement[] | null, read: (item: VimElement) => Keyed<T> | null): readonly T[] | null {
  const found = items?.map(read) ?? [];
  const known = found.filter((each) => each !== null);
  if (found.length === 0 || known.length < found.length) return null;
  return new Set(known.map(({ key }) => key)).size < known.length ? null : known.map(({ value }) => value);
}

interface Keyed<T> {
  readonly key: string;
  readonly value: T;
}

interface Part {
  readonly name: string;
  readonly isWell: boolean;
}

function wellNamed(parts: readonly Part[] | null): readonly string[] | null {
  return parts?.filter(({ isWell }) => isWell).map(({ name }) => name) ?? null;
}

/** HostFileSystemVolumeInfo; `mounted` and `accessible` are told since 5.0. */
function usableVolumes(info: VimElement | undefined): readonly string[] | null {
  return wellNamed(all(itemsOf(info, 'mountInfo'), volumeIn));
}

function volumeIn(mount: VimElement): Keyed<Part> | null {
  const [state, volume] = [child(mount, 'mountInfo'), child(mount, 'volume')];
  if (state === null || volume === null) return null;
  const [mounted, accessible] = [booleanOf(state, 'mounted'), booleanOf(state, 'accessible')];
  const path = exactText(state, 'path');
  // Boot banks may have no name.
  const name = child(volume, 'name') === null ? null : (exactText(volume, 'name') ?? path);
  if (mounted === null || accessible === null || name === null) return null;
  return { key: path ?? name, value: { name, isWell: mounted && accessible } };
}

/** MultipathState */
const PATH_STATES = new Set(['active', 'standby', 'disabled', 'dead', 'unknown']);

/** HostMultipathStateInfo */
function usablePaths(info: VimElement | undefined): number | null {
  const paths = all(itemsOf(info, 'path'), (path): Keyed<string> | null => {
    const [name, state] = [exactText(path, 'name'), exactText(path, 'pathState')];
    return name === null || state === null || !PATH_STATES.has(state) ? null : { key: name, value: state };
  });
  return paths?.filter((state) => state === 'active' || state === 'standby').length ?? null;
}

function linkedUplinks(network: VimElement | undefined): readonly string[] | null {
  const linked = wellNamed(all(itemsOf(network, 'pnic'), uplinkIn));
  // vCenter, or we, talk to it: without any link it could not.
  return linked?.length === 0 ? null : linked;
}

function uplinkIn(nic: VimElement): Keyed<Part> | null {
  const name = exactText(nic, 'device');
  if (name === null) return null;
  if (!isTold(nic, 'linkSpeed')) return { key: name, value: { name, isWell: false } };
  const link = child(nic, 'linkSpeed');
  const isUp = link !== null && countIn(exactText(link, 'speedMb')) !== null && booleanOf(link, 'duplex') !== null;
  return isUp ? { key: name, value: { name, isWell: true } } : null;
}

function vmkAddresses(network: VimElement | undefined): readonly string[] | null {
  const found = all(itemsOf(network, 'vnic'), addressIn);
  return found?.some(({ isAddressed }) => isAddressed) === true ? found.map(({ text }) => text) : null;
}

interface Address {
  readonly text: string;
  readonly isAddressed: boolean;
}

function addressIn(nic: VimElement): Keyed<Address> | null {
  const [device, spec] = [exactText(nic, 'device'), child(nic, 'spec')];
  const ip = spec === null ? null : child(spec, 'ip');
  if (device === null || ip === null || booleanOf(ip, 'dhcp') === null) return null;
  if (childrenNamed(ip, 'ipAddress').every(({ text, children }) => text === '' && children.length === 0)) {
    const v6 = isTold(ip, 'ipV6Config');
    return v6 && child(ip, 'ipV6Config') === null ? null : { key: device, value: { text: device, isAddressed: v6 } };
  }
  const address = exactText(ip, 'ipAddress');
  return address === null || isIP(address) === 0
    ? null
    : { key: device, value: { text: `${device} ${address}`, isAddressed: true } };
}

/** ManagedEntityStatus */
const STATUSES = new Set(['gray', 'green', 'yellow', 'red']);

/** Those that are red in a list of AlarmState, which is told as an empty one where no alarm is triggered. */
function redAlarms(states: VimElement | undefined): readonly Moref[] | null {
  const items = listIn(states);
  if (items?.length === 0) return [];
  const found = all(items, (state) => {
    const [key, alarm, status] = [exactText(state, 'key'), morefOf(state, 'alarm'), exactText(state, 'overallStatus')];
    if (key === null || alarm === null || status === null || !STATUSES.has(status)) return null;
    return { key, value: { alarm, isRed: status === 'red' } };
  });
  return found?.filter(({ isRed }) => isRed).map(({ alarm }) => alarm) ?? null;
}

const ALARM_NAME = 'info.name';

/** Alarms by name; by id where the name may not be read. */
async function alarmNames(session: Session, alarms: readonly Moref[]): Promise<readonly string[]> {
  if (alarms.length === 0) return [];
  const names = new Map(alarms.map(({ value }) => [value, value]));
  const request = { properties: [{ type: 'Alarm', paths: [ALARM_NAME] }], objects: alarms };
  for await (const { object, properties } of session.retrieve(request)) {
    const name = textIn(properties.get(ALARM_NAME));
    if (name !== null && names.has(object.value)) names.set(object.value, name);
  }
  return [...names.values()].sort();
}

/** What a host has that a reboot could cost it. */
export interface RebootedHostState {
  /** Names of the datastores that are mounted and accessible. */
  readonly datastores: readonly string[];
  /** Storage paths that are active or on standby. */
  readonly paths: number;
  /** Network cards with a link. */
  readonly uplinks: readonly string[];
  /** VMkernel interfaces with their addresses: `vmk0 10.0.0.1`. */
  readonly addresses: readonly string[];
  /** Names of red alarms, or their ids. */
  readonly redAlarms: readonly string[];
}

/** What is missing or red after a reboot that was not before, one phrase each. Empty: nothing is worse. */
export function worseThan(before: RebootedHostState, after: RebootedHostState): readonly string[] {
  const lost = (what: string, list: (standing: RebootedHostState) => readonly string[]): readonly string[] =>
    list(before)
      .filter((each) => !list(after).includes(each))
      .map((each) => `${what} ${each} is missing`);
  return [
    ...lost('datastore', ({ datastores }) => datastores),
    ...(after.paths < before.paths ? [`${after.paths} storage paths instead of ${before.paths}`] : []),
    ...lost('the link of uplink', ({ uplinks }) => uplinks),
    ...lost('the address', ({ addresses }) => addresses),
    ...after.redAlarms.filter((each) => !before.redAlarms.includes(each)).map((each) => `the alarm ${each} is red`),
  ];
}
