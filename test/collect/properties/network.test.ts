import { describe, expect, test } from 'vitest';
import type { PropertyFactName } from '../../../src/model/property-facts.ts';
import { factOf, shown } from './shown.ts';

function group(name: string, vlan: string | null, more = ''): string {
  const id = vlan === null ? '' : `<vlanId>${vlan}</vlanId>`;
  const spec = `<spec><name>${name}</name>${id}${more}<vswitchName>vSwitch0</vswitchName></spec>`;
  return `<portgroup><key>key-${name}</key><computedPolicy/>${spec}</portgroup>`;
}

const SWITCH = '<vswitch><name>vSwitch0</name><key>key-vSwitch0</key></vswitch>';
const DISTRIBUTED = '<proxySwitch><dvsName>DSwitch</dvsName></proxySwitch>';

function network(...parts: readonly string[]): string {
  return `<val xsi:type="HostNetworkInfo">${parts.join('')}</val>`;
}

function facts(answer: string | null): readonly unknown[] {
  const names: readonly PropertyFactName[] = [
    'host.standardSwitches',
    'host.guestTaggedPortGroups',
    'host.portGroupVlans',
  ];
  return names.map((name) => shown(factOf(name, answer)));
}

describe('standard switches', () => {
  test('tell the VLANs of their port groups', () => {
    expect(
      facts(network(SWITCH, group('VM', '0'), group('Trunk', '4095'), group('App', '20'), group('Db', '20'))),
    ).toEqual([['vSwitch0'], ['Trunk'], ['0', '20', '4095']]);
    expect(facts(network(SWITCH))).toEqual([['vSwitch0'], [], []]);
  });

  test('are none where the host tells of distributed ones alone', () => {
    expect(facts(network(DISTRIBUTED))).toEqual([[], [], []]);
  });

  test.each([
    ['no VLAN', group('VM', null)],
    ['two VLANs', group('VM', '0', '<vlanId>4095</vlanId>')],
    ['a text', group('VM', 'none')],
    ['a VLAN that there is not', group('VM', '4096')],
    ['a negative one', group('VM', '-1')],
  ])('%s in one port group leaves the VLANs of all unread', (_, odd) => {
    expect(facts(network(SWITCH, group('App', '20'), odd))).toEqual([['vSwitch0'], 'unread', 'unread']);
  });

  test.each([
    ['nothing at all', null],
    ['an empty answer', network()],
    ['a port group of a switch that is not listed', network(group('VM', '0'))],
    ['a switch that comes twice', network(SWITCH, SWITCH)],
    ['another kind of value', '<val xsi:type="xsd:string">vSwitch0</val>'],
  ])('%s is unread', (_, answer) => {
    expect(facts(answer)).toEqual(['unread', 'unread', 'unread']);
  });
});

function service(name: string, ...adapters: readonly string[]): string {
  const selected = adapters.map((vmk) => `<selectedVnic>${name}.key-vim.host.VirtualNic-${vmk}</selectedVnic>`);
  return `<netConfig><nicType>${name}</nicType><multiSelectAllowed>true</multiSelectAllowed>${selected.join('')}</netConfig>`;
}

function services(...entries: readonly string[]): string {
  return `<val xsi:type="HostVirtualNicManagerInfo">${entries.join('')}</val>`;
}

function shared(answer: string | null): readonly unknown[] {
  const names: readonly PropertyFactName[] = ['host.managementShared', 'host.vmotionShared', 'host.vsanShared'];
  return names.map((name) => shown(factOf(name, answer)));
}

describe('VMkernel adapters', () => {
  test('carry one service each, or several', () => {
    expect(shared(services(service('management', 'vmk0'), service('vmotion', 'vmk1'), service('vsan')))).toEqual([
      [],
      [],
      [],
    ]);
    expect(
      shared(
        services(
          service('management', 'vmk0'),
          service('vmotion', 'vmk0', 'vmk1'),
          service('vsan', 'vmk1'),
          service('vsanWitness', 'vmk1'),
        ),
      ),
    ).toEqual([['vmk0 vmotion'], ['vmk0 management', 'vmk1 vsan', 'vmk1 vsanWitness'], ['vmk1 vmotion']]);
  });

  test('are named by keys of the older form, too', () => {
    const key = '<selectedVnic>VMotionConfig.vmotion.key-vim.host.VirtualNic-vmk0</selectedVnic>';
    const vmotion = `<netConfig><nicType>vmotion</nicType>${key}</netConfig>`;
    expect(shared(services(service('management', 'vmk0'), vmotion))[0]).toEqual(['vmk0 vmotion']);
  });

  test.each([
    ['nothing at all', null],
    ['an empty answer', services()],
    ['no entry for management', services(service('vmotion', 'vmk1'))],
    ['no entry for vMotion', services(service('management', 'vmk0'))],
    ['no adapter for management', services(service('management'), service('vmotion', 'vmk1'))],
    [
      'a service that comes twice',
      services(service('management', 'vmk0'), service('vmotion'), service('vmotion', 'vmk0')),
    ],
    ['a service without a name', services(service('management', 'vmk0'), service('vmotion'), service(''))],
    ['a key that names no adapter', services(service('management', 'vmk0'), service('vmotion', 'other'))],
    [
      'a key of another kind',
      services(
        service('management', 'vmk0'),
        service('vmotion'),
        '<netConfig><nicType>vsan</nicType><selectedVnic><key>vmk0</key></selectedVnic></netConfig>',
      ),
    ],
    ['another kind of value', '<val xsi:type="xsd:string">vmk0</val>'],
  ])('%s is unread', (_, answer) => {
    expect(shared(answer)).toEqual(['unread', 'unread', 'unread']);
  });
});
