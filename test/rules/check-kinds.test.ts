import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parseRule } from '../../src/rules/parse-rule.ts';
import { testRule } from '../../src/rules/rule-tester.ts';

const HEAD = { id: 'test/kind', title: 'It is so', severity: 'low', because: 'of the test' };

function parsed(parts: object) {
  return parseRule({
    file: 'f.yaml',
    id: 'test/kind',
    text: stringify({ ...HEAD, ...parts }, { aliasDuplicateObjects: false }),
  });
}

function mistakes(parts: object): readonly string[] {
  const result = parsed(parts);
  return 'mistakes' in result ? result.mistakes.map(({ text }) => text) : [];
}

const pass = (facts: object) => ({ facts, verdict: 'pass', state: 'compliant' });
const fail = (facts: object) => ({ facts, verdict: 'fail', state: 'non-compliant' });
const other = (facts: object, verdict: string) => ({ facts, verdict });

test.each([
  [
    'advancedOption',
    {
      check: { advancedOption: { key: 'UserVars.DcuiTimeOut', between: [1, 600] } },
      remedy: { advancedOption: { key: 'UserVars.DcuiTimeOut', value: 600 } },
    },
    [
      pass({ 'option.UserVars.DcuiTimeOut': 600 }),
      fail({ 'option.UserVars.DcuiTimeOut': { type: 'long', value: 0 } }),
      other({ 'option.UserVars.DcuiTimeOut': 'absent' }, 'not-applicable'),
      other({ 'option.UserVars.DcuiTimeOut': 'unread' }, 'unknown'),
    ],
  ],
  [
    'service',
    {
      check: { service: { key: 'ntpd', running: true, policy: 'on' } },
      remedy: { service: { key: 'ntpd', running: true, policy: 'on' } },
    },
    [
      pass({ services: { ntpd: { running: true, policy: 'on' } } }),
      fail({ services: { ntpd: { running: true, policy: 'off' } } }),
      other({ services: {} }, 'not-applicable'),
      other({ services: 'unread' }, 'unknown'),
    ],
  ],
  [
    'property',
    { check: { property: { name: 'host.lockdownMode', oneOf: ['lockdownNormal', 'lockdownStrict'] } } },
    [
      pass({ 'host.lockdownMode': 'lockdownNormal' }),
      fail({ 'host.lockdownMode': 'lockdownDisabled' }),
      other({ 'host.lockdownMode': 'absent' }, 'not-applicable'),
      other({}, 'unknown'),
    ],
  ],
  [
    'a list',
    { check: { property: { name: 'host.networkPromiscuous', absent: true } } },
    [pass({ 'host.networkPromiscuous': [] }), fail({ 'host.networkPromiscuous': ['vSwitch0'] })],
  ],
  [
    'release',
    { check: { release: { atLeast: { '8.0': 24022510 } } } },
    [
      pass({ 'host.version': '8.0.3', 'host.build': 24022510, 'host.bootTime': '2024-07-01T00:00:00Z' }),
      fail({ 'host.version': '8.0.2', 'host.build': 22380479 }),
      other({}, 'unknown'),
    ],
  ],
  [
    'vib',
    { check: { vib: { name: 'scsi-hpsa', atLeast: '6.0' } } },
    [
      pass({ vibs: { 'scsi-hpsa': { version: '6.0.0.1' } } }),
      fail({ vibs: { 'scsi-hpsa': { version: '5.5' } } }),
      other({ vibs: {} }, 'not-applicable'),
    ],
  ],
  [
    'esxcli',
    { check: { esxcli: { command: 'system settings encryption get', field: 'Mode', equals: 'TPM' } } },
    [
      pass({ esxcli: { 'system settings encryption get': [{ Mode: 'TPM' }] } }),
      fail({ esxcli: { 'system settings encryption get': [{ Mode: 'None' }] } }),
      other({ esxcli: { 'system settings encryption get': 'unread' } }, 'unknown'),
    ],
  ],
  [
    'a single value of esxcli',
    { check: { esxcli: { command: 'software acceptance get', oneOf: ['VMwareCertified', 'PartnerSupported'] } } },
    [
      pass({ esxcli: { 'software acceptance get': 'PartnerSupported' } }),
      fail({ esxcli: { 'software acceptance get': 'CommunitySupported' } }),
    ],
  ],
  [
    'firewallRuleset',
    {
      check: { firewallRuleset: { key: 'vic-engine', enabled: false } },
      remedy: { firewallRuleset: { key: 'vic-engine', enabled: false } },
    },
    [
      pass({ firewall: { rulesets: { 'vic-engine': { enabled: false, opens: [], allowed: 'all' } } } }),
      fail({ firewall: { rulesets: { 'vic-engine': { enabled: true, opens: [], allowed: 'all' } } } }),
      other({ firewall: { rulesets: { ntp: { enabled: true, opens: [], allowed: 'all' } } } }, 'not-applicable'),
      other({ firewall: { rulesets: {} } }, 'unknown'),
    ],
  ],
  [
    'several joined',
    {
      appliesTo: {
        any: [{ 'host.vendor': { equals: 'HP' } }, { 'host.vendor': { equals: 'HPE' } }],
        not: { 'host.model': { matches: 'Gen10' } },
      },
      check: {
        all: [
          { service: { key: 'ntpd', running: true } },
          { not: { property: { name: 'host.ntpServers', absent: true } } },
        ],
      },
    },
    [
      pass({
        'host.vendor': 'HP',
        'host.model': 'x',
        services: { ntpd: { running: true, policy: 'on' } },
        'host.ntpServers': ['a'],
      }),
      fail({
        'host.vendor': 'HPE',
        'host.model': 'x',
        services: { ntpd: { running: true, policy: 'on' } },
        'host.ntpServers': [],
      }),
      other({ 'host.vendor': 'Dell', 'host.model': 'x' }, 'not-applicable'),
      other({ 'host.vendor': 'HP', 'host.model': 'Gen10' }, 'not-applicable'),
      other({ 'host.vendor': 'HP' }, 'unknown'),
    ],
  ],
])('a rule about %s is read, and its examples and the hiding law hold', (_, parts, examples) => {
  const result = parsed({ ...parts, examples });
  expect('rule' in result ? testRule(result.rule) : result.mistakes).toEqual([]);
});

