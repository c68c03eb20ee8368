import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import {
  esxcliAnswers,
  esxcliFails,
  type Lie,
  lieOf,
  lyingVcenter,
  type LyingVcenter,
  member,
  XSI,
} from './lying-vcenter.ts';
import {
  ALLOWED,
  appliedOnce,
  type Change,
  KERNEL,
  OPTION,
  planOf,
  RULESET,
  SERVICE,
  told,
  wrongEstate,
} from './support.ts';

const LIST = 'system.settings.kernel.list';
const SET = 'system.settings.kernel.set';

function row(values: Readonly<Record<string, string>>): string {
  const fields = {
    Name: 'iovDisableIR',
    Type: 'Bool',
    Default: 'TRUE',
    Configured: 'TRUE',
    Runtime: 'TRUE',
    ...values,
  };
  return `<DataObject xsi:type="VimEsxCLIsystemsettingskernellistSettingsKernel">${Object.entries(fields)
    .map(([name, text]) => `<${name}>${text}</${name}>`)
    .join('')}</DataObject>`;
}

function list(...rows: readonly string[]): string {
  return `<obj xmlns:xsi="${XSI}" xsi:type="ArrayOfDataObject">${rows.join('')}</obj>`;
}

/** Every way to answer `kernel list -o iovDisableIR` without telling what it is. */
const KERNEL_LIES: Readonly<Record<string, Lie>> = {
  'a fault of the command': esxcliFails(LIST, 'Unable to load the settings'),
  'a bare structure': esxcliAnswers(LIST, '<obj/>'),
  'an empty list': esxcliAnswers(LIST, list()),
  'a text': esxcliAnswers(LIST, `<obj xmlns:xsi="${XSI}" xsi:type="xsd:string">TRUE</obj>`),
  'a page in HTML': esxcliAnswers(LIST, '<html><body>busy</body></html>'),
  'another setting': esxcliAnswers(LIST, list(row({ Name: 'execInstalledOnly' }))),
  'two rows that contradict each other': esxcliAnswers(LIST, list(row({}), row({ Configured: 'FALSE' }))),
  'two rows that agree': esxcliAnswers(LIST, list(row({}), row({}))),
  'a value that is no truth value': esxcliAnswers(LIST, list(row({ Configured: 'maybe' }))),
  'a blank value': esxcliAnswers(LIST, list(row({ Configured: '' }))),
  'no runtime value': esxcliAnswers(LIST, list(row({}).replace(/<Runtime>.*<\/Runtime>/, ''))),
};

const FIREWALL = (rewrite: (value: string) => string): Lie => lieOf('firewallInfo', rewrite);
const VIC = /<ruleset>(?:(?!<\/ruleset>).)*<key>vic-engine<\/key>.*?<\/ruleset>/s;
const ofVic = (rewrite: (ruleset: string) => string): Lie => FIREWALL((value) => value.replace(VIC, rewrite));

/** Every way to tell the rulesets without telling that of vic-engine. */
const FIREWALL_LIES: Readonly<Record<string, Lie>> = {
  'no rulesets': FIREWALL((value) => value.replace(/<ruleset>.*<\/ruleset>/s, '')),
  'a text for a structure': FIREWALL(() => '<val xsi:type="xsd:string">fine</val>'),
  'the ruleset twice': ofVic((ruleset) => ruleset + ruleset),
  'the ruleset twice, contradicting': ofVic((ruleset) => ruleset.replace(/<enabled>false/, '<enabled>true') + ruleset),
  'a ruleset without a key': ofVic((ruleset) => ruleset.replace(/<key>.*?<\/key>/, '')),
};
const STATE_LIES: Readonly<Record<string, Lie>> = {
  'a ruleset without its state': ofVic((ruleset) => ruleset.replace(/<enabled>.*?<\/enabled>/, '')),
  'a state that is none': ofVic((ruleset) => ruleset.replace(/<enabled>.*?<\/enabled>/, '<enabled>perhaps</enabled>')),
  'two states': ofVic((ruleset) =>
    ruleset.replace(/<enabled>.*?<\/enabled>/, '<enabled>false</enabled><enabled>true</enabled>'),
  ),
};
const withNetwork = (network: string): Lie =>
  ofVic((ruleset) => ruleset.replace(/<allIp>/, `<ipNetwork>${network}</ipNetwork><allIp>`));
const LIST_LIES: Readonly<Record<string, Lie>> = {
  'no list': ofVic((ruleset) => ruleset.replace(/<allowedHosts>.*<\/allowedHosts>/s, '')),
  'a network without its length': withNetwork('<network>198.51.100.0</network>'),
  'a network of 33 bits': withNetwork('<network>198.51.100.0</network><prefixLength>33</prefixLength>'),
  'a network of no address': withNetwork('<network>somewhere</network><prefixLength>24</prefixLength>'),
  'an address that is none': ofVic((ruleset) => ruleset.replace(/<allIp>/, '<ipAddress>vch.lab</ipAddress><allIp>')),
};

