import { expect, test } from 'vitest';
import { readBootDevice } from '../../../src/collect/circumstances/boot.ts';
import { readHostProfiles } from '../../../src/collect/circumstances/host-profiles.ts';
import { readBase, readStagedBase, readStagedImage } from '../../../src/collect/circumstances/staged-image.ts';
import { readClusterProfiles } from '../../../src/collect/circumstances/surroundings.ts';
import { HostEsxcli } from '../../../src/collect/host-esxcli.ts';
import { openSession, type Session } from '../../../src/connect/session.ts';
import { answer, type Answer, CREDENTIALS, fault, startVcenter } from '../../connect/support/vcenter.ts';

type Answers = Readonly<Record<string, Answer>>;

/** Runs against a server with canned answers. */
async function withServer<T>(answers: Answers, ask: (session: Session) => Promise<T>): Promise<T> {
  await using vcenter = await startVcenter(answers);
  await using session = await openSession(vcenter.trusted(), CREDENTIALS);
  return await ask(session);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** An answer of esxcli: an object of that type, with that content. */
function esxcli(type: string, content: string): Answer {
  const document = `<obj xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${type}">${content}</obj>`;
  return () => answer('ExecuteSoap', `<returnval><response>${escaped(document)}</response></returnval>`);
}

const EXECUTER: Answers = {
  RetrieveManagedMethodExecuter: () =>
    answer('RetrieveManagedMethodExecuter', '<returnval type="ReflectManagedMethodExecuter">e-1</returnval>'),
};

function onHost<T>(ExecuteSoap: Answer, ask: (esxcli: HostEsxcli) => Promise<T>): Promise<T> {
  return withServer({ ...EXECUTER, ExecuteSoap }, (session) => ask(new HostEsxcli(session, { moid: 'host-1' })));
}

test.each([
  ['a disk', '<BootFilesystemUUID>u</BootFilesystemUUID><BootNIC/><StatelessBootNIC/>', 'disk'],
  ['a disk, the cards not told', '<BootFilesystemUUID>u</BootFilesystemUUID>', 'disk'],
  ['a card', '<BootFilesystemUUID/><BootNIC>00:50:56</BootNIC><StatelessBootNIC/>', 'stateless'],
  ['a card beside a disk', '<BootFilesystemUUID>u</BootFilesystemUUID><BootNIC>00:50:56</BootNIC>', 'disk'],
  [
    'the card of a stateless boot',
    '<BootFilesystemUUID> </BootFilesystemUUID><BootNIC/><StatelessBootNIC>x</StatelessBootNIC>',
    'stateless',
  ],
])('a host that booted from %s', async (_name, content, device) => {
  const reading = await onHost(esxcli('VimEsxCLIsystembootdevicegetDevice', content), readBootDevice);
  expect(reading).toEqual({ kind: 'read', value: device });
});

test.each([
  ['neither a file system nor a card', esxcli('VimEsxCLIx', '<BootFilesystemUUID/><BootNIC/><StatelessBootNIC/>')],
  ['no file system, the cards not told', esxcli('VimEsxCLIx', '<BootFilesystemUUID/>')],
  ['no field that is known', esxcli('VimEsxCLIsystembootdevicegetDevice', '<Other>1</Other>')],
  ['no row', esxcli('ArrayOfDataObject', '')],
  ['two rows', esxcli('ArrayOfDataObject', '<DataObject/><DataObject/>')],
  ['a scalar', esxcli('xsd:string', 'disk')],
  ['nothing at all', () => answer('ExecuteSoap')],
  ['a fault', () => fault('NotFound')],
])('a boot device of which esxcli answers %s is not read', async (_name, reply) => {
  expect((await onHost(reply, readBootDevice)).kind).toBe('unread');
});

function vib(name: string, version: string): string {
  return `<DataObject><Name>${name}</Name><Version>${version}</Version></DataObject>`;
}

/** Answers for the rebooting image and for the running one. */
function images(rebooting: string, running: string): Answer {
  return (call) => esxcli('ArrayOfDataObject', call.body.includes('rebootingimage') ? rebooting : running)(call);
}

const RUNNING = vib('esx-base', '1') + vib('vsan', '1');

test.each([
  ['no packages', images('', RUNNING), { kind: 'read', value: false }],
  [
    'the same packages in another order',
    images(vib('vsan', '1') + vib('esx-base', '1'), RUNNING),
    { kind: 'read', value: false },
  ],
  ['a newer package', images(vib('esx-base', '2') + vib('vsan', '1'), RUNNING), { kind: 'read', value: true }],
  ['a package less', images(vib('esx-base', '1'), RUNNING), { kind: 'read', value: true }],
  ['packages without names', images('<DataObject><ID>x</ID></DataObject>', RUNNING), { kind: 'unread' }],
  ['packages, and none that runs', images(RUNNING, ''), { kind: 'unread' }],
  ['a fault', () => fault('SystemError'), { kind: 'unread' }],
] as const)('a rebooting image with %s', async (_name, reply, expected) => {
  expect(await onHost(reply, readStagedImage)).toMatchObject(expected);
});

test.each([
  ['nothing is staged', images('', RUNNING), { kind: 'absent' }],
  ['the running image is listed', images(RUNNING, RUNNING), { kind: 'absent' }],
  [
    'a newer esx-base is staged',
    images(vib('esx-base', '2') + vib('vsan', '1'), RUNNING),
    { kind: 'read', value: '2' },
  ],
  ['a driver is staged', images(vib('esx-base', '1') + vib('vsan', '2'), RUNNING), { kind: 'read', value: '1' }],
  ['an image without esx-base is staged', images(vib('vsan', '2'), RUNNING), { kind: 'unread' }],
  [
    'esx-base is staged twice',
    images(vib('esx-base', '2') + vib('esx-base', '3'), RUNNING),
    { kind: 'unread', problem: { code: 'contradiction' } },
  ],
  ['a fault comes', () => fault('SystemError'), { kind: 'unread' }],
] as const)('the esx-base of the next boot where %s', async (_name, reply, expected) => {
  expect(await onHost(reply, readStagedBase)).toMatchObject(expected);
});

test.each([
  ['one', RUNNING, { kind: 'read', value: '1' }],
  ['none', vib('vsan', '1'), { kind: 'unread' }],
  ['nothing', '', { kind: 'unread' }],
  ['two', RUNNING + RUNNING, { kind: 'unread' }],
  ['one without a version', '<DataObject><Name>esx-base</Name></DataObject>', { kind: 'unread' }],
] as const)('the esx-base that runs, where the list has %s', async (_name, running, expected) => {
  expect(await onHost(images('', running), (esxcli) => readBase(esxcli))).toMatchObject(expected);
});

const CONTENT =
  '<rootFolder type="Folder">group-d1</rootFolder><propertyCollector type="PropertyCollector">pc</propertyCollector>' +
  '<viewManager type="ViewManager">vm</viewManager><about><apiType>VirtualCenter</apiType></about>' +
  '<sessionManager type="SessionManager">sm</sessionManager>';
const PROFILES: Answers = {
  RetrieveServiceContent: () =>
    answer(
      'RetrieveServiceContent',
      `<returnval>${CONTENT}<hostProfileManager type="HostProfileManager">HPM</hostProfileManager></returnval>`,
    ),
};

function objects(...contents: readonly string[]): ReturnType<typeof answer> {
  const all = contents.map((content) => `<objects>${content}</objects>`).join('');
  return answer('RetrievePropertiesEx', `<returnval>${all}</returnval>`);
}

function morefs(name: string, ...references: readonly string[]): string {
  return `<propSet><name>${name}</name><val xsi:type="ArrayOfManagedObjectReference">${references.join('')}</val></propSet>`;
}

const MANAGER = '<obj type="HostProfileManager">HPM</obj>';
const REFUSED =
  '<fault><fault xsi:type="NoPermission"><privilegeId>Profile.View</privilegeId></fault><localizedMessage>no</localizedMessage></fault>';
const ONE_PROFILE =
  MANAGER + morefs('profile', '<ManagedObjectReference type="HostProfile">hp-1</ManagedObjectReference>');
const GOLD =
  '<obj type="HostProfile">hp-1</obj><propSet><name>name</name><val xsi:type="xsd:string">Gold</val></propSet>';

/** First the manager is asked for its profiles, then each of those. */
function profiles(manager: string, profile: string): Promise<unknown> {
  const RetrievePropertiesEx: Answer = ({ body }) =>
    body.includes('>HPM<') ? objects(manager) : objects(...(profile === '' ? [] : [profile]));
  return withServer({ ...PROFILES, RetrievePropertiesEx }, (session) => readHostProfiles(session));
}

test('a host profile is found on hosts and clusters', async () => {
  const entities = ['HostSystem">host-1', 'ClusterComputeResource">domain-c1'].map(
    (entity) => `<ManagedObjectReference type="${entity}</ManagedObjectReference>`,
  );
  expect(await profiles(ONE_PROFILE, GOLD + morefs('entity', ...entities))).toEqual({
    kind: 'read',
    value: new Map([
      ['HostSystem:host-1', 'Gold'],
      ['ClusterComputeResource:domain-c1', 'Gold'],
    ]),
  });
});

test('no profile and no attachment are knowledge where the server tells that there is none', async () => {
  const none = { kind: 'read', value: new Map() };
  expect(await profiles(MANAGER + morefs('profile'), '')).toEqual(none);
  expect(await profiles(ONE_PROFILE, GOLD + morefs('entity'))).toEqual(none);
});

test('no manager, no list of profiles and no list of attachments are unread', async () => {
  const unread = { kind: 'unread', problem: expect.objectContaining({ code: 'not-reported' }) };
  expect(await withServer({}, (session) => readHostProfiles(session))).toEqual(unread);
  expect(await profiles(MANAGER, '')).toEqual(unread);
  expect(await profiles(ONE_PROFILE, GOLD)).toEqual(unread);
});

test('profiles that the account may not see, or that come garbled, are unread', async () => {
  const hidden = `${MANAGER}<missingSet><path>profile</path>${REFUSED}</missingSet>`;
  expect(await profiles(hidden, '')).toMatchObject({
    kind: 'unread',
    problem: { code: 'no-permission', detail: expect.stringContaining('Profile.View') },
  });
  expect(await profiles(ONE_PROFILE, '')).toMatchObject({ kind: 'unread' });
  const partly = `<obj type="HostProfile">hp-1</obj><missingSet><path>entity</path>${REFUSED}</missingSet>`;
  expect(await profiles(ONE_PROFILE, partly)).toMatchObject({ kind: 'unread' });
  const garbled = GOLD + morefs('entity', '<ManagedObjectReference>host-1</ManagedObjectReference>');
  expect(await profiles(ONE_PROFILE, garbled)).toMatchObject({ kind: 'unread' });
  const refused = { ...PROFILES, RetrievePropertiesEx: () => fault('NoPermission') };
  expect(await withServer(refused, (session) => readHostProfiles(session))).toMatchObject({ kind: 'unread' });
});

const CLUSTER = { type: 'ClusterComputeResource', value: 'domain-c1' };

test.each([
  [
    'true',
    '<propSet><name>configManagerEnabled</name><val xsi:type="xsd:boolean">true</val></propSet>',
    { kind: 'read', value: true },
  ],
  ['unset', '', { kind: 'read', value: false }],
  [
    'garbled',
    '<propSet><name>configManagerEnabled</name><val xsi:type="xsd:string">perhaps</val></propSet>',
    { kind: 'unread' },
  ],
  ['refused', `<missingSet><path>configManagerEnabled</path>${REFUSED}</missingSet>`, { kind: 'unread' }],
] as const)('a configuration profile of a cluster that is %s', async (_name, content, expected) => {
  const object = `<obj type="ClusterComputeResource">domain-c1</obj>${content}`;
  const found = await withServer({ RetrievePropertiesEx: () => objects(object) }, (session) =>
    readClusterProfiles(session, [CLUSTER], {}),
  );
  expect(found.get('ClusterComputeResource:domain-c1')).toMatchObject(expected);
});

test('a call for clusters that fails tells nothing of any of them', async () => {
  const answers = { RetrievePropertiesEx: () => fault('InvalidProperty', '<name>configManagerEnabled</name>') };
  expect(await withServer(answers, (session) => readClusterProfiles(session, [CLUSTER], {}))).toEqual(new Map());
});
