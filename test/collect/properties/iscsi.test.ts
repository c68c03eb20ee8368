import { expect, test } from 'vitest';
import { factOf, shown } from './shown.ts';

const DISKS = adapter('HostParallelScsiHba', 'vmhba0', '');

function adapter(type: string | null, device: string, members: string): string {
  const typed = type === null ? '' : ` xsi:type="${type}"`;
  return `<HostHostBusAdapter${typed}><device>${device}</device><status>online</status>${members}</HostHostBusAdapter>`;
}

function chap(own: string, mutual: string, more = ''): string {
  return (
    `<authenticationProperties><chapAuthEnabled>${own !== 'chapProhibited'}</chapAuthEnabled>` +
    `<chapAuthenticationType>${own}</chapAuthenticationType>` +
    `<mutualChapAuthenticationType>${mutual}</mutualChapAuthenticationType>${more}</authenticationProperties>`
  );
}

const REQUIRED = chap('chapRequired', 'chapRequired');
const INHERITED = '<chapInherited>true</chapInherited><mutualChapInherited>true</mutualChapInherited>';

function iscsi(members: string, device = 'vmhba64'): string {
  return adapter('HostInternetScsiHba', device, `${members}<iScsiName>iqn.1998-01.com.vmware:a</iScsiName>`);
}

function target(members: string): string {
  return `<configuredSendTarget><address>192.0.2.30</address>${members}</configuredSendTarget>`;
}

function list(...adapters: readonly string[]): string {
  return `<val xsi:type="ArrayOfHostHostBusAdapter">${adapters.join('')}</val>`;
}

function both(answer: string | null): readonly unknown[] {
  return [shown(factOf('host.iscsiAdapters', answer)), shown(factOf('host.iscsiWithoutMutualChap', answer))];
}

test('a list of adapters without one of iSCSI proves that there is none', () => {
  expect(both(list(DISKS))).toEqual([[], []]);
});

test('CHAP counts where both sides require it', () => {
  expect(both(list(DISKS, iscsi(REQUIRED)))).toEqual([['vmhba64'], []]);
  for (const properties of [
    chap('chapPreferred', 'chapRequired'),
    chap('chapRequired', 'chapProhibited'),
    chap('chapProhibited', 'chapProhibited'),
    '<authenticationProperties><chapAuthEnabled>false</chapAuthEnabled><chapAuthenticationType>chapRequired</chapAuthenticationType><mutualChapAuthenticationType>chapRequired</mutualChapAuthenticationType></authenticationProperties>',
  ]) {
    expect(both(list(iscsi(properties)))).toEqual([['vmhba64'], ['vmhba64']]);
  }
});

test('a target is as its adapter unless it says otherwise', () => {
  const own = chap('chapDiscouraged', 'chapProhibited', INHERITED.replaceAll('true', 'false'));
  expect(both(list(iscsi(REQUIRED + target(chap('chapDiscouraged', 'chapProhibited', INHERITED)))))).toEqual([
    ['vmhba64'],
    [],
  ]);
  expect(both(list(iscsi(REQUIRED + target(own))))).toEqual([['vmhba64'], ['vmhba64 192.0.2.30']]);
  const cannot =
    '<authenticationCapabilities><targetChapSettable>false</targetChapSettable></authenticationCapabilities>';
  expect(both(list(iscsi(cannot + REQUIRED + target(''))))).toEqual([['vmhba64'], []]);
});

test('an adapter that lacks what says how it authenticates is there all the same', () => {
  for (const members of [
    '',
    REQUIRED + REQUIRED,
    '<authenticationProperties/>',
    '<authenticationProperties><chapAuthEnabled>true</chapAuthEnabled></authenticationProperties>',
    chap('chapRequired', 'required'),
    REQUIRED + target(''),
    REQUIRED + target('<authenticationProperties><chapInherited>true</chapInherited></authenticationProperties>'),
    REQUIRED + '<configuredStaticTarget/>',
  ]) {
    expect(both(list(iscsi(members)))).toEqual([['vmhba64'], 'unread']);
  }
});

test.each([
  ['nothing at all', null],
  ['an empty list', list()],
  ['another kind of value', '<val xsi:type="xsd:string">none</val>'],
  ['a list of something else', '<val xsi:type="ArrayOfString"><string>vmhba0</string></val>'],
  ['a list that does not say what it is', `<val>${DISKS}</val>`],
  ['an adapter without a type', list(DISKS, adapter(null, 'vmhba64', ''))],
  ['an adapter of a type that is none', list(DISKS, adapter('UnheardOf', 'vmhba64', ''))],
  ['an adapter that says another type', list(adapter('HostBlockHba', 'vmhba64', '<iScsiName>iqn.a</iScsiName>'))],
  ['an adapter without a name', list(adapter('HostBlockHba', '', ''))],
  ['an adapter that comes twice', list(DISKS, DISKS)],
])('%s is unread', (_, answer) => {
  expect(both(answer)).toEqual(['unread', 'unread']);
});
