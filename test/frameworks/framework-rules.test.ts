import { describe, expect, test } from 'vitest';
import { evaluateHost } from '../../src/evaluate/evaluate-host.ts';
import { controlAnswers } from '../../src/evidence/control-answers.ts';
import { withFrameworks } from '../../src/frameworks/framework-rules.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Framework } from '../../src/model/framework.ts';
import { exampleFacts } from '../../src/rules/example-facts.ts';
import { demandOf } from '../../src/rules/demand.ts';
import { allFrameworks, frameworksNamed } from '../../src/shipped/shipped-frameworks.ts';

const RULE = 'hardening/dcui-timeout';

async function judged(names: readonly string[], facts: Readonly<Record<string, unknown>>): Promise<readonly Finding[]> {
  const { rules } = await frameworksNamed(names);
  return evaluateHost(exampleFacts(facts), rules, new Map());
}

async function ofRule(
  names: readonly string[],
  facts: Readonly<Record<string, unknown>>,
  rule = RULE,
): Promise<Finding> {
  const found = (await judged(names, facts)).find((finding) => finding.rule === rule);
  if (found === undefined) throw new Error(`${rule} was not judged`);
  return found;
}

async function titlesBy(family: string): Promise<ReadonlyMap<string, string>> {
  return new Map((await frameworksNamed([family])).rules.map(({ id, title }) => [id, title]));
}

function statusOf(framework: Framework | undefined, id: string, findings: readonly Finding[]) {
  return framework === undefined
    ? undefined
    : controlAnswers(framework, findings).find(({ control }) => control.id === id)?.status;
}

test('frameworks of one family are for different releases', async () => {
  const all = await allFrameworks();
  for (const family of ['stig', 'scg']) {
    const releases = all.filter((one) => one.family === family).flatMap((one) => one.releases);
    expect(new Set(releases).size).toBe(releases.length);
  }
});

const at = (version: string, seconds: number) => ({
  'host.version': version,
  'option.UserVars.DcuiTimeOut': seconds,
});

