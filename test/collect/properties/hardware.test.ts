import { describe, expect, test } from 'vitest';
import { PROPERTY_READERS } from '../../../src/collect/properties.ts';
import type { VimElement } from '../../../src/vim/element.ts';
import { parseXml } from '../../../src/vim/xml-reader.ts';
import { HOST } from '../../evaluate/facts.ts';
import { factOf, shown } from './shown.ts';

function bios(...members: readonly string[]): string {
  return `<val xsi:type="HostBIOSInfo"><biosVersion>U30</biosVersion>${members.join('')}</val>`;
}

describe('how a host was booted', () => {
  test.each(['BIOS', 'UEFI'])('%s', (type) => {
    expect(shown(factOf('host.firmwareType', bios(`<firmwareType>${type}</firmwareType>`)))).toBe(type);
  });

  test.each([
    ['nothing at all', null],
    ['a structure of an older server', bios()],
    ['an empty word', bios('<firmwareType/>')],
    ['another word', bios('<firmwareType>efi</firmwareType>')],
    ['a cut word', bios('<firmwareType>UEF</firmwareType>')],
    ['two words', bios('<firmwareType>UEFI</firmwareType><firmwareType>BIOS</firmwareType>')],
    ['the same word twice', bios('<firmwareType>UEFI</firmwareType><firmwareType>UEFI</firmwareType>')],
    ['a list', bios('<firmwareType xsi:type="ArrayOfString"><string>UEFI</string></firmwareType>')],
    ['a text', '<val xsi:type="xsd:string">UEFI</val>'],
  ])('%s is unread, and never absent', (_, answer) => {
    expect(shown(factOf('host.firmwareType', answer))).toBe('unread');
  });
});

const boolean = (word: string) => `<val xsi:type="xsd:boolean">${word}</val>`;
const text = (word: string) => `<val xsi:type="xsd:string">${word}</val>`;

function tpm(supported: string | null, version: string | null) {
  const reader = PROPERTY_READERS['host.tpmVersion'];
  if (reader.kind !== 'told') throw new Error('the TPM stands in the properties of the host');
  const told = [
    ['capability.tpmSupported', supported],
    ['capability.tpmVersion', version],
  ].flatMap(([path, answer]): (readonly [string, VimElement])[] => {
    const typed = answer?.replace('<val', '<val xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"');
    return typed === undefined || typeof path !== 'string' ? [] : [[path, parseXml(typed)]];
  });
  const content = { object: { type: 'HostSystem', value: 'host-1' }, properties: new Map(told), missing: new Map() };
  return shown(reader.from(content, HOST));
}

describe('the TPM', () => {
  test('has a version, or is not there where both properties say so', () => {
    expect(tpm(boolean('true'), text('2.0'))).toBe('2.0');
    expect(tpm(boolean('true'), text('1.2'))).toBe('1.2');
    // As a real host without one has it.
    expect(tpm(boolean('false'), null)).toBe('absent');
  });

  test.each([
    ['one without a version', boolean('true'), null],
    ['none with a version', boolean('false'), text('2.0')],
    ['none with an empty version', boolean('false'), text('')],
    ['a version alone', null, text('2.0')],
    ['neither', null, null],
    ['a word for a truth', boolean('perhaps'), text('2.0')],
    ['a version that is none', boolean('true'), text('two')],
  ])('%s is unread', (_, supported, version) => {
    expect(tpm(supported, version)).toBe('unread');
  });
});

const long = (word: string) => shown(factOf('host.memoryMiB', `<val xsi:type="xsd:long">${word}</val>`));

describe('memory', () => {
  test('is whole MiB of what the host tells in bytes', () => {
    expect(long('17178767360')).toBe('16382');
    expect(long('4294430720')).toBe('4095');
  });

  test.each(['', '0', '1048575', '-1', '17 GB', '1.5e10', '99999999999999999999'])('%j is unread', (word) => {
    expect(long(word)).toBe('unread');
  });
});

function device(id: string, members: Readonly<Record<string, number | string>>): string {
  const told = { id, vendorId: -32634, deviceId: 29072, subVendorId: 5549, subDeviceId: 6518, ...members };
  const inside = Object.entries(told).map(([name, value]) => (value === '' ? '' : `<${name}>${value}</${name}>`));
  return `<HostPciDevice>${inside.join('')}</HostPciDevice>`;
}

function devices(...items: readonly string[]): unknown {
  return shown(factOf('host.pciDevices', `<val xsi:type="ArrayOfHostPciDevice">${items.join('')}</val>`));
}

describe('PCI devices', () => {
  test('numbers are signed on the wire', () => {
    expect(devices(device('0000:00:00.0', {}), device('0000:3b:00.0', { deviceId: 5490, subDeviceId: -1 }))).toEqual([
      '8086:7190:15ad:1976',
      '8086:1572:15ad:ffff',
    ]);
    expect(devices(device('0', { vendorId: 32902 }))).toEqual(['8086:7190:15ad:1976']);
  });

  test.each([
    ['no device', []],
    ['a device without a number', [device('0', { subDeviceId: '' })]],
    ['a number of more than 16 bits', [device('0', { deviceId: 70_000 })]],
    ['a number below all signed ones', [device('0', { deviceId: -32_769 })]],
    ['a number that is none', [device('0', { deviceId: '0x1572' })]],
    ['a doubled number', [device('0', {}).replace('<deviceId>', '<deviceId>1</deviceId><deviceId>')]],
    ['a place where no device is', [device('0', { vendorId: -1 })]],
    ['two devices in one place', [device('0', {}), device('0', {})]],
    ['a device without a place', [device('', {})]],
    ['one of several that is garbled', [device('0', {}), device('1', { vendorId: '' })]],
  ])('%s is unread', (_, items) => {
    expect(devices(...items)).toBe('unread');
  });
});
