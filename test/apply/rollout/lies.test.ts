import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openJournal } from '../../../src/apply/journal/journal.ts';
import type { RolloutEvent } from '../../../src/apply/rollout/events.ts';
import { rollOut } from '../../../src/apply/rollout/plan-rollout.ts';
import { openSession } from '../../../src/connect/session.ts';
import { sampled } from '../../support/sample.ts';
import { connectionTo } from '../../support/simulated-vcenter.ts';
import {
  esxcliAnswers,
  esxcliFails,
  type Lie,
  lieOf,
  lyingVcenter,
  type LyingVcenter,
  member,
  untold,
  XSI,
} from '../lying-vcenter.ts';
import { estateText, OPENED, QUICK, rolloutHost } from './rolling.ts';

const MOVES = ['EnterMaintenanceMode_Task', 'RebootHost_Task', 'ExitMaintenanceMode_Task'];

/** When the lies begin: before anything, or as soon as a method was called. */
type Since = 'the beginning' | 'EnterMaintenanceMode_Task' | 'RebootHost_Task';

/** Only of the first of two hosts, so that the estate around it stays true. */
const ESTATE = estateText([{ hosts: ['name: a', 'name: b'] }]);

interface Rolled {
  readonly end: string;
  readonly detail: string;
  readonly moves: readonly string[];
  readonly inMaintenance: boolean;
  /** Whether the next host of its cluster was begun. */
  readonly wentOn: boolean;
}