const OPTIONS =
  (rewrite: (answer: string) => string): Lie =>
  (answer, { method }) =>
    method === 'QueryOptions' ? rewrite(answer) : answer;
const ANSWER = /<returnval.*<\/returnval>/s;
const OPTION_LIES: Readonly<Record<string, Lie>> = {
  'no option': OPTIONS((answer) => answer.replace(ANSWER, '')),
  'another option': OPTIONS((answer) => answer.replace(/<key>.*?<\/key>/s, '<key>UserVars.Other</key>')),
  'the option twice': OPTIONS((answer) => answer.replace(ANSWER, (option) => option + option)),
  'an option without a value': OPTIONS((answer) => answer.replace(/<value\b.*?<\/value>/s, '')),
  'a blank number': OPTIONS((answer) => answer.replace(/(<value\b[^>]*>).*?(<\/value>)/s, '$1$2')),
  'a number that is none': OPTIONS((answer) => answer.replace(/(<value\b[^>]*>).*?(<\/value>)/s, '$1many$2')),
};

const ofNtpd = (rewrite: (service: string) => string): Lie =>
  lieOf('serviceInfo', (value) =>
    value.replace(/<service>(?:(?!<\/service>).)*<key>ntpd<\/key>.*?<\/service>/s, rewrite),
  );
const SERVICE_LIES: Readonly<Record<string, Lie>> = {
  'no services': lieOf('serviceInfo', (value) => value.replace(/<service>.*<\/service>/s, '')),
  'the service twice': ofNtpd((service) => service + service.replace('<running>false', '<running>true')),
  'a service without its state': ofNtpd((service) => service.replace(/<running>.*?<\/running>/, '')),
  'a policy that is none': ofNtpd((service) => service.replace(/<policy>.*?<\/policy>/, '<policy>soon</policy>')),
};

const HARDWARE_LIES: Readonly<Record<string, Lie>> = {
  'no hardware UUID': member('summary.hardware', 'uuid', () => ''),
  'a blank hardware UUID': member('summary.hardware', 'uuid', () => '<uuid> </uuid>'),
  'two hardware UUIDs': member('summary.hardware', 'uuid', (uuid) => `${uuid}<uuid>other</uuid>`),
  'a text for the hardware': lieOf('summary.hardware', () => '<val xsi:type="xsd:string">HP</val>'),
};

const CASES: readonly (readonly [kind: string, change: Change, lies: Readonly<Record<string, Lie>>])[] = [
  ['a kernel setting', KERNEL, { ...KERNEL_LIES, ...HARDWARE_LIES }],
  ['a ruleset', RULESET, { ...FIREWALL_LIES, ...STATE_LIES }],
  ['a list of addresses', ALLOWED, { ...FIREWALL_LIES, ...LIST_LIES }],
  ['an option', OPTION, OPTION_LIES],
  ['a service', SERVICE, SERVICE_LIES],
];

const WRITES = new Set(['EnableRuleset', 'UpdateRuleset', 'UpdateOptions', 'UpdateServicePolicy', 'StartService']);

/** Whether a question is a write of one of the changes. */
function isWrite(method: string, envelope: string): boolean {
  return WRITES.has(method) || (method === 'ExecuteSoap' && envelope.includes(`vim.EsxCLI.${SET}<`));
}

/** The same lie, from the first write on. */
function afterTheWrite(lie: Lie): Lie {
  let hasWritten = false;
  return (answer, question) => {
    if (hasWritten) return lie(answer, question);
    hasWritten = isWrite(question.method, question.envelope);
    return answer;
  };
}

async function told1(vcenter: LyingVcenter, changes: readonly Change[], change?: (plan: Plan) => Plan) {
  const plan = planOf(vcenter.truth, changes);
  return appliedOnce(vcenter.shown, change?.(plan) ?? plan);
}

describe.each(CASES)('%s', (_kind, change, lies) => {
  test('is written where the truth is told', async () => {
    await using vcenter = await lyingVcenter(wrongEstate(1));
    expect(told(await told1(vcenter, [change]))).toEqual(['esx-01 done']);
  });

  test('is never written over an answer that does not tell what it is', async () => {
    await using vcenter = await lyingVcenter(wrongEstate(1));
    for (const [what, lie] of Object.entries(lies)) {
      vcenter.tell(lie);
      expect([what, told(await told1(vcenter, [change]))]).toEqual([what, ['esx-01 refused unread']]);
      expect([what, vcenter.truth.calls.writes]).toEqual([what, []]);
    }
  });

  test('is left open where the answer after the write does not tell what it is', async () => {
    for (const [what, lie] of Object.entries(lies).filter(([name]) => !(name in HARDWARE_LIES))) {
      await using vcenter = await lyingVcenter(wrongEstate(1));
      vcenter.tell(afterTheWrite(lie));
      expect([what, told(await told1(vcenter, [change]))]).toEqual([what, ['esx-01 indeterminate unverified']]);
      expect(vcenter.truth.calls.writes.length).toBeGreaterThan(0);
    }
  });
});

