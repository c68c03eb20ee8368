import { beforeAll, expect, test } from 'vitest';
import { against, scanDocument } from './support/esxcheck.ts';
import { govc } from './support/govc.ts';
import { startVcsim, type Vcsim } from './support/vcsim.ts';
import { witness } from './support/witness.ts';

/** Two clusters of four hosts in folder F0 of DC0, labelled by govc. */
async function labelled(): Promise<Vcsim> {
  const vcsim = await startVcsim({ hosts: 8, clusters: 2, folders: true });
  const host = '/F0/DC0/host/F0';
  await govc(vcsim, 'tags.category.create', 'Environment');
  await govc(vcsim, 'tags.category.create', 'Role');
  await govc(vcsim, 'tags.create', '-c', 'Environment', 'Production');
  await govc(vcsim, 'tags.create', '-c', 'Environment', 'Lab');
  await govc(vcsim, 'tags.create', '-c', 'Role', 'Canary');
  await govc(vcsim, 'tags.attach', '-c', 'Environment', 'Production', `${host}/DC0_C0`);
  await govc(vcsim, 'tags.attach', '-c', 'Environment', 'Lab', `${host}/DC0_C1/DC0_C1_H0`);
  await govc(vcsim, 'tags.attach', '-c', 'Role', 'Canary', `${host}/DC0_C0/DC0_C0_H1`);
  await govc(vcsim, 'fields.add', 'Owner');
  await govc(vcsim, 'fields.set', 'Owner', 'Storage', `${host}/DC0_C1`);
  await govc(vcsim, 'fields.set', 'Owner', 'Jane', `${host}/DC0_C0/DC0_C0_H0`);
  return vcsim;
}

const C0 = ['DC0_C0_H0', 'DC0_C0_H1', 'DC0_C0_H2', 'DC0_C0_H3'];
const C1 = ['DC0_C1_H0', 'DC0_C1_H1', 'DC0_C1_H2', 'DC0_C1_H3'];

witness('scope against vcsim, with tags and custom attributes by govc', 'go', () => {
  let vcsim: Vcsim;
  beforeAll(async () => {
    vcsim = await labelled();
    return () => vcsim[Symbol.asyncDispose]();
  });

  test.each<[readonly string[], readonly string[]]>([
    [['--tag', 'Environment=Production'], C0],
    [
      ['--tag', 'environment=lab', '--tag', 'Role=*'],
      ['DC0_C0_H1', 'DC0_C1_H0'],
    ],
    [['--tag', 'Environment=Production', '--host', '*H1'], ['DC0_C0_H1']],
    [['--attribute', 'Owner=Storage'], C1],
    [['--attribute', 'owner=ja*'], ['DC0_C0_H0']],
    [
      ['--folder', 'F0'],
      [...C0, ...C1],
    ],
    [['--folder', 'DC0/F0', '--tag', 'Environment=Lab', '--attribute', 'Owner=Storage'], ['DC0_C1_H0']],
  ])('%j chooses the hosts that govc has labelled', async (flags, names) => {
    const ran = await against(vcsim, 'kernel', 'iovDisableIR', ...flags, '--format', 'json');
    expect(scanDocument(ran).hosts.map(({ name }) => name)).toEqual(names);
  });

  test('a scope that matches nothing says what there is, and what is near', async () => {
    const { status, stderr } = await against(vcsim, 'scan', '--tag', 'Environment=Prod');
    expect(status).toBe(2);
    expect(stderr).toContain('no host matches --tag Environment=Prod');
    expect(stderr).toContain('did you mean "Environment=Production"?');
    expect(stderr).toContain('--tag could be: Environment=Lab, Environment=Production, Role=Canary');
  });

  test('the document tells the labels of each host and where they come from', async () => {
    const { hosts } = scanDocument(await against(vcsim, 'scan', '--labels', '--host', 'DC0_C1_H0', '--format', 'json'));
    expect(hosts).toMatchObject([
      {
        folder: 'F0',
        tags: [{ category: 'Environment', name: 'Lab', on: 'host', of: 'DC0_C1_H0' }],
        tagsProblem: null,
        attributes: [{ name: 'Owner', value: 'Storage', on: 'cluster', of: 'DC0_C1' }],
      },
    ]);
  });
});
