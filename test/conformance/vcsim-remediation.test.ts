import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { against, findingsOf, scanDocument } from './support/esxcheck.ts';
import { expectedInterruptRemapping, expectedPlanned } from './support/expected.ts';
import { collected, govc } from './support/govc.ts';
import type { Ran } from './support/run.ts';
import { startVcsim, type Vcsim, type VcsimHost } from './support/vcsim.ts';
import { witness } from './support/witness.ts';

const GEN8 = 'hpe/gen8-interrupt-remapping';
const WRITES = [
  'esxcli system.settings.kernel.set',
  'EnableRuleset',
  'DisableRuleset',
  'UpdateRuleset',
  'EnterMaintenanceMode_Task',
  'RebootHost_Task',
];

interface PlanDocument {
  readonly steps: readonly { readonly host: { readonly moid: string }; readonly why: { readonly rule: string } }[];
  readonly leftOut: readonly {
    readonly host: { readonly moid: string };
    readonly rule: string;
    readonly reason: string;
  }[];
}

/** What a plan says of each host under one rule: `step`, or why it was left out. */
function saidOf({ steps, leftOut }: PlanDocument, rule: string): ReadonlyMap<string, string> {
  return new Map([
    ...leftOut.filter((each) => each.rule === rule).map(({ host, reason }) => [host.moid, reason] as const),
    ...steps.filter(({ why }) => why.rule === rule).map(({ host }) => [host.moid, 'step'] as const),
  ]);
}

function hostsWith(said: ReadonlyMap<string, string>, word: string): ReadonlySet<string> {
  return new Set([...said].flatMap(([id, each]) => (each === word ? [id] : [])));
}

/** The hosts as they ought to be once these have the setting FALSE from the next boot on. */
function configured(hosts: readonly VcsimHost[], changed: ReadonlySet<string>): readonly VcsimHost[] {
  return hosts.map((host) =>
    changed.has(host.id) && host.kernel !== null ? { ...host, kernel: { ...host.kernel, configured: 'FALSE' } } : host,
  );
}

/** The case in which a host prints its values is not kept by a rollback: it is what was planned, not what was printed. */
function upperCased(hosts: readonly VcsimHost[]): readonly VcsimHost[] {
  return hosts.map((host) =>
    host.kernel === null
      ? host
      : { ...host, kernel: { ...host.kernel, configured: host.kernel.configured.toUpperCase() } },
  );
}

/** The hosts as they ought to be with `vic-engine` as given on some of them. */
function ruled(
  hosts: readonly VcsimHost[],
  changed: ReadonlyMap<string, { readonly enabled: boolean; readonly allIp: boolean; readonly allowed: string[] }>,
): readonly VcsimHost[] {
  return hosts.map((host) => {
    const change = changed.get(host.id);
    if (change === undefined || host.firewall === null) return host;
    const covering = host.firewall.covering.map((each) =>
      each.ruleset === 'vic-engine' ? { ...each, ...change } : each,
    );
    return { ...host, firewall: { ...host.firewall, covering } };
  });
}

function stateOfVicEngine({ firewall }: VcsimHost) {
  const state = firewall?.covering.find(({ ruleset }) => ruleset === 'vic-engine');
  if (firewall === null || state === undefined) throw new Error('no vic-engine');
  return { ...state, isOn: firewall.enabled, opened: firewall.covering.some(({ enabled }) => enabled) };
}

/** The ruleset as govc reads it from the host's own firewall. */
async function vicEngineByGovc(vcsim: Vcsim, host: VcsimHost | undefined): Promise<unknown> {
  const system = await collected(vcsim, `HostSystem:${host?.id}`, 'configManager.firewallSystem');
  const { value } = (system as Record<string, { readonly value: string }>)['configManager.firewallSystem'] ?? {};
  const read = await collected(vcsim, `HostFirewallSystem:${value}`, 'firewallInfo');
  const { firewallInfo } = read as { readonly firewallInfo: { readonly ruleset: readonly { readonly key: string }[] } };
  return firewallInfo.ruleset.find(({ key }) => key === 'vic-engine');
}