const EXAMPLES = [pass({}), fail({})];

test.each([
  [
    { advancedOption: { key: 'DcuiTimeOut', equals: 1 } },
    'check > advancedOption > key: the key of an advanced option was expected, such as UserVars.DcuiTimeOut',
  ],
  [
    { property: { name: 'host.lockdownmode', equals: 'x' } },
    'unknown fact "host.lockdownmode": did you mean "host.lockdownMode"?',
  ],
  [
    { property: { name: 'host.rebootRequired', equals: 'maybe' } },
    'check > property > equals: true or false was expected',
  ],
  [{ property: { name: 'host.version', atLeast: 8 } }, 'check > property > atLeast: a version was expected (quote it)'],
  [{ service: { key: 'ntpd' } }, 'check > service: running, policy or both were expected'],
  [{ service: { key: 'ntpd', policy: true } }, 'check > service > policy: one of on, off, automatic was expected'],
  [
    { release: { atLeast: { eight: 1 } } },
    "check > release > atLeast > eight: a version such as '8.0.3', or a line such as '8.0', was expected",
  ],
  [
    { release: { atLeast: { '8.0.3': 24585300 } } },
    'check > release > atLeast > 8.0.3: build 24585300 is one of 8.0.2',
  ],
  [
    { release: { notOlderThan: 'yesterday' } },
    'check > release > notOlderThan: a date such as 2024-06-25 was expected',
  ],
  [{ vib: { name: 'x', atLeast: 'new' } }, 'check > vib > atLeast: a version such as 8.0.3 was expected'],
  [
    { esxcli: { command: 'system settings kernel set', equals: 1 } },
    'check > esxcli > command: a command that ends in get or list was expected',
  ],
  [
    { esxcli: { command: 'reboot', equals: 1 } },
    'check > esxcli > command: words such as system settings encryption get were expected',
  ],
  [
    { esxcli: { command: 'system health report get', equals: 1 } },
    'check > esxcli > command: a command that is known to change nothing was expected (docs/writing-rules.md says which are)',
  ],
  [
    { esxcli: { command: 'software vibs list', present: true } },
    expect.stringContaining('did you mean "software vib list"?'),
  ],
  [{ firewallRuleset: { key: '*', enabled: true } }, 'check > firewallRuleset: enabled is asked of one ruleset'],
  [{ all: [] }, 'check > all: a list of at least 1 entries was expected'],
  [{ all: [{ servise: {} }] }, expect.stringContaining('unknown key "servise": did you mean "service"?')],
])('a mistake in a check is told in its place: %j', (check, said) => {
  expect(mistakes({ check, examples: EXAMPLES })).toContainEqual(said);
});

const SHELL = { key: 'TSM-SSH', running: false, policy: 'off' };

