import { expect, test } from 'vitest';
import { startVcsim } from './support/vcsim.ts';
import { witness } from './support/witness.ts';

witness('vcsim', 'go', () => {
  test('describes the hosts that it made', async () => {
    await using vcsim = await startVcsim({ hosts: 7, clusters: 2 });
    expect(vcsim.hosts).toHaveLength(7);
    expect(vcsim.hosts.filter((host) => host.cluster === '')).toHaveLength(1);
  });

  test('counts the calls that it gets', async () => {
    await using vcsim = await startVcsim({ hosts: 1, clusters: 1, stock: true });
    expect(await vcsim.calls()).toEqual(new Map());
  });
});
