import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LeftOut, Plan } from '../../src/model/plan.ts';
import { planText, sealed } from '../../src/plan/plan-text.ts';
import { runIn } from '../cli/captured-io.ts';
import { shippedRules } from '../support/scans.ts';
import { ACCOUNT } from '../support/simulated-vcenter.ts';
import { esxcliAnswers, esxcliFails, lieOf, lyingVcenter, member, XSI } from './lying-vcenter.ts';
import { KERNEL, planOf, temporaryFolder, wrongEstate } from './support.ts';

const GEN8 = 'hpe/gen8-interrupt-remapping';
const RIGHT = wrongEstate(1).replace(/\{ default: 'TRUE', configured: 'TRUE', runtime: 'TRUE' \}/, "'FALSE'");
const DELL = RIGHT.replace('vendor: HP', 'vendor: Dell Inc.').replace('ProLiant DL380p Gen8', 'PowerEdge R720');
const G7 = wrongEstate(1).replace(
  /model: .*/,
  "model: ProLiant DL380 G7\n            cpuModel: 'Intel(R) Xeon(R) CPU X5650 @ 2.67GHz'",
);

/** A vCenter that can be made to lie, and a folder for files; `run` runs a command of esxcheck at it. */
async function bench(estate: string) {
  const vcenter = await lyingVcenter(estate);
  const folder = await temporaryFolder();
  const { shown, truth } = vcenter;
  const connection = ['--target', `${shown.host}:${shown.port}`, '--user', ACCOUNT.user, '--timeout', '5'];
  const env = { ESXCHECK_PASSWORD: ACCOUNT.password, XDG_STATE_HOME: folder.path };
  return {
    vcenter,
    at: (name: string) => join(folder.path, name),
    run: (...words: readonly string[]) =>
      runIn([...words, ...connection, '--thumbprint', truth.certificate.sha256], { env }),
    /** The plan that sets the shipped rule's setting, changed, in a file. */
    plan: async (change: (plan: Plan) => Plan = (plan) => plan) => {
      const hash = (await shippedRules()).find(({ id }) => id === GEN8)?.hash ?? '';
      const made = planOf(truth, [KERNEL]);
      const steps = made.steps.map((step) => ({ ...step, why: { ...step.why, rule: GEN8 } }));
      const file = join(folder.path, 'plan.json');
      await writeFile(file, planText(sealed(change({ ...made, steps, rules: [{ id: GEN8, hash }] }))));
      return file;
    },
    [Symbol.asyncDispose]: async () => {
      await vcenter[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('gate', () => {
  test('opens where the rule that was named passes', async () => {
    await using at = await bench(RIGHT);
    expect((await at.run('gate', 'esx-01', '--rule', GEN8)).exitCode).toBe(0);
  });

  test.each([
    ['a rule', ['--rule', GEN8], GEN8],
    ['a pack', ['--pack', 'hpe'], 'hpe'],
    ['one of two names', ['--rule', 'vic/vspc-limited', '--rule', GEN8, '--vch-network', '10.9.0.0/24'], GEN8],
  ])('stays shut where %s that was named does not apply to the host', async (_what, words, name) => {
    await using at = await bench(DELL);
    const { exitCode, stderr } = await at.run('gate', 'esx-01', ...words);
    expect(stderr).toContain('what was asked for by name was not judged');
    expect(stderr).toContain(name);
    expect(exitCode).toBe(3);
  });

  test.each([
    ['the id that it had', ['--rule', 'hpe/xeon-5500-5600-remapping-off']],
    ['the id that it has', ['--rule', 'cpu/xeon-5500-5600-remapping-off']],
    ['the pack that it was in', ['--pack', 'hpe']],
    ['the pack that it is in', ['--pack', 'cpu']],
  ])('opens where a rule that has moved passes, and was named by %s', async (_what, words) => {
    await using at = await bench(G7);
    const { exitCode, stderr } = await at.run('gate', 'esx-01', ...words);
    expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('was not judged')]);
  });

  test('stays shut where nothing at all was judged', async () => {
    await using at = await bench(DELL);
    await writeFile(at.at('esxcheck.yaml'), 'packs: [hpe]\n');
    const { exitCode, stderr } = await at.run('gate', 'esx-01', '--config', at.at('esxcheck.yaml'));
    expect(stderr).toContain('no rule applies to it, so nothing was judged');
    expect(exitCode).toBe(3);
  });
});

describe('verify', () => {
  test('is content with the host of the plan', async () => {
    await using at = await bench(RIGHT);
    expect((await at.run('verify', await at.plan())).exitCode).toBe(0);
  });

  test.each([
    ['does not tell its hardware UUID', member('summary.hardware', 'uuid', () => ''), 'could not be read'],
    ['has another hardware UUID', member('summary.hardware', 'uuid', () => '<uuid>other</uuid>'), 'is other'],
  ])('does not take a host that %s for that of the plan', async (_what, lie, words) => {
    await using at = await bench(RIGHT);
    const plan = await at.plan();
    at.vcenter.tell(lie);
    const { exitCode, stderr } = await at.run('verify', plan);
    expect(stderr).toContain(words);
    expect(exitCode).toBe(3);
  });

  test('does not count a step whose rule does not apply to its host', async () => {
    await using at = await bench(DELL);
    const { exitCode, stderr } = await at.run('verify', await at.plan());
    expect(stderr).toContain('1 of 1 steps were not judged');
    expect(exitCode).toBe(3);
  });

  test('of a plan without steps judges nothing, and says so', async () => {
    await using at = await bench(RIGHT);
    const { exitCode, stderr } = await at.run('verify', await at.plan((plan) => ({ ...plan, steps: [] })));
    expect(stderr).toContain('the plan holds no step, so nothing was judged');
    expect(exitCode).toBe(3);
  });
});

function leftOut(plan: Plan, reason: LeftOut['reason']): Plan['leftOut'] {
  return plan.steps.map(({ host }) => ({ host, rule: GEN8, reason, detail: 'why' }));
}

describe('apply', () => {
  test.each([
    ['no host needed anything', (): Plan['leftOut'] => [], 'no host needed a change', 0],
    ['a person waived it', (plan: Plan) => leftOut(plan, 'waived'), 'left out (1 is waived)', 0],
    ['a host is unknown', (plan: Plan) => leftOut(plan, 'unknown'), 'left out (1 could not be read)', 3],
  ])('of a plan without steps says why, where %s', async (_what, left, words, expected) => {
    await using at = await bench(RIGHT);
    const file = await at.plan((plan) => ({ ...plan, leftOut: left(plan), steps: [] }));
    for (const flags of [[], ['--confirm']]) {
      const { exitCode, stderr } = await at.run('apply', file, ...flags);
      expect(stderr).toContain('Nothing was planned');
      expect(stderr).toContain(words);
      expect(exitCode).toBe(expected);
    }
    expect(at.vcenter.truth.calls.writes.filter(({ host }) => host !== null)).toEqual([]);
  });

  test('that does all its steps is not complete where the plan left a host out as unknown', async () => {
    await using at = await bench(wrongEstate(1));
    const file = await at.plan((plan) => ({ ...plan, leftOut: leftOut(plan, 'unknown') }));
    const rehearsal = await at.run('apply', file);
    expect([rehearsal.exitCode, rehearsal.stderr]).toEqual([0, expect.stringContaining('left out of the plan')]);
    expect((await at.run('apply', file, '--confirm')).exitCode).toBe(3);
    expect((await at.run('rollback', file, '--confirm')).exitCode).toBe(0);
  });
});

const LIST = 'system.settings.kernel.list';

test.each([
  ['fails', esxcliFails(LIST, 'Unable to load the settings')],
  ['answers an empty list', esxcliAnswers(LIST, `<obj xmlns:xsi="${XSI}" xsi:type="ArrayOfDataObject"></obj>`)],
  [
    'answers a row without values',
    esxcliAnswers(
      LIST,
      `<obj xmlns:xsi="${XSI}" xsi:type="ArrayOfDataObject"><DataObject xsi:type="S"><Name>iovDisableIR</Name></DataObject></obj>`,
    ),
  ],
])('a plan is not made from a setting whose command %s', async (_what, lie) => {
  await using at = await bench(wrongEstate(1));
  at.vcenter.tell(lie);
  const { stdout } = await at.run('plan', '--format', 'json');
  expect((JSON.parse(stdout) as Plan).steps).toEqual([]);
});

test('a snapshot with a setting unread is not complete', async () => {
  await using at = await bench(RIGHT);
  expect((await at.run('snapshot', '--output', at.at('a.esxsnap'))).exitCode).toBe(0);
  at.vcenter.truth.disturbHost('esx-01', { esxcli: 'methodNotFound' });
  expect((await at.run('snapshot', '--output', at.at('b.esxsnap'))).exitCode).toBe(3);
});

test('a plan of no host is not called one that finds nothing to do', async () => {
  await using at = await bench('datacenters: [{ name: Lab }]');
  const { exitCode, stderr } = await at.run('plan');
  expect(stderr).toMatch(/^NO_VISIBLE_HOST: /);
  expect(exitCode).toBe(2);
});

function withNetwork(network: string) {
  const list = `$1<ipNetwork>${network}</ipNetwork><allIp>false</allIp>`;
  return lieOf('config.firewall', (value) => value.replace(/(<key>vic-engine<\/key>.*?)<allIp>true<\/allIp>/s, list));
}

describe('a ruleset whose list does not parse', () => {
  test.each([
    ['a network without its length', '<network>198.51.100.0</network>'],
    ['a network of 33 bits', '<network>198.51.100.0</network><prefixLength>33</prefixLength>'],
    ['a network of no address', '<network>somewhere</network><prefixLength>24</prefixLength>'],
  ])('is not planned over: %s', async (_what, network) => {
    await using at = await bench(wrongEstate(1));
    at.vcenter.tell(withNetwork(network));
    const words = ['plan', '--rule', 'vic/outbound-2377', '--vch-network', '10.9.0.0/24', '--format', 'json'];
    const { exitCode, stdout } = await at.run(...words);
    const plan = JSON.parse(stdout) as Plan;
    expect(plan.steps).toEqual([]);
    expect(plan.leftOut.map(({ reason }) => reason)).toEqual(['unknown']);
    expect(exitCode).toBe(3);
  });
});