test.each([
  [
    { check: { service: SHELL }, remedy: { service: SHELL } },
    'remedy: TSM-SSH is told, and never changed by a machine: a remedy was not expected',
  ],
  [
    {
      check: { advancedOption: { key: 'Security.PasswordMaxDays', equals: 90 } },
      remedy: { advancedOption: { key: 'Security.PasswordMaxDays', value: 90 } },
    },
    expect.stringContaining('never changed by a machine'),
  ],
  [
    {
      check: { kernelSetting: { name: 'execInstalledOnly', equals: true } },
      remedy: { kernelSetting: { name: 'execInstalledOnly', value: true } },
    },
    expect.stringContaining('never changed by a machine'),
  ],
  [
    { check: { advancedOption: { key: 'A.b', equals: 1 } }, remedy: { advancedOption: { key: 'A.b', value: 2 } } },
    'remedy: the remedy would not satisfy the check: 2 is not what it wants',
  ],
  [
    { check: { advancedOption: { key: 'A.b', equals: 1 } }, remedy: { advancedOption: { key: 'A.c', value: 1 } } },
    'remedy: the remedy sets A.c, but the check reads A.b',
  ],
  [
    { check: { service: { ...SHELL, key: 'ntpd' } }, remedy: { service: { key: 'ntpd', running: true } } },
    expect.stringContaining('would not satisfy the check'),
  ],
  [
    {
      check: { firewallRuleset: { key: 'a', enabled: true } },
      remedy: { firewallRuleset: { key: 'a', enabled: false } },
    },
    expect.stringContaining('would not satisfy the check'),
  ],
  [
    { check: { all: [{ service: SHELL }] }, remedy: { service: SHELL } },
    'remedy: several checks that are joined have no remedy',
  ],
])('a remedy that no machine should carry out, or that would not help, is refused: case %#', (parts, said) => {
  expect(mistakes({ ...parts, examples: EXAMPLES })).toContainEqual(said);
});

test('a profile needs examples of its own, and an example a profile that is there', () => {
  const check = { advancedOption: { key: 'A.b', equals: 5 } };
  const profiles = { stig: { check: { advancedOption: { key: 'A.b', equals: 3 } } } };
  const examples = [pass({ 'option.A.b': 5 }), fail({ 'option.A.b': 3 })];
  expect(mistakes({ check, profiles, examples })).toEqual([
    'examples: an example of the profile stig with the verdict pass was expected',
    'examples: an example of the profile stig with the verdict fail was expected',
  ]);
  const stig = [
    { ...pass({ 'option.A.b': 3 }), profile: 'stig' },
    { ...fail({ 'option.A.b': 5 }), profile: 'stig' },
  ];
  const result = parsed({ check, profiles, examples: [...examples, ...stig] });
  expect('rule' in result ? testRule(result.rule) : result.mistakes).toEqual([]);
  expect(mistakes({ check, examples: [...examples, ...stig] })).toContain('examples: the rule has no profile stig');
});

test('a check that is nested without end is refused, not fatal', () => {
  const deep = `${'{ not: '.repeat(3000)}{ service: { key: a, running: true } }${' }'.repeat(3000)}`;
  const text = `${stringify({ ...HEAD, examples: EXAMPLES })}check: ${deep}\n`;
  const result = parseRule({ file: 'f.yaml', id: 'test/kind', text });
  expect('mistakes' in result && result.mistakes[0]?.text).toMatch(/nested too deeply/);
});

test.each([
  { firewallRuleset: { key: 'sshServer', enabled: false } },
  { service: { key: 'tsm-ssh', running: false } },
  { service: { key: 'vpxa', running: false } },
  { advancedOption: { key: 'User.execInstalledOnly', value: true } },
  { advancedOption: { key: 'Config.HostAgent.plugins.hostsvc.esxAdminsGroup', value: 'x' } },
  { advancedOption: { key: 'Config.HostAgent.plugins.solo.enableMob', value: true } },
])('ways into a host are not changed by a machine: %j', (remedy) => {
  const [[kind, { value, ...parts }]] = Object.entries(remedy) as [[string, Record<string, unknown>]];
  const check = { [kind]: value === undefined ? parts : { ...parts, equals: value } };
  expect(mistakes({ check, remedy, examples: EXAMPLES }).join()).toContain('never changed by a machine');
});

test('a boot setting is asked for by its own kind, which knows what runs', () => {
  const check = { advancedOption: { key: 'VMkernel.Boot.iovDisableIR', equals: false } };
  expect(mistakes({ check, examples: EXAMPLES }).join()).toContain('asked for as kernelSetting');
});

test.each([
  'System Settings Kernel List',
  'system.settings.kernel.list',
  'system settings kernel set get',
  'system settings kernel list\nreboot get',
  'system settings kernel list\n',
  'system settings kernel  list',
  'system settings kern\u0435l list',
  'system settings kernel l\u0131st',
  'system settings kernel list</method><method>vim.EsxCLI.system.shutdown.reboot',
  'system shutdown reboot get',
  'system-settings kernel list',
  'software sources vib list',
  '../system settings kernel list',
])('a command that is not known to change nothing is refused when the rule is loaded: %j', (command) => {
  expect(mistakes({ check: { esxcli: { command, present: true } }, examples: EXAMPLES })).toContainEqual(
    expect.stringMatching(/^check > esxcli > command: (words such as|a command that is known)/),
  );
});

test.each(['http://depot/x', '/tmp/x', '<option>', 'a\nb', '$(reboot)', '`reboot`', 'a;b', "a'b", 'a\u202eb', ''])(
  'an argument that may be more than the name of a thing is refused when the rule is loaded: %j',
  (vibname) => {
    const esxcli = { command: 'software vib list', arguments: { vibname }, present: true };
    expect(mistakes({ check: { esxcli }, examples: EXAMPLES })).toContainEqual(
      expect.stringContaining('check > esxcli > arguments > vibname: a plain text was expected'),
    );
  },
);
