import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { EVERYTHING } from '../../src/collect/scope.ts';
import { examine } from '../../src/doctor/examine.ts';
import { roleScript } from '../../src/doctor/role-script.ts';
import { PRIVILEGES } from '../../src/model/privileges.ts';
import { govc } from './support/govc.ts';
import { GOVC } from './support/paths.ts';
import { startVcsim } from './support/vcsim.ts';
import { witness } from './support/witness.ts';

witness('doctor', 'go', () => {
  test('asks vcsim for privileges, host by host, and esxcli answers', async () => {
    await using vcsim = await startVcsim({ hosts: 3, clusters: 1 });
    const trust = { thumbprints: [vcsim.sha256], ca: null, knownThumbprints: [], insecure: false, legacyTls: false };
    const endpoint = { url: vcsim.url, host: '127.0.0.1', port: vcsim.port, trust, timeoutMs: 20_000 };
    const { targets } = await examine({
      connections: [{ endpoint, credentials: { user: vcsim.user, password: vcsim.password } }],
      scope: EVERYTHING,
      purpose: 'remediating',
      rules: [],
      tool: { name: 'esxcheck', version: '0' },
      now: () => new Date(),
      signal: new AbortController().signal,
    });
    expect(targets[0]).toMatchObject({ error: null, privilegesProblem: null });
    const connected = targets[0]?.hosts.filter(({ connectionState }) => connectionState === 'connected') ?? [];
    expect(connected.length).toBeGreaterThan(0);
    for (const host of connected) expect(host).toMatchObject({ lacking: [], esxcli: true });
  });

  test('prints a script with which govc makes the role, and every privilege in it is known to vcsim', async () => {
    await using vcsim = await startVcsim({ hosts: 1, clusters: 1, stock: true });
    const script = roleScript('govc', { purpose: 'remediating', principal: 'VSPHERE.LOCAL\\Administrator' });
    const account = { GOVC_URL: vcsim.url, GOVC_USERNAME: vcsim.user, GOVC_PASSWORD: vcsim.password };
    const env = {
      ...account,
      GOVC_INSECURE: 'true',
      GOVC_PERSIST_SESSION: 'false',
      PATH: `${dirname(GOVC)}:${process.env['PATH'] ?? ''}`,
    };
    await promisify(execFile)('sh', ['-c', script], { env });
    const listed = (await govc(vcsim, 'role.ls', 'esxcheck-remediating')).split('\n').filter((id) => id !== '');
    const wanted = PRIVILEGES.map(({ id }) => id);
    expect(listed).toEqual(expect.arrayContaining(wanted));
    expect(await govc(vcsim, 'permissions.ls', '/')).toContain('esxcheck-remediating');
  });
});