test('"no effect" is said where the old value was read again', async () => {
  await using vcenter = await lyingVcenter(wrongEstate(1));
  vcenter.truth.disturbHost('esx-01', { ineffective: [SET] });
  expect(told(await told1(vcenter, [KERNEL]))).toEqual(['esx-01 no-effect no-effect']);
});

test('a thing that is gone after a write is not called unchanged', async () => {
  await using vcenter = await lyingVcenter(wrongEstate(1));
  vcenter.tell(afterTheWrite(ofVic(() => '')));
  expect(told(await told1(vcenter, [RULESET]))).toEqual(['esx-01 indeterminate unverified']);
});

test('a value that is neither the old nor the new one after a write is not called unchanged', async () => {
  await using vcenter = await lyingVcenter(wrongEstate(1));
  vcenter.tell(afterTheWrite(OPTIONS((answer) => answer.replace(/(<value\b[^>]*>).*?(<\/value>)/s, '$17$2'))));
  const [outcome] = await told1(vcenter, [OPTION]);
  expect(outcome).toMatchObject({ kind: 'indeterminate', reason: 'unverified' });
  expect(outcome?.detail).toContain('neither the old value nor the new one');
});

function asStored(plan: Plan): Plan {
  return { ...plan, steps: plan.steps.map((step) => ({ ...step, readAs: 'stored-value' as const })) };
}

describe('the stored value of a kernel setting, where esxcli is not to be had', () => {
  test('is no reason to write over what the plan read by esxcli', async () => {
    await using vcenter = await lyingVcenter(wrongEstate(1));
    vcenter.truth.disturbHost('esx-01', { esxcli: 'methodNotFound' });
    const outcomes = await told1(vcenter, [KERNEL]);
    expect(told(outcomes)).toEqual(['esx-01 refused unread']);
    expect(outcomes[0]?.detail).toContain('stored value');
    expect(vcenter.truth.calls.writes).toEqual([]);
  });

  test('is not compared with what esxcli tells again', async () => {
    await using vcenter = await lyingVcenter(wrongEstate(1));
    expect(told(await told1(vcenter, [KERNEL], asStored))).toEqual(['esx-01 refused unread']);
    expect(vcenter.truth.calls.writes).toEqual([]);
  });

  test('leaves a write open that was read by esxcli before', async () => {
    await using vcenter = await lyingVcenter(wrongEstate(1), {
      onCall: ({ method }) => {
        if (method !== 'ExecuteSoap' || vcenter.truth.calls.writes.length === 0) return;
        vcenter.truth.disturbHost('esx-01', { esxcli: 'nil' });
      },
    });
    const [outcome] = await told1(vcenter, [KERNEL]);
    expect(outcome).toMatchObject({ kind: 'indeterminate', reason: 'unverified' });
    expect(vcenter.truth.calls.writes.map(({ method }) => method)).toEqual([SET]);
  });

  test('is written and read again where the plan read it too, and that is said', async () => {
    await using vcenter = await lyingVcenter(wrongEstate(1));
    vcenter.truth.disturbHost('esx-01', { esxcli: 'methodNotFound' });
    const [outcome] = await told1(vcenter, [KERNEL], asStored);
    expect(outcome).toMatchObject({ kind: 'done' });
    expect(outcome?.detail).toContain('as the stored value');
  });

  test.each(Object.entries(OPTION_LIES))('is not read from %s', async (_what, lie) => {
    await using vcenter = await lyingVcenter(wrongEstate(1));
    vcenter.truth.disturbHost('esx-01', { esxcli: 'methodNotFound' });
    vcenter.tell(lie);
    expect(told(await told1(vcenter, [KERNEL], asStored))).toEqual(['esx-01 refused unread']);
    expect(vcenter.truth.calls.writes).toEqual([]);
  });
});

test('a list that holds what is no address is never sent', async () => {
  await using vcenter = await lyingVcenter(wrongEstate(1));
  const [action, before] = ALLOWED;
  for (const entry of ['198.51.100.0/', '198.51.100.0/33', 'somewhere/24', '198.51.100.0/24/7']) {
    const broken = { ...action, allowed: { all: false, addresses: [], networks: [entry] } } as typeof action;
    expect(told(await told1(vcenter, [[broken, before]]))).toEqual(['esx-01 refused unread']);
  }
  expect(vcenter.truth.calls.writes).toEqual([]);
});
