import { describe, expect, test } from 'vitest';
import { fileURLToPath } from 'node:url';
import { WITNESSED_HOSTS } from './support/estate.ts';
import { run } from './support/run.ts';
import { ACCOUNT, startWitnessed } from './support/simulator.ts';

const WITNESS = fileURLToPath(new URL('soap/witness.cjs', import.meta.url));

interface Saw {
  readonly user: string;
  readonly apiType: string;
  readonly pages: readonly (readonly { readonly name: string; readonly 'summary.hardware.model': string }[])[];
}

describe('node-vsphere-soap, unmodified, against our simulator', () => {
  test('fetches the WSDL, logs in, reads hosts page by page with verified TLS, and logs out', async () => {
    await using at = await startWitnessed();
    const ran = await run(process.execPath, [WITNESS, `${at.simulator.host}:${at.simulator.port}`], {
      env: { NODE_EXTRA_CA_CERTS: at.caFile, WITNESS_USER: ACCOUNT.user, WITNESS_PASSWORD: ACCOUNT.password },
    });
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    const saw = JSON.parse(ran.stdout) as Saw;
    expect(saw).toMatchObject({ apiType: 'VirtualCenter', user: expect.stringMatching(/administrator/i) });
    expect(saw.pages.map((page) => page.length)).toEqual([4, 4]);
    expect(
      saw.pages
        .flat()
        .map((row) => row.name)
        .toSorted(),
    ).toEqual(WITNESSED_HOSTS);
    expect(at.simulator.openSessions).toBe(0);
    expect(at.simulator.openTokens).toBe(0);
  });

  test('without the certificate it is refused before the login', async () => {
    await using at = await startWitnessed();
    const ran = await run(process.execPath, [WITNESS, `${at.simulator.host}:${at.simulator.port}`], {
      env: { WITNESS_USER: ACCOUNT.user, WITNESS_PASSWORD: ACCOUNT.password },
    });
    expect(ran.status).not.toBe(0);
    expect(at.simulator.calls.count('Login')).toBe(0);
  });
});
