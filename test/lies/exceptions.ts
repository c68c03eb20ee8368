import type { Lie, Way } from '../../src/simulator/lies/lie.ts';

/**
 * What an answer may leave out, or may say, without anybody being able to tell that it is a lie: members that are optional
 * by the definition of the API, where their absence means something, and lists that may be empty.
 */
export interface Exception {
  readonly at: string;
  /** None: the answer as a whole. */
  readonly member?: string;
  readonly ways: readonly Way[];
  /** The type and member of the vSphere API that says so, or the page that does. */
  readonly source: string;
}

const EMPTY: readonly Way[] = ['dropped', 'empty-list'];

export const EXCEPTIONS: readonly Exception[] = [
  {
    at: 'esxcli software vib list --rebootingimage',
    ways: ['empty-list'],
    source: 'esxcli software vib list --rebooting-image lists nothing where no image waits for a reboot',
  },
  {
    at: 'esxcli software vib list --rebootingimage',
    member: 'DataObject',
    ways: ['dropped'],
    source: 'the same: a list without items',
  },
  {
    at: 'method QueryLockdownExceptions',
    ways: ['dropped'],
    source: 'HostAccessManager.QueryLockdownExceptions returns string[], which is no element where there are no users',
  },
  { at: 'property HostSystem.vm', ways: ['empty-list'], source: 'HostSystem.vm (list, may be empty)' },
  {
    at: 'property HostSystem.vm',
    member: 'ManagedObjectReference',
    ways: ['dropped'],
    source: 'HostSystem.vm (list, may be empty)',
  },
  {
    at: 'property HostSystem.triggeredAlarmState',
    ways: ['empty-list'],
    source: 'ManagedEntity.triggeredAlarmState (list, may be empty)',
  },
  {
    at: 'property HostSystem.triggeredAlarmState',
    member: 'AlarmState',
    ways: ['dropped'],
    source: 'ManagedEntity.triggeredAlarmState (list, may be empty)',
  },
  {
    at: 'property HostSystem.configIssue',
    ways: EMPTY,
    source: 'ManagedEntity.configIssue (optional, unset where there is none)',
  },
  {
    at: 'property VirtualMachine.config.managedBy',
    ways: ['dropped'],
    source: 'VirtualMachineConfigInfo.managedBy (optional: no extension manages it)',
  },
];

export function isExcepted({ at, member, way }: Lie): Exception | null {
  return (
    EXCEPTIONS.find(
      (exception) => exception.at === at && exception.member === member && exception.ways.includes(way),
    ) ?? null
  );
}