witness('remediation of vcsim with Gen8 hosts', 'go', () => {
  let folder: string;
  let planFile: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'esxcheck-remediation-'));
    planFile = join(folder, 'plan.json');
    return () => rm(folder, { recursive: true });
  });

  async function planned(vcsim: Vcsim, ...words: readonly string[]): Promise<{ ran: Ran; plan: PlanDocument }> {
    const ran = await against(vcsim, 'plan', '--output', planFile, ...words);
    return { ran, plan: JSON.parse(await readFile(planFile, 'utf8')) as PlanDocument };
  }

  /** Runs a dry run, and proves by what the server itself holds that nothing was written. */
  async function rehearsed(vcsim: Vcsim, command: 'apply' | 'rollback'): Promise<void> {
    const [hosts, calls] = [await vcsim.hostsNow(), await vcsim.calls()];
    const ran = await against(vcsim, command, planFile);
    expect(ran).toMatchObject({ status: 0, stderr: expect.stringContaining('Nothing was written') });
    expect(await vcsim.hostsNow()).toEqual(hosts);
    const after = await vcsim.calls();
    for (const write of WRITES) expect([write, after.get(write)]).toEqual([write, calls.get(write)]);
  }

  test('a kernel setting is planned, rehearsed, set, verified and set back, on those hosts alone', async () => {
    await using vcsim = await startVcsim({ hosts: 60, clusters: 4 });
    const wanted = new Map(
      vcsim.hosts.flatMap((host) => {
        const word = expectedPlanned(host);
        return word === null ? [] : [[host.id, word] as const];
      }),
    );
    expect(new Set(wanted.values())).toEqual(
      new Set(['step', 'reboot-only', 'would-not-last', 'patch-staged', 'unknown']),
    );

    const { ran, plan } = await planned(vcsim);
    expect(saidOf(plan, GEN8)).toEqual(wanted);
    // Hosts that could not be read are left out, and that is said to the end.
    expect(ran.status).toBe(3);

    await rehearsed(vcsim, 'apply');
    const changed = hostsWith(wanted, 'step');
    expect(await against(vcsim, 'apply', planFile, '--confirm')).toMatchObject({ status: 3 });
    expect(await vcsim.hostsNow()).toEqual(configured(vcsim.hosts, changed));
    expect((await vcsim.calls()).get('esxcli system.settings.kernel.set')).toBe(changed.size);
    const [one] = vcsim.hosts.filter(({ id }) => changed.has(id));
    const words = ['system', 'settings', 'kernel', 'list', '-o', 'iovDisableIR'];
    const listed = await govc(vcsim, 'host.esxcli', '-json', '-host', one?.name ?? '', ...words);
    expect(JSON.parse(listed)).toMatchObject({ values: [{ Configured: ['FALSE'] }] });

    const now = (await vcsim.hostsNow()).filter(({ id }) => changed.has(id));
    const verified = await against(vcsim, 'verify', planFile, '--format', 'json');
    const found = findingsOf(scanDocument(verified), GEN8);
    expect(new Map([...found].map(([id, finding]) => [id, { ...finding, reason: null }]))).toEqual(
      new Map(now.map((host) => [host.id, expectedInterruptRemapping(host)])),
    );
    expect(verified.status).toBe(1);

    await rehearsed(vcsim, 'rollback');
    expect(await against(vcsim, 'rollback', planFile, '--confirm')).toMatchObject({ status: 0 });
    expect(upperCased(await vcsim.hostsNow())).toEqual(upperCased(vcsim.hosts));
  });

  test('what somebody else has set since the plan is not sent again', async () => {
    await using vcsim = await startVcsim({ hosts: 9, clusters: 1 });
    const { plan } = await planned(vcsim);
    const [first] = vcsim.hosts.filter(({ id }) => plan.steps[0]?.host.moid === id);
    const set = ['system', 'settings', 'kernel', 'set', '-s', 'iovDisableIR', '-v', 'FALSE'];
    await govc(vcsim, 'host.esxcli', '-host', first?.name ?? '', ...set);
    const ran = await against(vcsim, 'apply', planFile, '--confirm', '--format', 'lines');
    expect(ran.stdout).toMatch(new RegExp(`${first?.name}: .*already-so`));
    // One by govc, the others by us.
    expect((await vcsim.calls()).get('esxcli system.settings.kernel.set')).toBe(plan.steps.length);
  });

  test('rulesets are limited, opened, verified and closed again, on those hosts alone', async () => {
    await using vcsim = await startVcsim({ hosts: 12, clusters: 2 });
    const limited = { enabled: true, allIp: false, allowed: ['10.9.0.0/24'] };
    const shut = vcsim.hosts.filter((host) => stateOfVicEngine(host).isOn && !stateOfVicEngine(host).opened);
    const empty = vcsim.hosts.filter((host) => {
      const { enabled, allIp, allowed } = stateOfVicEngine(host);
      return enabled && !allIp && allowed.length === 0;
    });
    expect([shut.length, empty.length]).toEqual([2, 2]);

    const { ran, plan } = await planned(vcsim, '--pack', 'vic', '--vch-network', '10.9.0.0/24');
    expect(hostsWith(saidOf(plan, 'vic/outbound-2377'), 'step')).toEqual(
      new Set([...shut, ...empty].map(({ id }) => id)),
    );
    expect(ran.status).toBe(0);

    await rehearsed(vcsim, 'apply');
    expect(await against(vcsim, 'apply', planFile, '--confirm')).toMatchObject({ status: 0 });
    const expected = ruled(vcsim.hosts, new Map([...shut, ...empty].map(({ id }) => [id, limited])));
    expect(await vcsim.hostsNow()).toEqual(expected);
    for (const host of vcsim.hosts) {
      const words = ['-direction', 'outbound', '-port', '2377', '-enabled', '-host', host.name];
      const seen = (await govc(vcsim, 'firewall.ruleset.find', ...words)).includes('vic-engine');
      const wanted = expected.find(({ id }) => id === host.id);
      expect([host.name, seen]).toEqual([host.name, wanted !== undefined && stateOfVicEngine(wanted).enabled]);
    }
    expect(await vicEngineByGovc(vcsim, shut[0])).toMatchObject({
      enabled: true,
      allowedHosts: { allIp: false, ipNetwork: [{ network: '10.9.0.0', prefixLength: 24 }] },
    });
    expect(await against(vcsim, 'verify', planFile)).toMatchObject({ status: 0 });

    await rehearsed(vcsim, 'rollback');
    expect(await against(vcsim, 'rollback', planFile, '--confirm')).toMatchObject({ status: 0 });
    expect(await vcsim.hostsNow()).toEqual(vcsim.hosts);
  });

  test('without a network, a host that lets listed addresses through is left out as unknown', async () => {
    await using vcsim = await startVcsim({ hosts: 12, clusters: 2 });
    const { ran, plan } = await planned(vcsim, '--pack', 'vic');
    const listing = vcsim.hosts.filter((host) => stateOfVicEngine(host).allowed.length > 0);
    expect(hostsWith(saidOf(plan, 'vic/outbound-2377'), 'unknown')).toEqual(new Set(listing.map(({ id }) => id)));
    expect(ran.status).toBe(3);
  });

  test('a lone host is set, emptied, rebooted and taken back: then its rules pass', async () => {
    await using vcsim = await startVcsim({ hosts: 9, clusters: 0 });
    const { plan } = await planned(vcsim);
    const changed = new Set(plan.steps.map(({ host }) => host.moid));
    const rebooted = vcsim.hosts.filter(({ id, kernel }) => changed.has(id) && kernel?.runtime === 'TRUE');
    expect(rebooted).toHaveLength(1);
    const [host] = rebooted;
    const before = await collected(vcsim, `HostSystem:${host?.id}`, 'runtime.bootTime');

    const ran = await against(vcsim, 'apply', planFile, '--reboot', '--allow-vm-downtime', '--confirm');
    expect(ran.stderr).toContain('rolling reboot: 1 done');
    expect(ran.status).toBe(0);
    const after = await collected(vcsim, `HostSystem:${host?.id}`, 'runtime.bootTime', 'runtime.inMaintenanceMode');
    expect(after).toMatchObject({ 'runtime.inMaintenanceMode': false });
    expect(after).not.toMatchObject(before);
    const expected = configured(vcsim.hosts, changed).map((each) =>
      each.id === host?.id && each.kernel !== null ? { ...each, kernel: { ...each.kernel, runtime: 'FALSE' } } : each,
    );
    expect(await vcsim.hostsNow()).toEqual(expected);
    const calls = await vcsim.calls();
    const tasks = ['EnterMaintenanceMode_Task', 'RebootHost_Task', 'ExitMaintenanceMode_Task'];
    expect(tasks.map((task) => calls.get(task))).toEqual([1, 1, 1]);
    expect(await against(vcsim, 'gate', host?.name ?? '', '--pack', 'hpe')).toMatchObject({ status: 0 });
    expect(await against(vcsim, 'verify', planFile)).toMatchObject({ status: 0 });
  });
});
