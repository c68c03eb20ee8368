import { expect, test } from 'vitest';
import { factOf, shown } from './shown.ts';

const LOCAL = '<authConfig xsi:type="HostLocalAuthenticationInfo"><enabled>true</enabled></authConfig>';

function info(...stores: readonly string[]): string {
  return `<val xsi:type="HostAuthenticationManagerInfo">${stores.join('')}</val>`;
}

function directory(members: string): string {
  return `<authConfig xsi:type="HostActiveDirectoryInfo">${members}</authConfig>`;
}

function both(answer: string | null): readonly unknown[] {
  return [shown(factOf('host.directory', answer)), shown(factOf('host.directoryStatus', answer))];
}

const DOMAIN = '<joinedDomain>example.com</joinedDomain>';

function joined(status: string): string {
  const members = `<enabled>true</enabled>${DOMAIN}<domainMembershipStatus>${status}</domainMembershipStatus>`;
  return info(LOCAL, directory(members));
}

test('a host tells the domain that it joined, and how the membership stands', () => {
  expect(both(joined('ok'))).toEqual(['example.com', 'ok']);
  expect(both(joined('clientTrustBroken'))).toEqual(['example.com', 'clientTrustBroken']);
  // The provider could not tell: so neither can we.
  expect(both(joined('unknown'))).toEqual(['example.com', 'unread']);
});

test('only an entry that says so proves that a host joined none, as a real one has it', () => {
  const off = '<enabled>false</enabled><smartCardAuthenticationEnabled>false</smartCardAuthenticationEnabled>';
  expect(both(info(LOCAL, directory(off)))).toEqual(['absent', 'notJoined']);
  expect(both(info(directory(off)))).toEqual(['absent', 'notJoined']);
});

test.each([
  ['nothing at all', null],
  ['an empty list', info()],
  ['local accounts alone', info(LOCAL)],
  ['another kind of value', '<val xsi:type="xsd:string">off</val>'],
  ['a list of something', '<val xsi:type="ArrayOfHostAuthenticationStoreInfo"><HostAuthenticationStoreInfo/></val>'],
  ['two entries', info(directory('<enabled>false</enabled>'), directory('<enabled>false</enabled>'))],
  [
    'an entry without a type',
    info('<authConfig><enabled>true</enabled></authConfig>', directory('<enabled>false</enabled>')),
  ],
  ['neither on nor off', info(LOCAL, directory('<enabled/>'))],
  ['on and off', info(directory('<enabled>false</enabled><enabled>true</enabled>'))],
  ['a domain while it is off', info(directory(`<enabled>false</enabled>${DOMAIN}`))],
  [
    'a membership while it is off',
    info(directory('<enabled>false</enabled><domainMembershipStatus>ok</domainMembershipStatus>')),
  ],
  [
    'no domain while it is on',
    info(directory('<enabled>true</enabled><domainMembershipStatus>ok</domainMembershipStatus>')),
  ],
  ['no status while it is on', info(directory(`<enabled>true</enabled>${DOMAIN}`))],
  [
    'a status that there is not',
    info(directory(`<enabled>true</enabled>${DOMAIN}<domainMembershipStatus>fine</domainMembershipStatus>`)),
  ],
  [
    'two domains',
    info(directory(`<enabled>true</enabled>${DOMAIN}${DOMAIN}<domainMembershipStatus>ok</domainMembershipStatus>`)),
  ],
])('%s is unread', (_, answer) => {
  expect(both(answer)).toEqual(['unread', 'unread']);
});
