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

/** An `ArrayOf...` without items, which an empty element of that type is too. */
const EMPTY: readonly Way[] = ['empty', 'empty-list'];
/** Told under another name, the property itself is left out. */
const LEFT_OUT: readonly Way[] = ['dropped', 'other-name'];

const EXCEPTIONS: readonly Exception[] = [
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
  {
    at: 'property HostSystem.config.firewall',
    member: 'ruleset/rule/endPort',
    ways: LEFT_OUT,
    source: 'HostFirewallRule.endPort (optional: a rule without it is for one port)',
  },
  { at: 'property HostSystem.vm', ways: EMPTY, source: 'HostSystem.vm (list, may be empty)' },
  {
    at: 'property HostSystem.vm',
    member: 'ManagedObjectReference',
    ways: ['dropped'],
    source: 'HostSystem.vm (list, may be empty)',
  },
  {
    at: 'property HostSystem.triggeredAlarmState',
    ways: EMPTY,
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
    source: 'ManagedEntity.configIssue (list, may be empty)',
  },
  {
    at: 'property VirtualMachine.config.managedBy',
    ways: LEFT_OUT,
    source: 'VirtualMachineConfigInfo.managedBy (optional: no extension manages it)',
  },
  {
    at: 'property ClusterComputeResource.lifecycleManaged',
    ways: LEFT_OUT,
    source: 'ComputeResource.lifecycleManaged (optional: no image manages it)',
  },
  {
    at: 'property ClusterComputeResource.configManagerEnabled',
    ways: LEFT_OUT,
    source: 'ComputeResource.configManagerEnabled (optional: no configuration profile manages it)',
  },
  {
    at: 'property HostProfileManager.profile',
    ways: EMPTY,
    source: 'HostProfileManager.profile (list, may be empty)',
  },
  {
    at: 'property HostProfileManager.profile',
    member: 'ManagedObjectReference',
    ways: ['dropped'],
    source: 'HostProfileManager.profile (list, may be empty)',
  },
  {
    at: 'property HostSystem.config.dateTimeInfo',
    member: 'ntpConfig',
    ways: ['empty'],
    source: 'HostNtpConfig.server (optional: no time server)',
  },
  {
    at: 'property HostSystem.config.dateTimeInfo',
    member: 'ntpConfig/server',
    ways: ['dropped'],
    source: 'HostNtpConfig.server (optional: no time server)',
  },
  {
    at: 'property HostProfile.entity',
    ways: ['empty', 'empty-list'],
    source: 'Profile.entity (optional list: attached to nothing)',
  },
  {
    at: 'property HostProfile.entity',
    member: 'ManagedObjectReference',
    ways: ['dropped'],
    source: 'Profile.entity (optional list: attached to nothing)',
  },
  {
    at: 'property HostProfileManager.profile',
    ways: ['empty-list'],
    source: 'ProfileManager.profile (list, may be empty)',
  },
  {
    at: 'property HostProfileManager.profile',
    member: 'ManagedObjectReference',
    ways: ['dropped'],
    source: 'ProfileManager.profile (list, may be empty)',
  },
];

export function isExcepted({ at, member, way }: Lie): Exception | null {
  return (
    EXCEPTIONS.find(
      (exception) => exception.at === at && exception.member === member && exception.ways.includes(way),
    ) ?? null
  );
}

/** Those of the table that nothing needed: they hide what might come. */
export function unneeded(believed: readonly Lie[]): readonly string[] {
  const needed = new Set(believed.map(isExcepted));
  return EXCEPTIONS.filter((exception) => !needed.has(exception)).map(({ at, member = '', ways }) =>
    `${at} ${member} ${ways.join(', ')}`.replace('  ', ' '),
  );
}
