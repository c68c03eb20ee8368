import { expect, test } from 'vitest';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { scanOf } from '../support/scans.ts';

/** What a scan tells of hosts whose firmware says what is given here, by name. */
async function identitiesOf(hosts: readonly string[]): Promise<ReadonlyMap<string, readonly (string | null)[]>> {
  await using vcenter = await simulatedVcenter(`
datacenters:
  - name: DC
    clusters: [{ name: C1, hosts: [${hosts.join(', ')}] }]
`);
  const { hosts: scanned } = await scanOf([connectionTo(vcenter)], { rules: [] });
  return new Map(scanned.map(({ name, serial, uuid }) => [name, [serial, uuid]]));
}

const UUID = '33353437-3536-5a43-3233-343630305030';

const SERIALS = [
  ['of 6.7 and newer', `serial: CZ3346005P`, 'CZ3346005P'],
  ['of a host of 6.0', `version: 6.0.0, serial: CZ3346005P`, 'CZ3346005P'],
  ['of the chassis alone', `version: 6.0.0, serial: '', serviceTags: [], enclosureSerial: CHASSIS1`, null],
  [
    'beside that of the chassis',
    `version: 6.0.0, serial: '', serviceTags: [CHASSIS1, BLADE7], enclosureSerial: CHASSIS1`,
    'BLADE7',
  ],
  [
    'of two tags, either of which may be the chassis',
    `version: 6.0.0, serial: '', serviceTags: [CHASSIS1, BLADE7]`,
    null,
  ],
  [
    'of a rack server, whose box is its chassis',
    `version: 6.0.0, serial: '', serviceTags: [BOX1], enclosureSerial: BOX1`,
    'BOX1',
  ],
] as const;

test.each(SERIALS)('the serial number %s', async (_what, said, serial) => {
  const found = await identitiesOf([`{ name: esx, uuid: ${UUID}, ${said} }`]);
  expect(found.get('esx')).toEqual([serial, UUID]);
});

const PLACEHOLDERS = [
  'To be filled by O.E.M.',
  'To Be Filled By O.E.M',
  'Default string',
  'None',
  'N/A',
  '0123456789',
  '123456789',
  'System Serial Number',
  'Not Specified',
  'Chassis Serial Number',
  '00000000',
  '........',
  'XXXXXXXXXX',
  '  ',
];

test.each(PLACEHOLDERS)('%s is no serial number', async (serial) => {
  const found = await identitiesOf([`{ name: esx, uuid: ${UUID}, serial: '${serial}', enclosureSerial: CHASSIS1 }`]);
  expect(found.get('esx')).toEqual([null, UUID]);
});

const SHARED = [
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  '03000200-0400-0500-0006-000700080009',
  '00020003-0004-0005-0006-000700080009',
  '12345678-1234-5678-90AB-CDDEEFAABBCC',
];

test.each(SHARED)('%s is no hardware UUID', async (uuid) => {
  const found = await identitiesOf([`{ name: esx, uuid: '${uuid}', serial: CZ3346005P }`]);
  expect(found.get('esx')).toEqual(['CZ3346005P', null]);
});

test('numbers that look odd and are none of these stay', async () => {
  const found = await identitiesOf([
    `{ name: a, uuid: 00000000-0000-0000-0000-ac1f6b123456, serial: '12345' }`,
    `{ name: b, uuid: ${UUID}, serial: 'VMware-42 1d 0f' }`,
    `{ name: c, uuid: ${UUID}, serial: '1000000' }`,
  ]);
  expect(found.get('b')).toEqual(['VMware-42 1d 0f', UUID]);
  expect(found.get('c')).toEqual(['1000000', UUID]);
  expect(found.get('a')?.[1]).toBe('00000000-0000-0000-0000-ac1f6b123456');
});
