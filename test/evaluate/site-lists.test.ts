import { describe, expect, test } from 'vitest';
import { entryIssue, isListed, siteListIn, siteParameters } from '../../src/checks/values/site-lists.ts';
import { judge } from '../../src/evaluate/judge-rule.ts';
import type { Check, SingleCheck } from '../../src/model/check.ts';
import { SITE_LIST_NAMES, type SiteListName, type SiteLists } from '../../src/model/site-lists.ts';
import { exampleFacts } from '../../src/rules/example-facts.ts';

const LISTED: readonly (readonly [SiteListName, string, string, boolean])[] = [
  ['log-hosts', 'ssl://logs.example.com:1514', 'logs.example.com', true],
  ['log-hosts', 'ssl://LOGS.example.com.:1514', 'logs.example.com', true],
  [
    'log-hosts',
    'ssl://logs.example.com:1514?formatter=RFC_5424&framing=octet_counting',
    'ssl://logs.example.com:1514',
    true,
  ],
  ['log-hosts', 'udp://logs.example.com:1514', 'ssl://logs.example.com:1514', false],
  ['log-hosts', 'ssl://logs.example.com:6514', 'ssl://logs.example.com:1514', false],
  ['log-hosts', 'logs.example.com', 'ssl://logs.example.com', false],
  ['log-hosts', 'tcp://[2001:db8::5]:514', '[2001:db8::5]', true],
  ['log-hosts', 'logs.example.com.evil.example', 'logs.example.com', false],
  ['log-hosts', 'logs.example.com;evil.example', 'logs.example.com', false],
  ['log-hosts', 'evil.example/logs.example.com', 'logs.example.com', false],
  ['time-servers', 'Time.example.com.', 'time.example.com', true],
  ['time-servers', 'time.example.com.evil.example', 'time.example.com', false],
  ['certificate-issuers', 'CN=Issuing CA 3,O=Example,C=US', 'O=Example', true],
  ['certificate-issuers', 'CN=Issuing CA 3, O = "Example, Inc.", C=US', 'O=Example\\, Inc.,c=US', true],
  ['certificate-issuers', 'CN="x, O=Example",O=Other', 'O=Example', false],
  ['certificate-issuers', 'CN=x\\,O=Example,O=Other', 'O=Example', false],
  ['certificate-issuers', 'CN=Example', 'O=Example', false],
  ['certificate-issuers', 'O=Example Evil', 'O=Example', false],
  ['certificate-issuers', 'CN="unended,O=Example', 'O=Example', false],
  [
    'consent-texts',
    '{bgcolor:black}{color:yellow} You are  accessing\n a system {/color} of ours.',
    'You are accessing a system of ours.',
    true,
  ],
  ['consent-texts', 'You are accessing a system.', 'You are accessing a system of ours.', false],
  ['exception-users', 'backup', 'backup', true],
  ['exception-users', 'Backup', 'backup', false],
  ['local-accounts', 'root', 'backup', true],
  ['local-accounts', 'vpxuser', 'backup', true],
  ['local-accounts', 'root2', 'backup', false],
  ['guest-tagged-port-groups', 'Trunk', 'Trunk', true],
  ['native-vlans', '1', '1', true],
  ['native-vlans', '11', '1', false],
  ['reserved-vlans', '1010', '1001-1024', true],
  ['reserved-vlans', '1025', '1001-1024', false],
];

test.each(LISTED)('of %s, %s is in a list of %s: %s', (list, found, entry, listed) => {
  expect(isListed(list, found, [entry])).toBe(listed);
});

test.each([
  ['log-hosts', 'http://logs.example.com'],
  ['log-hosts', 'two hosts'],
  ['certificate-issuers', 'Example'],
  ['certificate-issuers', 'O='],
  ['consent-texts', '{color:yellow}'],
  ['native-vlans', 'one'],
  ['reserved-vlans', '1024-1001'],
  ['reserved-vlans', '4096'],
] as const)('an entry of %s cannot be %s', (list, entry) => {
  expect(entryIssue(list, entry)).not.toBe(null);
});

test('a list is what was given, and nothing where that is no list', () => {
  for (const list of SITE_LIST_NAMES) {
    expect(siteListIn(list, siteParameters({ [list]: ['a', 'b'] }))).toEqual(['a', 'b']);
    for (const text of ['', 'a', '{}', '[]', '[1]', '"a"', '[', 'null']) {
      expect(siteListIn(list, new Map([[list, text]]))).toBe(null);
    }
  }
});

