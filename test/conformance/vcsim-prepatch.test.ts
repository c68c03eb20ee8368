import { expect, test } from 'vitest';
import { against, findingsOf, scanDocument } from './support/esxcheck.ts';
import { startVcsim } from './support/vcsim.ts';
import { witness } from './support/witness.ts';

/** What vcsim does not tell: it lacks the esxcli commands, and its clusters do not say how DRS and HA are set. */
const UNTOLD = ['acceptance-level', 'boots-from-disk', 'drs-fully-automated', 'ha-enabled'];

witness('the prepatch pack against unmodified vcsim', 'go', () => {
  test('a vCenter is judged to the end, and what it does not tell is unknown', async () => {
    await using vcsim = await startVcsim({ stock: true, hosts: 12, clusters: 3 });
    const ran = await against(vcsim, 'scan', '--pack', 'prepatch', '--format', 'json');
    expect([1, 3]).toContain(ran.status);
    const document = scanDocument(ran);
    const verdictsOf = (rule: string) =>
      new Set([...findingsOf(document, `prepatch/${rule}`).values()].map(({ verdict }) => verdict));
    for (const rule of UNTOLD) expect([rule, verdictsOf(rule)]).toEqual([rule, new Set(['unknown'])]);
    expect(verdictsOf('connected')).toEqual(new Set(['pass']));
    expect(verdictsOf('no-red-alarms')).toEqual(new Set(['pass']));
    expect(verdictsOf('another-host-in-service')).toEqual(new Set(['pass']));
    expect(verdictsOf('certificate-valid')).toEqual(new Set(['pass']));
    expect(verdictsOf('no-image-owner')).toEqual(new Set(['pass']));
  });

  test('so is one ESXi host', async () => {
    await using esxi = await startVcsim({ esx: true });
    const ran = await against(esxi, 'scan', '--pack', 'prepatch', '--format', 'json');
    expect([1, 3]).toContain(ran.status);
    const verdicts = [...findingsOf(scanDocument(ran), 'prepatch/no-red-alarms').values()];
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['unknown']);
  });
});
