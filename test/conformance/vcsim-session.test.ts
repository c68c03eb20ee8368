import { expect, test, vi } from 'vitest';
import { openSession, type Session } from '../../src/connect/session.ts';
import { currentTime } from '../../src/vim/methods/session.ts';
import { GOVC } from './support/paths.ts';
import { run } from './support/run.ts';
import { startVcsim, type Vcsim } from './support/vcsim.ts';
import { witness } from './support/witness.ts';

function sessionWith(vcsim: Vcsim): Promise<Session> {
  const trust = { thumbprints: [vcsim.sha256], ca: null, knownThumbprints: [], insecure: false, legacyTls: false };
  return openSession(
    { url: vcsim.url, host: '127.0.0.1', port: vcsim.port, trust, timeoutMs: 20_000 },
    { user: vcsim.user, password: vcsim.password },
  );
}

interface ListedSession {
  readonly userAgent: string;
}

/** The sessions that the server knows, without the one that asks. */
async function othersAt(vcsim: Vcsim): Promise<readonly ListedSession[]> {
  const account = { GOVC_USERNAME: vcsim.user, GOVC_PASSWORD: vcsim.password };
  const env = { ...account, GOVC_URL: vcsim.url, GOVC_INSECURE: 'true', GOVC_PERSIST_SESSION: 'false' };
  const { stdout } = await run(GOVC, ['session.ls', '-json'], { env });
  const { sessionList } = JSON.parse(stdout) as { readonly sessionList: readonly ListedSession[] };
  return sessionList.filter(({ userAgent }) => !userAgent.includes('govc'));
}

async function expiry(vcsim: Vcsim): Promise<void> {
  await vi.waitFor(async () => expect(await othersAt(vcsim)).toEqual([]), { timeout: 30_000, interval: 200 });
}

const NAMES = [{ type: 'HostSystem', paths: ['name'] }];

witness('a session that vcsim ends for idleness', 'go', () => {
  test('is renewed for a call', async () => {
    await using vcsim = await startVcsim({ hosts: 1, clusters: 1, stock: true, sessionTimeout: '1s' });
    await using session = await sessionWith(vcsim);
    await expiry(vcsim);
    expect(await session.call(currentTime())).toBeTruthy();
    expect(session.traffic.logins).toBe(2);
  });

  test('is renewed in the middle of a retrieval, and every host is still seen once', async () => {
    await using vcsim = await startVcsim({ hosts: 210, clusters: 2, stock: true, sessionTimeout: '1s' });
    await using session = await sessionWith(vcsim);
    const view = { container: session.content.rootFolder, types: ['HostSystem'] };
    const seen: string[] = [];
    for await (const { object } of session.retrieve({ view, properties: NAMES })) {
      if (seen.length === 0) await expiry(vcsim);
      seen.push(object.value);
    }
    expect(seen.toSorted()).toEqual(vcsim.hosts.map((host) => host.id).toSorted());
    expect(session.traffic.logins).toBe(2);
  });

  test('is replaced by one that is logged out at the end', async () => {
    await using vcsim = await startVcsim({ hosts: 1, clusters: 1, stock: true, sessionTimeout: '1s' });
    {
      await using session = await sessionWith(vcsim);
      await expiry(vcsim);
      await session.call(currentTime());
      expect(await othersAt(vcsim)).toHaveLength(1);
    }
    expect(await othersAt(vcsim)).toEqual([]);
  });
});
