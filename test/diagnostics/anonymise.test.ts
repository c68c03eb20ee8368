import { type Arbitrary, assert, constantFrom, domain, ipV4, ipV6, oneof, property, uuid } from 'fast-check';
import { expect, test } from 'vitest';
import { anonymise } from '../../src/support/anonymise.ts';
import { Pseudonyms } from '../../src/support/pseudonyms.ts';

/** Long enough not to stand in a pseudonym by chance. */
const identity: Arbitrary<string> = oneof(uuid(), ipV4(), ipV6(), domain()).filter((text) => text.length > 8);
const place = constantFrom('name', 'val', 'value', 'hostName', 'somethingNew', 'description');

test('what identifies a host is replaced wherever it stands, inside an esxcli document too', () => {
  assert(
    property(identity, place, (text, name) => {
      const inner = `<r><${name}>${text}</${name}></r>`;
      const escaped = inner.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      const made = anonymise(`<a><${name}>${text}</${name}><response>${escaped}</response></a>`, new Pseudonyms());
      expect(made).not.toContain(text);
      // The same for the same: what belonged together still does.
      const [, first] = /<\w+>([^<]+)</.exec(made ?? '') ?? [];
      expect(made?.split(first ?? '?')).toHaveLength(3);
    }),
  );
});

test('forms are kept, so that what reads them still can', () => {
  const names = new Pseudonyms();
  expect(names.for('10.1.2.3')).toMatch(/^198\.18\.\d+\.\d+$/);
  expect(names.for('fe80::1')).toMatch(/^2001:db8::[0-9a-f]+$/);
  expect(names.for('aa:bb:cc:dd:ee:ff')).toMatch(/^02:00:00:00:[0-9a-f]{2}:[0-9a-f]{2}$/);
  expect(names.for('3f2504e0-4f89-11d3-9a0c-0305e82c3301')).toMatch(/^[0-9a-f-]{36}$/);
  expect(names.for('esx01.corp.example')).toMatch(/\.anonymous\.example$/);
  expect(new Set(Array.from({ length: 600 }, (_, n) => names.for(`10.9.${n >> 8}.${n & 255}`))).size).toBe(600);
});

test('numbers that identify are replaced, others stay', () => {
  const made = anonymise(
    '<h><serialNumber>12345678</serialNumber><memorySize>12345678</memorySize></h>',
    new Pseudonyms(),
  );
  expect(made).toBe('<h><serialNumber>text-1</serialNumber><memorySize>12345678</memorySize></h>');
});

test('ids of managed objects and words of vSphere stay; an attribute that nobody knows does not', () => {
  const made = anonymise(
    '<o xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><obj type="HostSystem" serverGuid="52a1">host-12</obj><val xsi:type="x">connected</val></o>',
    new Pseudonyms(),
  );
  expect(made).toContain('<obj type="HostSystem" serverGuid="text-1">host-12</obj>');
  expect(made).toContain('>connected<');
});

test('what is no XML, or brings a document type, is left out', () => {
  for (const text of ['', 'esx01 is down', '<a>', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>']) {
    expect(anonymise(text, new Pseudonyms())).toBeNull();
  }
});
