import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSession } from '../../src/connect/session.ts';
import { readToken } from '../../src/target/saml-token.ts';
import { currentTime } from '../../src/vim/methods/session.ts';
import { temporaryFolder } from '../target/surroundings.ts';
import { govc } from './support/govc.ts';
import { startVcsim } from './support/vcsim.ts';
import { witness } from './support/witness.ts';

witness('a SAML token', 'go', () => {
  // vcsim hands out one and the same token, which a real identity provider once signed.
  test('that govc had issued is read, known to have ended in 2018, and by the clock of that day logs in at vcsim', async () => {
    await using folder = await temporaryFolder();
    await using vcsim = await startVcsim({ hosts: 1, clusters: 1, stock: true });
    const file = join(folder.path, 'token.xml');
    await writeFile(file, await govc(vcsim, 'session.login', '-issue'));
    await chmod(file, 0o600);
    await expect(readToken(file, Date.now())).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    const { credentials } = await readToken(file, Date.parse('2018-03-04T00:00:00Z'));
    expect(credentials.user).toBe('Administrator@VSPHERE.LOCAL');
    const trust = { thumbprints: [vcsim.sha256], ca: null, knownThumbprints: [], insecure: false, legacyTls: false };
    const endpoint = { url: vcsim.url, host: '127.0.0.1', port: vcsim.port, trust, timeoutMs: 20_000 };
    await using session = await openSession(endpoint, credentials);
    expect(await session.call(currentTime())).toBeTruthy();
    expect((await vcsim.calls()).get('LoginByToken')).toBe(1);
  });
});
