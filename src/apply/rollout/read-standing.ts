import { ALARM_NAME, alarmNameIn, redAlarmsIn } from '../../collect/red-alarms.ts';
import type { Session } from '../../connect/session.ts';
import { booleanOf, childrenNamed, descend, type VimElement, textOf } from '../../vim/element.ts';
import type { Moref } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import type { Before } from './state.ts';
import type { Standing } from './standing.ts';

const PATHS = [
  'runtime.connectionState',
  'runtime.inMaintenanceMode',
  'runtime.bootTime',
  'config.fileSystemVolume',
  'config.multipathState',
  'config.network',
  'triggeredAlarmState',
];

/** What a host has now; a string says why that could not be told in full. */
export interface StandingRead extends Before {
  readonly inMaintenance: boolean;
}

/** Reads what a reboot could cost a host. Throws what the session throws. */
export async function readStanding(session: Session, host: Moref): Promise<StandingRead | string> {
  const request = { properties: [{ type: 'HostSystem', paths: PATHS }], objects: [host] };
  for await (const content of session.retrieve(request)) {
    const found = standingIn(content);
    if (typeof found === 'string') return found;
    const redAlarms = await alarmNames(session, found.alarms);
    return { ...found, standing: { ...found.standing, redAlarms } };
  }
  return 'it is not in the inventory any more';
}

interface Found extends StandingRead {
  readonly alarms: readonly Moref[];
}

function standingIn({ properties, missing }: ObjectContent): Found | string {
  const [refused] = missing;
  if (refused !== undefined) return `${refused[0]} may not be read`;
  if (properties.get('runtime.connectionState')?.text !== 'connected') return 'it is not connected';
  const bootTime = Date.parse(properties.get('runtime.bootTime')?.text ?? '');
  const inMaintenance = properties.get('runtime.inMaintenanceMode')?.text;
  const volumes = properties.get('config.fileSystemVolume');
  const network = properties.get('config.network');
  if (Number.isNaN(bootTime) || inMaintenance === undefined || volumes === undefined || network === undefined) {
    return 'it does not tell its boot time, storage and network';
  }
  const standing: Standing = {
    datastores: childrenNamed(volumes, 'mountInfo').filter(isUsable).map(volumeName),
    paths: usablePaths(properties.get('config.multipathState')),
    uplinks: childrenNamed(network, 'pnic').flatMap(linkedUplink),
    addresses: childrenNamed(network, 'vnic').map(addressOf),
    redAlarms: [],
  };
  const alarms = redAlarmsIn(properties.get('triggeredAlarmState'));
  return { standing, bootTime, inMaintenance: inMaintenance === 'true', alarms };
}

/** Hosts older than 5.0 do not tell; what is listed is mounted there. */
function isUsable(mount: VimElement): boolean {
  const info = descend(mount, 'mountInfo');
  return info !== null && booleanOf(info, 'accessible') !== false && booleanOf(info, 'mounted') !== false;
}

function volumeName(mount: VimElement): string {
  const volume = descend(mount, 'volume');
  return (volume === null ? null : textOf(volume, 'name')) ?? '';
}

/** A host without such storage has no such state. */
function usablePaths(state: VimElement | undefined): number {
  const paths = state === undefined ? [] : childrenNamed(state, 'path');
  return paths.filter((path) => ['active', 'standby'].includes(textOf(path, 'pathState') ?? '')).length;
}

function linkedUplink(nic: VimElement): readonly string[] {
  return descend(nic, 'linkSpeed') === null ? [] : [textOf(nic, 'device') ?? ''];
}

function addressOf(nic: VimElement): string {
  return `${textOf(nic, 'device') ?? ''} ${descend(nic, 'spec', 'ip', 'ipAddress')?.text ?? ''}`.trim();
}

/** Alarms by name; by id where the name may not be read. */
async function alarmNames(session: Session, alarms: readonly Moref[]): Promise<readonly string[]> {
  if (alarms.length === 0) return [];
  const names = new Map(alarms.map(({ value }) => [value, value]));
  const request = { properties: [{ type: 'Alarm', paths: [ALARM_NAME] }], objects: alarms };
  for await (const content of session.retrieve(request)) names.set(content.object.value, alarmNameIn(content));
  return [...names.values()].sort();
}
