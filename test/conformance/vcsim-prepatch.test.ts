import { expect, test } from 'vitest';
import { against, scanDocument, type ScanDocument } from './support/esxcheck.ts';
import { startVcsim } from './support/vcsim.ts';
import { witness } from './support/witness.ts';

/** What vcsim does not tell: it lacks the esxcli commands, and its clusters do not say how DRS and HA are set. */
const UNTOLD = ['acceptance-level', 'boots-from-disk', 'drs-fully-automated', 'ha-enabled'];

function verdictsIn({ findings }: ScanDocument, name: string): ReadonlySet<string> {
  return new Set(findings.filter(({ rule }) => rule === `prepatch/${name}`).map(({ verdict }) => verdict));
}

witness('the prepatch pack against unmodified vcsim', 'go', () => {
  test('a vCenter is judged to the end, and what it does not tell is unknown', async () => {
    await using vcsim = await startVcsim({ stock: true, hosts: 12, clusters: 3 });
    const ran = await against(vcsim, 'scan', '--pack', 'prepatch', '--format', 'json');
    expect([1, 3]).toContain(ran.status);
    const document = scanDocument(ran);
    const verdictsOf = (rule: string) => verdictsIn(document, rule);
    for (const rule of UNTOLD) expect([rule, verdictsOf(rule)]).toEqual([rule, new Set(['unknown'])]);
    expect(verdictsOf('connected')).toEqual(new Set(['pass']));
    expect(verdictsOf('no-red-alarms')).toEqual(new Set(['pass']));
    expect(verdictsOf('another-host-in-service')).toEqual(new Set(['pass']));
    expect(verdictsOf('certificate-valid')).toEqual(new Set(['pass']));
    expect(verdictsOf('no-image-owner')).toEqual(new Set(['pass']));
  });

  test('of clusters that say an image owns them, it is asked over REST, and what it does not have is unknown', async () => {
    await using vcsim = await startVcsim({ stock: true, hosts: 4, clusters: 1, api: '8.0.3.0', image: true });
    const ran = await against(vcsim, 'scan', '--pack', 'prepatch', '--pack', 'upgrade', '--format', 'json');
    expect([1, 3]).toContain(ran.status);
    const document = scanDocument(ran);
    // Whether an image is what is wanted hangs on the release that it brings.
    expect(verdictsIn(document, 'no-image-owner')).toEqual(new Set(['unknown']));
    for (const rule of ['image-compatible', 'image-compliant', 'image-checked', 'image-word-holds']) {
      expect([rule, verdictsIn(document, rule)]).toEqual([rule, new Set(['unknown'])]);
    }
    const told = document.findings.filter(({ rule }) => rule === 'prepatch/image-compatible');
    // vcsim has drafts of images, and not what was found of them: HTTP 400, UNSUPPORTED.
    expect(new Set(told.map(({ reason }) => reason))).toEqual(new Set(['fault']));
    expect(document.hosts.every(({ plannedImage }) => plannedImage?.problem?.includes('could not be read'))).toBe(true);
  });

  test('so is one ESXi host', async () => {
    await using esxi = await startVcsim({ esx: true });
    const ran = await against(esxi, 'scan', '--pack', 'prepatch', '--format', 'json');
    expect([1, 3]).toContain(ran.status);
    expect(verdictsIn(scanDocument(ran), 'no-red-alarms')).toEqual(new Set(['unknown']));
  });
});
