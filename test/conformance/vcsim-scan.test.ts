import { beforeAll, expect, test } from 'vitest';
import { against, findingsOf, scanDocument } from './support/esxcheck.ts';
import { expectedInterruptRemapping, expectedOutbound2377 } from './support/expected.ts';
import { startVcsim, type Vcsim } from './support/vcsim.ts';
import { witness } from './support/witness.ts';

const GEN8 = 'hpe/gen8-interrupt-remapping';
const OUTBOUND = 'vic/outbound-2377';

/** As many hosts as there are combinations of hardware, release, kernel setting and firewall. */
const HOSTS = 210;

function expectedOf<T>(vcsim: Vcsim, judge: (host: Vcsim['hosts'][number]) => T): ReadonlyMap<string, T> {
  return new Map(vcsim.hosts.map((host) => [host.id, judge(host)]));
}

/** What a finding says, null where there is none. */
function verdictOf(finding: object | undefined): unknown {
  return Object.entries(finding ?? {}).find(([key]) => key === 'verdict')?.[1] ?? null;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

witness('scan against vcsim with Gen8 hosts', 'go', () => {
  let vcsim: Vcsim;
  beforeAll(async () => {
    vcsim = await startVcsim({ hosts: HOSTS, clusters: 4 });
    return () => vcsim[Symbol.asyncDispose]();
  });

  test('reads of each host what the server was told to show', async () => {
    const document = scanDocument(await against(vcsim, 'scan', '--format', 'json'));
    const shown = document.hosts.map((host) => ({
      id: host.id.slice(host.id.lastIndexOf('/') + 1),
      name: host.name,
      uuid: host.uuid,
      serial: host.serial,
      cluster: host.cluster ?? '',
      vendor: host.vendor,
      model: host.model,
      cpuModel: host.cpuModel,
      version: host.version,
      build: host.build,
      connectionState: host.connectionState,
    }));
    expect(vcsim.hosts.toSorted(byName)).toMatchObject(shown.toSorted(byName));
  });

  test('judges interrupt remapping by the values that each host was given', async () => {
    const ran = await against(vcsim, 'scan', '--format', 'json');
    const expected = expectedOf(vcsim, expectedInterruptRemapping);
    const found = findingsOf(scanDocument(ran), GEN8);
    expect(new Map([...found].map(([id, finding]) => [id, { ...finding, reason: null }]))).toEqual(expected);
    expect(ran.status).toBe(1);
  });

  test('judges outbound 2377 by the rulesets that each host was given', async () => {
    const document = scanDocument(await against(vcsim, 'scan', '--format', 'json', '--pack', 'hpe', '--pack', 'vic'));
    const expected = expectedOf(vcsim, (host) => host.firewall && expectedOutbound2377(host.firewall, null));
    expect(findingsOf(document, OUTBOUND)).toEqual(expected);
  });

  test('nobody asked for outbound 2377: what fails where it was asked for is a warning at most, and nothing else differs', async () => {
    const asked = findingsOf(
      scanDocument(await against(vcsim, 'scan', '--format', 'json', '--pack', 'hpe', '--pack', 'vic')),
      OUTBOUND,
    );
    const unasked = findingsOf(scanDocument(await against(vcsim, 'scan', '--format', 'json')), OUTBOUND);
    expect([...unasked.keys()].toSorted()).toEqual([...asked.keys()].toSorted());
    const changed = [...asked].filter(([host, finding]) => verdictOf(unasked.get(host)) !== verdictOf(finding));
    expect(changed.length).toBeGreaterThan(0);
    for (const [host, finding] of changed) {
      expect([verdictOf(finding), verdictOf(unasked.get(host))]).toEqual(['fail', 'warn']);
    }
  });

  test.each([
    ['10.9.200.1', ['10.9.0.0/16']],
    ['10.1.2.3', ['10.1.2.3']],
    ['10.8.0.1', []],
  ])('with the address %s, the allowed lists decide', async (address, entries) => {
    const document = scanDocument(await against(vcsim, 'scan', '--format', 'json', '--vch-address', address));
    const listed = new Set(entries);
    const expected = expectedOf(vcsim, (host) => host.firewall && expectedOutbound2377(host.firewall, listed));
    expect(findingsOf(document, OUTBOUND)).toEqual(expected);
  });

  test('no host of any rule that only notes is a fail', async () => {
    const document = scanDocument(await against(vcsim, 'scan', '--format', 'json'));
    const failed = document.findings.filter((finding) => finding.verdict === 'fail').map((finding) => finding.rule);
    expect(new Set(failed)).toEqual(new Set([GEN8, OUTBOUND]));
  });

  test('kernel prints the line of the old script for every host', async () => {
    const ran = await against(vcsim, 'kernel', 'iovDisableIR', '--format', 'lines');
    const lines = vcsim.hosts
      .toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
      .map(({ name, build, kernel }) => {
        const values = [kernel?.default, kernel?.configured, kernel?.runtime].map((value) => value?.toUpperCase());
        return `${name} (${build}) -> Def:${values[0]}-Con:${values[1]}-Run:${values[2]}`;
      });
    expect(ran).toEqual({ status: 0, stdout: `${lines.join('\n')}\n`, stderr: expect.any(String) });
  });

  test('logs in once, asks each host twice beside its executer, and logs out', async () => {
    const before = await vcsim.calls();
    await against(vcsim, 'scan', '--format', 'json');
    const after = await vcsim.calls();
    const during = (method: string): number => (after.get(method) ?? 0) - (before.get(method) ?? 0);
    expect({
      Login: during('Login'),
      Logout: during('Logout'),
      RetrieveManagedMethodExecuter: during('RetrieveManagedMethodExecuter'),
    }).toEqual({ Login: 1, Logout: 1, RetrieveManagedMethodExecuter: HOSTS });
    expect(during('ExecuteSoap')).toBeLessThanOrEqual(2 * HOSTS);
    expect(during('RetrievePropertiesEx') + during('ContinueRetrievePropertiesEx')).toBeLessThan(20);
  });

  test('a scope chooses hosts by cluster and by name', async () => {
    const ran = await against(vcsim, 'scan', '--format', 'json', '--compute-resource', 'DC0_C1', '--host', '*_H1?');
    const named = vcsim.hosts.filter((host) => host.cluster === 'DC0_C1' && /_H1.$/.test(host.name));
    expect(scanDocument(ran).hosts.map((host) => host.name)).toEqual(named.map((host) => host.name).toSorted());
    expect(named.length).toBeGreaterThan(0);
  });

  test('a scope that matches nothing lists what exists', async () => {
    const ran = await against(vcsim, 'scan', '--compute-resource', 'DC0_C9');
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain('DC0_C1');
  });

  test('a wrong password is tried once', async () => {
    const before = await vcsim.calls();
    const ran = await against({ ...vcsim, password: 'wrong' }, 'scan');
    const after = await vcsim.calls();
    expect(ran.status).toBe(2);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toContain('INVALID_LOGIN');
    expect((after.get('Login') ?? 0) - (before.get('Login') ?? 0)).toBe(1);
  });
});
