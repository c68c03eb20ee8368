import { expect, test } from 'vitest';
import { against, findingsOf, scanDocument } from './support/esxcheck.ts';
import { expectedOutbound2377 } from './support/expected.ts';
import { startVcsim } from './support/vcsim.ts';
import { witness } from './support/witness.ts';

witness('unmodified vcsim', 'go', () => {
  test('a kernel setting that no host knows is unread everywhere, without a second login', async () => {
    await using vcsim = await startVcsim({ stock: true, hosts: 12, clusters: 3 });
    const ran = await against(vcsim, 'kernel', 'iovDisableIR', '--format', 'lines');
    const lines = ran.stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(12);
    expect(lines.filter((line) => !line.endsWith('-> Def:?-Con:?-Run:?'))).toEqual([]);
    expect(ran.status).toBe(3);
    const calls = await vcsim.calls();
    expect([calls.get('Login'), calls.get('Logout')]).toEqual([1, 1]);
  });

  test('a scan judges what there is to judge', async () => {
    await using vcsim = await startVcsim({ stock: true, hosts: 12, clusters: 3 });
    const document = scanDocument(await against(vcsim, 'scan', '--format', 'json'));
    const verdicts = [...findingsOf(document, 'hpe/gen8-interrupt-remapping').values()];
    expect(verdicts).toEqual(vcsim.hosts.map(() => ({ verdict: 'not-applicable', state: null, reason: null })));
    expect(findingsOf(document, 'vic/outbound-2377')).toEqual(
      new Map(vcsim.hosts.map((host) => [host.id, host.firewall && expectedOutbound2377(host.firewall, null)])),
    );
  });

  test('one ESXi host is a target like a vCenter, known by its hardware UUID', async () => {
    await using esxi = await startVcsim({ esx: true });
    const document = scanDocument(await against(esxi, 'scan', '--format', 'json'));
    expect(document.hosts.map((host) => host.uuid)).toEqual(esxi.hosts.map((host) => host.uuid));
    expect(document.targets[0]?.identity).toBe(esxi.hosts[0]?.uuid);
  });
});