describe('the release of a host', () => {
  test.each([
    ['7.0.3', 600, 'fail', 'stig-esxi-7', 'ESXI-70-000043'],
    ['7.0.3', 120, 'pass', 'stig-esxi-7', 'ESXI-70-000043'],
    ['8.0.3', 600, 'pass', 'stig-esxi-8', 'ESXI-80-000196'],
    ['9.0.2', 601, 'fail', 'readiness-esx-9', 'VCFE-9X-000201'],
  ])('%s with %d s is a %s by %s', async (version, seconds, verdict, framework, control) => {
    const { verdict: found, evidence } = await ofRule(['stig'], at(version, seconds));
    expect([found, evidence?.framework, evidence?.controls]).toEqual([verdict, framework, [control]]);
  });

  test.each(['6.7.0', '8.1.0', '80.0.1', '8.0'])(
    '%s is judged by no STIG, but where it begins one',
    async (version) => {
      const { verdict, evidence } = await ofRule(['stig'], at(version, 600));
      const isEight = version === '8.0';
      expect([verdict, evidence?.framework ?? null]).toEqual(
        isEight ? ['pass', 'stig-esxi-8'] : ['not-applicable', null],
      );
    },
  );

  test.each(['8', '08.0.3', '8.00.3', 'eight', '8.0.3 ', '8.0.3-x', '8..3'])(
    'that is no version (%j) decides nothing',
    async (version) => {
      const { verdict, reason, evidence } = await ofRule(['stig'], at(version, 600));
      expect([verdict, reason, evidence?.framework]).toEqual(['unknown', 'unexpected-answer', null]);
    },
  );

  test('that was not read leaves every control of every framework not reviewed', async () => {
    const { frameworks } = await frameworksNamed(['stig']);
    const findings = await judged(['stig'], { 'option.UserVars.DcuiTimeOut': 600 });
    expect(new Set(findings.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']));
    for (const framework of frameworks) {
      const statuses = controlAnswers(framework, findings).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set(['not_reviewed']));
    }
  });
});

test('two guides that want different values judge by both, under ids that tell them apart', async () => {
  const host = { 'host.version': '8.0.3', 'option.Security.AccountLockFailures': 4 };
  const verdictBy = async (family: string) =>
    (await ofRule(['stig-esxi-8', 'scg-8'], host, `hardening/account-lockout@${family}`)).verdict;
  expect([await verdictBy('stig'), await verdictBy('scg')]).toEqual(['fail', 'pass']);
});

test('a finding is as severe as the CAT of its control, and says what was asked for', async () => {
  const [framework] = (await frameworksNamed(['stig-esxi-8'])).frameworks;
  for (const finding of await judged(['stig-esxi-8'], { 'host.version': '8.0.3' })) {
    const controls = framework?.controls.filter(({ id }) => finding.evidence?.controls.includes(id) === true) ?? [];
    const worst = ['high', 'medium', 'low'].find((severity) =>
      controls.some((control) => control.severity === severity),
    );
    expect([finding.rule, finding.severity]).toEqual([finding.rule, worst]);
    expect(finding.evidence?.reads.length).toBeGreaterThan(0);
  }
});

test('what is chosen both ways is judged by the framework; a profile adds nothing', async () => {
  const { rules } = await frameworksNamed(['stig-esxi-8']);
  const plain = rules.slice(0, 3).map(({ frameworks: _frameworks, ...rule }) => rule);
  const [first, ...others] = plain;
  if (first === undefined) throw new Error('a framework has rules');
  const joined = withFrameworks([first, { ...first, id: 'ours/one' }], rules, { only: false });
  expect(joined.filter(({ id }) => id === first.id).map(({ frameworks }) => frameworks === undefined)).toEqual([false]);
  expect(joined).toHaveLength(rules.length + 1);
  expect(withFrameworks([first], rules, { only: true }).map(({ id }) => id)).toEqual([first.id]);
  expect(others).toHaveLength(2);
});

test('a rule whose value is another by the framework is called after its controls, not after its own value', async () => {
  const [stig, scg] = [await titlesBy('stig'), await titlesBy('scg')];
  expect(scg.get('hardening/account-lockout')).toContain('five');
  expect(stig.get('hardening/account-lockout')).toBe('An account is locked after a few failed logins');
  expect(stig.get(RULE)).toBe('An idle session at the console is logged out');
  expect(stig.get('hardening/lockdown-mode')).toBe(scg.get('hardening/lockdown-mode'));
});

test('everything that some framework judges by is read', async () => {
  const { rules } = await frameworksNamed(['stig', 'scg']);
  const demand = demandOf(rules);
  expect([...demand.advancedOptions]).toContain('Security.PasswordQualityControlPwquality');
  expect([...demand.esxcli.keys()]).toContain('system tls server get --showcurrentbootprofile="true"');
});

test('only the condition that the control names lets it not apply; an option that a host lacks does not', async () => {
  const [framework] = (await frameworksNamed(['stig-esxi-8'])).frameworks;
  const strict = 'ESXI-80-000234';
  const by = async (facts: Readonly<Record<string, unknown>>) =>
    statusOf(framework, strict, await judged(['stig-esxi-8'], { 'host.version': '8.0.3', ...facts }));
  const key = 'option.Syslog.global.certificate.strictX509Compliance';
  expect(await by({ 'option.Syslog.global.logHost': 'ssl://a:1514', [key]: 'absent' })).toBe('not_reviewed');
  expect(await by({ 'option.Syslog.global.logHost': 'absent', [key]: false })).toBe('not_reviewed');
  expect(await by({ 'option.Syslog.global.logHost': 'udp://a:514', [key]: false })).toBe('not_applicable');
  expect(await by({ 'option.Syslog.global.logHost': 'ssl://a:1514', [key]: false })).toBe('open');
});

describe('a list of the site', () => {
  const facts = { 'host.version': '8.0.3', 'option.Syslog.global.logHost': 'ssl://logs.example.com:1514' };
  const answer = async (parameters: ReadonlyMap<string, string>) => {
    const { rules, frameworks } = await frameworksNamed(['stig-esxi-8']);
    const findings = evaluateHost(exampleFacts(facts), rules, parameters);
    const { verdict, evidence } = findings.find(({ rule }) => rule === 'hardening/logs-remote') ?? {};
    return [verdict, evidence?.open !== undefined, statusOf(frameworks[0], 'ESXI-80-000114', findings)];
  };

  test('decides over a control that asks for it, and without it nobody does', async () => {
    expect(await answer(new Map())).toEqual(['pass', true, 'not_reviewed']);
    expect(await answer(new Map([['log-hosts', '["logs.example.com"]']]))).toEqual(['pass', false, 'not_a_finding']);
    expect(await answer(new Map([['log-hosts', '["other.example.com"]']]))).toEqual(['fail', false, 'open']);
  });
});

async function statuses(facts: Readonly<Record<string, unknown>>, ids: readonly string[]) {
  const { rules, frameworks } = await frameworksNamed(['stig-esxi-8']);
  const findings = evaluateHost(exampleFacts({ 'host.version': '8.0.3', ...facts }), rules, new Map());
  return ids.map((id) => statusOf(frameworks[0], id, findings));
}

describe('a control whose own text lets it not apply', () => {
  const ISCSI = ['ESXI-80-000145'];
  const DIRECTORY = ['ESXI-80-000049'];
  const SWITCHES = ['ESXI-80-000216', 'ESXI-80-000217', 'ESXI-80-000218', 'ESXI-80-000220'];

  test('does not where that was read, and nowhere else', async () => {
    const none = { 'host.iscsiAdapters': [], 'host.iscsiWithoutMutualChap': [] };
    expect(await statuses(none, ISCSI)).toEqual(['not_applicable']);
    expect(await statuses({}, ISCSI)).toEqual(['not_reviewed']);
    // Nobody can read whether each host has secrets of its own.
    const right = { 'host.iscsiAdapters': ['vmhba64'], 'host.iscsiWithoutMutualChap': [] };
    expect(await statuses(right, ISCSI)).toEqual(['not_reviewed']);
    const wrong = { 'host.iscsiAdapters': ['vmhba64'], 'host.iscsiWithoutMutualChap': ['vmhba64'] };
    expect(await statuses(wrong, ISCSI)).toEqual(['open']);
  });

  test('that is about users hangs on the accounts that a host has', async () => {
    const alone = { 'host.directory': 'absent', 'host.directoryStatus': 'notJoined' };
    const accounts = (...users: readonly string[]) => ({
      ...alone,
      esxcli: { 'system account list': users.map((user) => ({ UserID: user })) },
    });
    expect(await statuses(accounts('root', 'dcui', 'vpxuser'), DIRECTORY)).toEqual(['not_applicable']);
    expect(await statuses(accounts('root', 'jane'), DIRECTORY)).toEqual(['open']);
    expect(await statuses(accounts(), DIRECTORY)).toEqual(['not_reviewed']);
    expect(await statuses(alone, DIRECTORY)).toEqual(['not_reviewed']);
  });

  test('that is about standard switches hangs on there being one', async () => {
    const lists = {
      'host.networkPromiscuous': [],
      'host.networkMacChanges': [],
      'host.networkForgedTransmits': [],
      'host.guestTaggedPortGroups': [],
    };
    const status = (one: string) => SWITCHES.map(() => one);
    expect(await statuses({ ...lists, 'host.standardSwitches': [] }, SWITCHES)).toEqual(status('not_applicable'));
    // Whether a port group overrides the policy of its switch is for a person, of the three about that policy.
    expect(await statuses({ ...lists, 'host.standardSwitches': ['a'] }, SWITCHES)).toEqual([
      'not_reviewed',
      'not_reviewed',
      'not_reviewed',
      'not_a_finding',
    ]);
    expect(await statuses(lists, SWITCHES)).toEqual(status('not_reviewed'));
  });
});
