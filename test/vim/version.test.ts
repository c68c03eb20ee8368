import { expect, test } from 'vitest';
import { ladderVersion, negotiateVersion, VERSION_LADDER } from '../../src/vim/version.ts';

function offer(version: string, ...prior: readonly string[]): string {
  const list = prior.map((each) => `<version>${each}</version>`).join('');
  return (
    '<?xml version="1.0"?><namespaces version="1.0"><namespace><name>urn:vsan</name><version>9.0.0.0</version></namespace>' +
    `<namespace><name>urn:vim25</name><version>${version}</version><priorVersions>${list}</priorVersions></namespace></namespaces>`
  );
}

test('the first version of our own ladder that the server names is taken', () => {
  expect(negotiateVersion(offer('uA046D008', '8.0.3.0', '8.0.2.0', '6.5'))).toBe('8.0.3.0');
  expect(negotiateVersion(offer('6.5', '6.0', '5.5'))).toBe('6.5');
  expect(negotiateVersion(offer('12.0.0.0', '8.0.2.0'))).toBe('8.0.2.0');
});

test('versions of other namespaces do not count', () => {
  expect(negotiateVersion(offer('6.5'))).toBe('6.5');
});

test('a server that shares no version gives null', () => {
  expect(negotiateVersion(offer('4.1', '4.0', '2.5u2'))).toBeNull();
  expect(negotiateVersion('<namespaces/>')).toBeNull();
});

test('every version of the ladder can be negotiated', () => {
  for (const version of VERSION_LADDER) expect(negotiateVersion(offer(version))).toBe(version);
});

test.each([
  ['8.0.3.0', '8.0.3.0'],
  ['8.0.0.2', '8.0.0.1'],
  ['9.1.0.0', '9.0.0.0'],
  ['6.7.1', '6.7'],
  ['5.0', '5.0'],
  ['4.1', null],
  ['', null],
  ['8', null],
  ['uA046D008', null],
  ['8.0.3.0-beta', null],
])('a server that says it has API %s is spoken to in %s', (told, version) => {
  expect(ladderVersion(told)).toBe(version);
});