const LOGS = 'option.Syslog.global.logHost';
const logs: SingleCheck = {
  kind: 'advancedOption',
  key: 'Syslog.global.logHost',
  operator: { op: 'listedIn', list: 'log-hosts' },
};

function judged(check: Check, facts: Readonly<Record<string, unknown>>, lists: SiteLists = {}) {
  const { verdict, open } = judge(exampleFacts(facts), check, siteParameters(lists));
  return [verdict, open === null ? null : 'open'];
}

function seconds(value: number) {
  return { [LOGS]: 'logs.example.com', 'option.UserVars.DcuiTimeOut': value };
}

describe('a list that is expected', () => {
  test('is compared where the site gave it, and leaves the control open where not', () => {
    expect(judged(logs, { [LOGS]: 'logs.example.com' })).toEqual(['pass', 'open']);
    expect(judged(logs, { [LOGS]: 'logs.example.com' }, { 'log-hosts': ['logs.example.com'] })).toEqual(['pass', null]);
    expect(judged(logs, { [LOGS]: 'logs.example.com' }, { 'log-hosts': ['other'] })).toEqual(['fail', null]);
    expect(judged(logs, { [LOGS]: ' , ' })).toEqual(['fail', null]);
    expect(judged(logs, { [LOGS]: 'unread' }, { 'log-hosts': ['other'] })).toEqual(['unknown', null]);
    expect(judged(logs, { [LOGS]: 'absent' })).toEqual(['not-applicable', null]);
  });

  test('leaves open what it is a part of, unless another part is enough', () => {
    const dcui: SingleCheck = {
      kind: 'advancedOption',
      key: 'UserVars.DcuiTimeOut',
      operator: { op: 'equals', value: 600 },
    };
    const all: Check = { kind: 'all', checks: [logs, dcui] };
    const any: Check = { kind: 'any', checks: [logs, dcui] };
    expect(judged(all, seconds(600))).toEqual(['pass', 'open']);
    expect(judged(all, seconds(0))).toEqual(['fail', null]);
    expect(judged(any, seconds(600))).toEqual(['pass', null]);
    expect(judged(any, seconds(0))).toEqual(['pass', 'open']);
    expect(judged({ kind: 'not', check: logs }, seconds(0))).toEqual(['unknown', null]);
  });
});

function excepted(...names: readonly string[]) {
  return { 'host.lockdownExceptions': names };
}

test('exceptions are none until the site names some', () => {
  const users: SingleCheck = {
    kind: 'property',
    name: 'host.lockdownExceptions',
    operator: { op: 'listedIn', list: 'exception-users' },
  };
  expect(judged(users, excepted())).toEqual(['pass', null]);
  expect(judged(users, excepted('backup'))).toEqual(['fail', null]);
  expect(judged(users, excepted('backup'), { 'exception-users': ['backup', 'agent'] })).toEqual(['pass', null]);
  expect(judged(users, excepted('backup', 'jane'), { 'exception-users': ['backup'] })).toEqual(['fail', null]);
});

test('what is unwanted is so only where the site says it', () => {
  const vlans: SingleCheck = {
    kind: 'property',
    name: 'host.portGroupVlans',
    operator: { op: 'notListedIn', list: 'native-vlans' },
  };
  const facts = { 'host.portGroupVlans': ['0', '1'] };
  expect(judged(vlans, facts)).toEqual(['pass', 'open']);
  expect(judged(vlans, facts, { 'native-vlans': ['1'] })).toEqual(['fail', null]);
  expect(judged(vlans, facts, { 'native-vlans': ['2'] })).toEqual(['pass', null]);
  expect(judged(vlans, { 'host.portGroupVlans': [] })).toEqual(['pass', null]);
});

function rows(...users: readonly string[]) {
  return { esxcli: { 'system account list': users.map((user) => ({ UserID: user })) } };
}

test('accounts without root are no list of accounts', () => {
  const accounts: SingleCheck = {
    kind: 'esxcli',
    command: ['system', 'account', 'list'],
    arguments: {},
    where: {},
    field: 'UserID',
    list: false,
    operator: { op: 'listedIn', list: 'local-accounts' },
  };
  expect(judged(accounts, rows('root', 'dcui'))).toEqual(['pass', null]);
  expect(judged(accounts, rows('root', 'jane'))).toEqual(['fail', null]);
  expect(judged(accounts, rows('jane'))).toEqual(['unknown', null]);
  expect(judged(accounts, rows())).toEqual(['unknown', null]);
});