/** Rolls host a, and then b, of an estate that lies from some moment on. */
async function rolledWith(lies: readonly Lie[], since: Since, yaml = ESTATE): Promise<Rolled> {
  await using vcenter = await lyingVcenter(yaml);
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-lies-'));
  try {
    return await rolledAt(vcenter, {
      lies: lies.map((lie) => from(since, vcenter, lie)),
      path: join(folder, 'journal'),
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

function from(since: Since, { truth }: LyingVcenter, lie: Lie): Lie {
  return (answer, question) => {
    const begun = since === 'the beginning' || truth.calls.writes.some(({ method }) => method === since);
    return begun ? lie(answer, question) : answer;
  };
}

async function rolledAt(
  { truth, shown, tell }: LyingVcenter,
  { lies, path }: { readonly lies: readonly Lie[]; readonly path: string },
): Promise<Rolled> {
  const { endpoint, credentials } = connectionTo(shown);
  await using session = await openSession(endpoint, credentials, { writes: true });
  await using journal = await openJournal(path, { hash: 'h', target: { url: shown.url, identity: 't' } });
  await journal.append(OPENED);
  tell(...lies);
  const waits = { ...QUICK, rebootTaskMs: 300, returnMs: 400, compareMs: 60 };
  const hosts = truth.hosts.map((host) => rolloutHost(host));
  const events: RolloutEvent[] = [];
  const [end] = await rollOut(session, hosts, {
    journal,
    waits,
    maxFailures: 1,
    onEvent: (event) => events.push(event),
  });
  const writesOn = (name: string) => truth.calls.writes.filter(({ host }) => host === name).map(({ method }) => method);
  return {
    end: [end?.kind, end?.reason ?? ''].join(' ').trim(),
    detail: end?.detail ?? '',
    moves: writesOn('a').filter((method) => MOVES.includes(method)),
    inMaintenance: truth.hostNamed('a').inMaintenanceMode,
    wentOn: writesOn('b').length > 0,
  };
}

const UPTIME = 'system.stats.uptime.get';
const long = (text: string): string => `<obj xmlns:xsi="${XSI}" xsi:type="xsd:long">${text}</obj>`;

test('the truth brings both hosts through', async () => {
  expect(await rolledWith([], 'the beginning')).toMatchObject({ end: 'done', moves: MOVES, wentOn: true });
});

/** Which host it is: another one, or not told. */
const IDENTITY_LIES: Readonly<Record<string, readonly Lie[]>> = {
  'another hardware UUID': ['summary.hardware', 'hardware.systemInfo'].map((path) =>
    member(path, 'uuid', () => '<uuid>99999999-0000-0000-0000-000000000000</uuid>'),
  ),
  'another serial number': [
    member('hardware.systemInfo', 'serialNumber', () => '<serialNumber>OTHER</serialNumber>'),
    member('summary.hardware', 'identifierValue', () => '<identifierValue>OTHER</identifierValue>'),
    member('hardware.systemInfo', 'identifierValue', () => '<identifierValue>OTHER</identifierValue>'),
  ],
};
const UNTOLD_IDENTITY: Readonly<Record<string, readonly Lie[]>> = {
  'no hardware at all': [untold('summary.hardware'), untold('hardware.systemInfo')],
  'no hardware UUID': [member('summary.hardware', 'uuid', () => '')],
  'a blank hardware UUID': [member('summary.hardware', 'uuid', () => '<uuid></uuid>')],
  'two hardware UUIDs': [member('summary.hardware', 'uuid', (uuid) => `${uuid}<uuid>other</uuid>`)],
  'two places that contradict each other': [member('hardware.systemInfo', 'uuid', () => '<uuid>other</uuid>')],
  'a text for the hardware': [lieOf('summary.hardware', () => '<val xsi:type="xsd:string">HP</val>')],
  'no serial number any more': [
    member('hardware.systemInfo', 'serialNumber', () => ''),
    member('summary.hardware', 'otherIdentifyingInfo', () => ''),
    member('hardware.systemInfo', 'otherIdentifyingInfo', () => ''),
  ],
};

describe.each(sampled(Object.entries(IDENTITY_LIES), 1))('a host that shows %s', (_what, lies) => {
  test('is not put into maintenance mode', async () => {
    expect(await rolledWith(lies, 'the beginning')).toMatchObject({ end: 'not tried host-differs', moves: [] });
  });

  test('is not rebooted, stays in maintenance mode, and stops its cluster, where it shows it there', async () => {
    expect(await rolledWith(lies, 'EnterMaintenanceMode_Task')).toMatchObject({
      end: 'failed host-differs',
      moves: MOVES.slice(0, 1),
      inMaintenance: true,
      wentOn: false,
    });
  });

  test('stays in maintenance mode where it shows it after its reboot', async () => {
    const rolled = await rolledWith(lies, 'RebootHost_Task');
    expect(rolled).toMatchObject({ end: 'failed worse', moves: MOVES.slice(0, 2), inMaintenance: true, wentOn: false });
  });
});

describe.each(sampled(Object.entries(UNTOLD_IDENTITY), 2))('a host that tells %s', (_what, lies) => {
  test('is not put into maintenance mode', async () => {
    expect(await rolledWith(lies, 'the beginning')).toMatchObject({ end: 'not tried unread', moves: [] });
  });

  test('is not rebooted, stays in maintenance mode, and stops its cluster, where it tells it there', async () => {
    expect(await rolledWith(lies, 'EnterMaintenanceMode_Task')).toMatchObject({
      end: 'failed unread',
      moves: MOVES.slice(0, 1),
      inMaintenance: true,
      wentOn: false,
    });
  });

  test('stays in maintenance mode where it tells it after its reboot', async () => {
    const rolled = await rolledWith(lies, 'RebootHost_Task');
    expect(rolled.end).toMatch(/^(?:indeterminate cannot-compare|failed worse)$/);
    expect(rolled).toMatchObject({ moves: MOVES.slice(0, 2), inMaintenance: true, wentOn: false });
  });
});

const VOLUMES = 'config.fileSystemVolume';
const PATHS = 'config.multipathState';
const NETWORK = 'config.network';
const ALARMS = 'triggeredAlarmState';
const mounts = (rewrite: (mount: string) => string): Lie =>
  lieOf(VOLUMES, (value) => value.replace(/<mountInfo>.*(?=<\/val>)/s, rewrite));
const ALARM = '<AlarmState><key>k</key><entity type="HostSystem">host-1</entity>';
const alarm = (status: string): string =>
  `${ALARM}<alarm type="Alarm">alarm-101</alarm><overallStatus>${status}</overallStatus></AlarmState>`;
const IPV6 = '<ipV6Config><autoConfigurationEnabled>true</autoConfigurationEnabled></ipV6Config>';

/** What a host has: each told in a way that does not say what it is. */
const STANDING_LIES: Readonly<Record<string, Lie>> = {
  'no datastores': untold(VOLUMES),
  'an empty list of datastores': mounts(() => ''),
  'a text for the datastores': lieOf(VOLUMES, () => '<val xsi:type="xsd:string">all</val>'),
  'the datastores twice': mounts((list) => list + list),
  'datastores without a name': member(VOLUMES, 'name', () => ''),
  'datastores that do not say whether they are accessible': member(VOLUMES, 'accessible', () => ''),
  'datastores whose state is none': member(VOLUMES, 'accessible', () => '<accessible>perhaps</accessible>'),
  'no storage paths': untold(PATHS),
  'an empty list of storage paths': member(PATHS, 'path', () => ''),
  'storage paths without a state': member(PATHS, 'pathState', () => ''),
  'storage paths in a state that is none': member(PATHS, 'pathState', () => '<pathState>fine</pathState>'),
  'storage paths without a name': member(PATHS, 'name', () => ''),
  'every storage path twice': member(PATHS, 'path', (path) => path + path),
  'no network': untold(NETWORK),
  'no uplinks': member(NETWORK, 'pnic', () => ''),
  'uplinks without a name': member(NETWORK, 'pnic', (nic) => nic.replace(/<device>.*?<\/device>/, '')),
  'uplinks without any link': member(NETWORK, 'linkSpeed', () => ''),
  'uplinks whose link is a text': member(NETWORK, 'linkSpeed', () => '<linkSpeed>fast</linkSpeed>'),
  'uplinks whose link is told twice': member(NETWORK, 'linkSpeed', (link) => link + link),
  'no VMkernel interfaces': member(NETWORK, 'vnic', () => ''),
  'VMkernel addresses that are none': member(NETWORK, 'ipAddress', () => '<ipAddress>somewhere</ipAddress>'),
  'no VMkernel addresses': member(NETWORK, 'ipAddress', () => ''),
  'VMkernel addresses of version 6 told twice': member(NETWORK, 'ipAddress', () => IPV6 + IPV6),
  'an alarm without its key': lieOf(
    ALARMS,
    () => `<val xsi:type="ArrayOfAlarmState">${alarm('green').replace('<key>k</key>', '')}</val>`,
  ),
  'an alarm told twice': lieOf(
    ALARMS,
    () => `<val xsi:type="ArrayOfAlarmState">${alarm('green')}${alarm('red')}</val>`,
  ),
  'an alarm without its state': lieOf(
    ALARMS,
    () => `<val xsi:type="ArrayOfAlarmState">${ALARM}<alarm type="Alarm">alarm-101</alarm></AlarmState></val>`,
  ),
  'an alarm that is none': lieOf(
    ALARMS,
    () => `<val xsi:type="ArrayOfAlarmState">${ALARM}<overallStatus>red</overallStatus></AlarmState></val>`,
  ),
  'a text for the alarms': lieOf(ALARMS, () => '<val xsi:type="xsd:string">none</val>'),
  'no boot time': untold('runtime.bootTime'),
  'a blank boot time': lieOf('runtime.bootTime', () => '<val xsi:type="xsd:dateTime"></val>'),
  'a number for a boot time': lieOf('runtime.bootTime', () => '<val xsi:type="xsd:dateTime">1</val>'),
  'no maintenance mode': untold('runtime.inMaintenanceMode'),
  'a maintenance mode that is none': lieOf(
    'runtime.inMaintenanceMode',
    () => '<val xsi:type="xsd:boolean">perhaps</val>',
  ),
  'no version': member('summary.config.product', 'version', () => ''),
  'no build': member('summary.config.product', 'build', () => ''),
  'two builds': member('summary.config.product', 'build', (build) => `${build}<build>1</build>`),
};

describe.each(sampled(Object.entries(STANDING_LIES), 6))('a host that tells %s', (_what, lie) => {
  test('is not begun', async () => {
    const { end, moves } = await rolledWith([lie], 'the beginning');
    expect(end).toMatch(/^not tried (?:unread|host-out-of-service)$/);
    expect(moves).toEqual([]);
  });

  test('is never taken out of maintenance mode after its reboot, nor is the next begun', async () => {
    const { end, moves, inMaintenance, wentOn } = await rolledWith([lie], 'RebootHost_Task');
    expect(end).toMatch(/^(?:indeterminate (?:cannot-compare|no-proof)|failed worse)$/);
    expect(moves).toEqual(MOVES.slice(0, 2));
    expect([inMaintenance, wentOn]).toEqual([true, false]);
  });
});

/** What a host that runs something else after its reboot shows. */
test.each([
  ['an older build', member('summary.config.product', 'build', () => '<build>1</build>'), 'its build is 1 instead of'],
  [
    'another version',
    member('summary.config.product', 'version', () => '<version>5.5.0</version>'),
    'its version is 5.5.0',
  ],
])('a host that comes back with %s is worse, and stays in maintenance mode', async (_what, lie, words) => {
  const rolled = await rolledWith([lie], 'RebootHost_Task');
  expect(rolled).toMatchObject({ end: 'failed worse', moves: MOVES.slice(0, 2), inMaintenance: true, wentOn: false });
  expect(rolled.detail).toContain(words);
});

test.each([
  ['blank', esxcliAnswers(UPTIME, long(''))],
  ['a bare structure', esxcliAnswers(UPTIME, '<obj/>')],
  ['a word', esxcliAnswers(UPTIME, long('long'))],
  ['a negative number', esxcliAnswers(UPTIME, long('-1'))],
  ['an empty list', esxcliAnswers(UPTIME, `<obj xmlns:xsi="${XSI}" xsi:type="ArrayOfDataObject"></obj>`)],
  ['a fault', esxcliFails(UPTIME, 'no such file')],
])('an uptime that is %s proves no boot', async (_what, lie) => {
  const rolled = await rolledWith([lie], 'RebootHost_Task');
  expect(rolled).toMatchObject({ end: 'indeterminate no-proof', moves: MOVES.slice(0, 2), inMaintenance: true });
});

const CONFIG = 'configurationEx';
const VSAN = 'drs: true, vsan: stretched';

/** How a cluster is set: each told in a way that does not say what it is. */
const CLUSTER_LIES: Readonly<Record<string, Lie>> = {
  'nothing of how it is set': untold(CONFIG),
  'a text for how it is set': lieOf(CONFIG, () => '<val xsi:type="xsd:string">well</val>'),
  'no vSAN': member(CONFIG, 'vsanConfigInfo', () => ''),
  'a vSAN that does not say whether it is on': member(CONFIG, 'vsanConfigInfo', () => '<vsanConfigInfo/>'),
  'vSAN twice': member(
    CONFIG,
    'vsanConfigInfo',
    (vsan) => `<vsanConfigInfo><enabled>false</enabled></vsanConfigInfo>${vsan}`,
  ),
  'no HA': member(CONFIG, 'dasConfig', () => ''),
  'an HA that does not say whether it is on': member(CONFIG, 'dasConfig', () => '<dasConfig/>'),
  'no DRS': member(CONFIG, 'drsConfig', () => ''),
  'DRS without its level': member(CONFIG, 'defaultVmBehavior', () => ''),
  'DRS twice': member(CONFIG, 'drsConfig', (drs) => drs + drs),
  'a VM that DRS treats otherwise, without saying how': member(
    CONFIG,
    'vsanConfigInfo',
    (vsan) => `<drsVmConfig><key type="VirtualMachine">vm-1</key></drsVmConfig>${vsan}`,
  ),
  'a VM whose switch of DRS is told twice': member(CONFIG, 'vsanConfigInfo', (vsan) => {
    const twice = '<enabled>true</enabled><enabled>false</enabled><behavior>fullyAutomated</behavior>';
    return `<drsVmConfig><key type="VirtualMachine">vm-1</key>${twice}</drsVmConfig>${vsan}`;
  }),
  'no hosts': lieOf('host', () => '<val xsi:type="ArrayOfManagedObjectReference"></val>'),
  'the hosts twice': lieOf('host', (value) =>
    value.replace(/(<ManagedObjectReference.*<\/ManagedObjectReference>)/s, '$1$1'),
  ),
};

test.each(sampled(Object.entries(CLUSTER_LIES), 4))(
  'in a cluster that tells %s no host is begun',
  async (_what, lie) => {
    for (const yaml of [ESTATE, estateText([{ settings: VSAN, hosts: ['name: a', 'name: b'] }])]) {
      expect(await rolledWith([lie], 'the beginning', yaml)).toMatchObject({ end: 'not tried unread', moves: [] });
    }
  },
);

test('a stretched vSAN cluster of which one host tells no fault domain is not taken for a plain one', async () => {
  const domain = 'config.vsanHostConfig.faultDomainInfo';
  const yaml = estateText([{ settings: VSAN, hosts: ['name: a', 'name: b'] }]);
  for (const lie of [
    untold(domain),
    lieOf(domain, () => '<val xsi:type="VsanHostFaultDomainInfo"/>'),
    // Blank of one host alone: the other still names its own.
    (answer: string) => answer.replace(new RegExp(`(<name>${domain}</name>.*?<name>)[^<]+`, 's'), '$1'),
  ]) {
    const { end, moves } = await rolledWith([lie], 'the beginning', yaml);
    expect(end).toMatch(/^not tried (?:unread|vsan-stretched)$/);
    expect(moves).toEqual([]);
  }
});

const NO_WORD_OF_DRS: Lie = (answer, { method }) =>
  method === 'ClusterEnterMaintenanceMode' ? answer.replace(/<returnval.*<\/returnval>|<returnval\/>/s, '') : answer;

test('DRS that answers nothing was not asked', async () => {
  const rolled = await rolledWith([NO_WORD_OF_DRS], 'the beginning');
  expect(rolled).toMatchObject({ end: 'failed unread', moves: [] });
});

const LIST = 'system.settings.kernel.list';
const setting = (fields: string): string =>
  `<DataObject xsi:type="S"><Name>iovDisableIR</Name><Type>Bool</Type><Default>TRUE</Default>${fields}</DataObject>`;
const GOOD = setting('<Configured>FALSE</Configured><Runtime>TRUE</Runtime>');
const list = (rows: string): string => `<obj xmlns:xsi="${XSI}" xsi:type="ArrayOfDataObject">${rows}</obj>`;

test.each([
  ['not at all', list('')],
  ['as a bare structure', '<obj/>'],
  ['twice, contradicting', list(GOOD + setting('<Configured>TRUE</Configured><Runtime>FALSE</Runtime>'))],
  ['without what runs', list(setting('<Configured>FALSE</Configured>'))],
  ['with a blank for what runs', list(setting('<Configured>FALSE</Configured><Runtime></Runtime>'))],
  ['under another name', list(GOOD.replace('iovDisableIR', 'other'))],
])(
  'a host that tells the wanted setting %s is not begun, and proves nothing after its reboot',
  async (_what, answer) => {
    const lie = esxcliAnswers(LIST, answer);
    expect(await rolledWith([lie], 'the beginning')).toMatchObject({ end: 'not tried unread', moves: [] });
    const after = await rolledWith([lie], 'RebootHost_Task');
    expect(after).toMatchObject({ end: 'indeterminate no-proof', moves: MOVES.slice(0, 2), inMaintenance: true });
  },
);
