import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { shippedRules } from '../support/scans.ts';
import { planText, sealed } from '../../src/plan/plan-text.ts';
import { bench, type Bench } from './command-support.ts';
import { KERNEL } from './support.ts';

const GEN8 = 'hpe/gen8-interrupt-remapping';

/** The plan of the bench, made for the rule that ships. */
async function forShippedRule({ plan, planFile }: Bench): Promise<void> {
  const hash = (await shippedRules()).find(({ id }) => id === GEN8)?.hash ?? '';
  const steps = plan.steps.map((step) => ({ ...step, why: { ...step.why, rule: GEN8 } }));
  await writeFile(planFile, planText(sealed({ ...plan, steps, rules: [{ id: GEN8, hash }] })));
}

function setRuntime(vcenter: Simulator, runtime: string, bootTime?: number): void {
  for (const host of vcenter.hosts) {
    const setting = host.kernel.get('iovDisableIR');
    if (setting !== undefined) host.kernel = new Map(host.kernel).set('iovDisableIR', { ...setting, runtime });
    if (bootTime !== undefined) host.bootTime = bootTime;
  }
}

const gate = (host: string) => ['gate', host, '--rule', GEN8, '--format', 'lines'];

describe('gate', () => {
  test('is shut while the old value runs, although the right one is configured, and open when it runs', async () => {
    await using at = await bench(2, [KERNEL]);
    await at.run(['apply', at.planFile, '--confirm']);
    const shut = await at.run(gate('esx-01'));
    expect(shut.exitCode).toBe(1);
    expect(shut.stdout).toContain('reboot-pending');
    expect(shut.stdout).not.toContain('esx-02');
    setRuntime(at.vcenter, 'FALSE');
    const open = await at.run(gate('ESX-01'));
    expect(open.exitCode).toBe(0);
    expect(open.stderr).toContain('its rules pass now');
    expect(at.vcenter.openSessions).toBe(0);
  });

  test.each([{ hanging: true }, { esxcli: 'methodNotFound' } as const, { noPermission: ['summary.hardware'] }])(
    'is shut where it cannot be told: %j',
    async (trouble) => {
      await using at = await bench(1, [KERNEL]);
      setRuntime(at.vcenter, 'FALSE');
      const host = at.vcenter.hostNamed('esx-01');
      const setting = host.kernel.get('iovDisableIR');
      if (setting !== undefined)
        host.kernel = new Map(host.kernel).set('iovDisableIR', { ...setting, configured: 'FALSE' });
      at.vcenter.disturbHost('esx-01', trouble);
      const { exitCode, stderr } = await at.run(gate('esx-01'));
      expect(stderr).toContain('cannot be told');
      expect(exitCode).toBe(3);
    },
  );

  test('tells with the journal that a reboot did not bring the setting into effect', async () => {
    await using at = await bench(1, [KERNEL]);
    await at.run(['apply', at.planFile, '--confirm']);
    const words = [...gate('esx-01'), '--journal', `${at.planFile}.journal`];
    expect((await at.run(words)).stdout).toContain('reboot-pending');
    setRuntime(at.vcenter, 'TRUE', at.vcenter.hostNamed('esx-01').bootTime + 1000);
    const { exitCode, stdout } = await at.run(words);
    expect(stdout).toContain('not-taking-effect');
    expect(stdout).not.toContain('reboot-pending');
    expect(exitCode).toBe(1);
    expect((await at.run(gate('esx-01'))).stdout).toContain('reboot-pending');
  });

  test('does not say so after a rollback, when the setting is not ours any more', async () => {
    await using at = await bench(1, [KERNEL]);
    await at.run(['apply', at.planFile, '--confirm']);
    await at.run(['rollback', at.planFile, '--confirm']);
    setRuntime(at.vcenter, 'TRUE', at.vcenter.hostNamed('esx-01').bootTime + 1000);
    const { stdout } = await at.run([...gate('esx-01'), '--journal', `${at.planFile}.journal`]);
    expect(stdout).toContain('non-compliant');
  });

  test.each([
    [
      'esx-*',
      /^HOST_NOT_FOUND: .*\n.*\n {2}esx-01: Lab\/C1\/esx-01, or host-\d+, or [0-9a-f-]{36}\n {2}esx-02: Lab\/C1\/esx-02, or/,
    ],
    ['esx-99', /^HOST_NOT_FOUND: .*\n {2}Hosts: esx-01, esx-02/],
  ])('judges one host, and %j is not one', async (name, words) => {
    await using at = await bench(2, [KERNEL]);
    const { exitCode, stderr } = await at.run(gate(name));
    expect(stderr).toMatch(words);
    expect(exitCode).toBe(2);
  });

  test('refuses a journal that was changed', async () => {
    await using at = await bench(1, [KERNEL]);
    await at.run(['apply', at.planFile, '--confirm']);
    const journal = `${at.planFile}.journal`;
    await writeFile(journal, (await readFile(journal, 'utf8')).replace('TRUE', 'FALSE'));
    const { exitCode, stderr } = await at.run([...gate('esx-01'), '--journal', journal]);
    expect(stderr).toMatch(/^JOURNAL_TAMPERED: /);
    expect(exitCode).toBe(2);
  });
});

describe('verify', () => {
  test('judges the hosts of the plan alone, by the rules of its steps', async () => {
    await using at = await bench(2, [KERNEL]);
    await forShippedRule(at);
    const words = ['verify', at.planFile, '--format', 'lines'];
    expect((await at.run(words)).exitCode).toBe(1);
    await at.run(['apply', at.planFile, '--confirm']);
    const pending = await at.run(words);
    expect(pending.stdout).toContain('reboot-pending');
    expect(pending.exitCode).toBe(1);
    setRuntime(at.vcenter, 'FALSE');
    const { exitCode, stdout, stderr } = await at.run(words);
    expect(stdout).toContain('esx-01');
    expect(stdout).not.toContain('vic/');
    expect(stderr).not.toContain('warning');
    expect(exitCode).toBe(0);
  });

  test('is not content when a host of the plan is gone', async () => {
    await using at = await bench(2, [KERNEL]);
    await forShippedRule(at);
    await at.run(['apply', at.planFile, '--confirm']);
    setRuntime(at.vcenter, 'FALSE');
    at.vcenter.disturbHost('esx-02', { vanishes: { after: 0, fault: false } });
    await at.run(gate('esx-02'));
    const { exitCode, stderr } = await at.run(['verify', at.planFile]);
    expect(stderr).toContain('esx-02: the host of the plan is no longer there');
    expect(exitCode).toBe(3);
  });

  test('is not content with another vCenter', async () => {
    await using at = await bench(1, [KERNEL]);
    await using other = await bench(1, [KERNEL], 'another');
    await forShippedRule(at);
    const { exitCode, stderr } = await other.run(['verify', at.planFile]);
    expect(stderr).toMatch(/^TARGET_DIFFERS: /);
    expect(exitCode).toBe(2);
  });

  test('tells when a rule has changed since', async () => {
    await using at = await bench(1, [KERNEL]);
    const steps = at.plan.steps.map((step) => ({ ...step, why: { ...step.why, rule: GEN8 } }));
    const rules = [{ id: GEN8, hash: 'd'.repeat(64) }];
    await writeFile(at.planFile, planText(sealed({ ...at.plan, steps, rules })));
    const { stderr } = await at.run(['verify', at.planFile]);
    expect(stderr).toContain(`warning: the rule ${GEN8} has changed since the plan was made`);
  });
});
