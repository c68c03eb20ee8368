import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { esxcheck } from './support/esxcheck.ts';
import { GOVC } from './support/paths.ts';
import { run, type Ran } from './support/run.ts';
import { startVcsim, type Vcsim } from './support/vcsim.ts';
import { witness } from './support/witness.ts';

async function logins(vcsim: Vcsim): Promise<number> {
  return (await vcsim.calls()).get('Login') ?? 0;
}

witness('the certificate of vcsim', 'go', () => {
  let vcsim: Vcsim;
  let folder: string;
  beforeAll(async () => {
    vcsim = await startVcsim({ hosts: 2, clusters: 1 });
    folder = await mkdtemp(join(tmpdir(), 'esxcheck-trust-'));
    return async () => {
      await vcsim[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    };
  });

  function list(...trust: readonly string[]): Promise<Ran> {
    const args = ['kernel', 'iovDisableIR', '--target', vcsim.url, '--user', vcsim.user, ...trust];
    return esxcheck(args, { env: { ESXCHECK_PASSWORD: vcsim.password, HOME: folder, XDG_CONFIG_HOME: folder } });
  }

  async function loginsDuring(work: () => Promise<void>): Promise<number> {
    const before = await logins(vcsim);
    await work();
    return (await logins(vcsim)) - before;
  }

  async function file(name: string, content: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  test('is refused unknown, with both thumbprints, before the login is sent', async () => {
    const sent = await loginsDuring(async () => {
      const ran = await list();
      expect(ran.status).toBe(2);
      expect(ran.stderr).toContain('CERTIFICATE_UNTRUSTED');
      expect(ran.stderr).toContain(vcsim.sha256);
      expect(ran.stderr).toContain(vcsim.sha1);
    });
    expect(sent).toBe(0);
  });

  test.each(['sha256', 'sha1'] as const)('is accepted by its %s thumbprint', async (form) => {
    expect((await list('--thumbprint', vcsim[form])).status).toBe(0);
  });

  test.each([
    { beside: 'alone', more: [] },
    { beside: 'beside --insecure', more: ['--insecure'] },
  ])('is refused under the wrong pin, $beside', async ({ more }) => {
    const wrong = vcsim.sha256.replace(/^../, vcsim.sha256.startsWith('00') ? '01' : '00');
    const sent = await loginsDuring(async () => {
      const ran = await list('--thumbprint', wrong, ...more);
      expect(ran.status).toBe(2);
      expect(ran.stderr).toContain('CERTIFICATE_MISMATCH');
    });
    expect(sent).toBe(0);
  });

  test('is accepted as its own authority', async () => {
    expect((await list('--ca-file', await file('ca.pem', vcsim.certificate))).status).toBe(0);
  });

  test('is accepted by the known-hosts file that govc writes', async () => {
    const written = await run(GOVC, ['about.cert', '-k', '-thumbprint'], { env: { GOVC_URL: vcsim.url } });
    expect(written.stdout).toBe(`127.0.0.1:${vcsim.port} ${vcsim.sha256}\n`);
    expect((await list('--known-hosts', await file('known_hosts', written.stdout))).status).toBe(0);
  });

  test('is refused when the known-hosts file has another thumbprint', async () => {
    const other = `127.0.0.1:${vcsim.port} ${'00:'.repeat(31)}00\n`;
    const sent = await loginsDuring(async () => {
      expect((await list('--known-hosts', await file('other_hosts', other))).status).toBe(2);
    });
    expect(sent).toBe(0);
  });
});
