import type { Scan } from '../../src/model/scan.ts';
import { makeCertificate } from '../../src/simulator/certificate.ts';
import { Capture, type CapturedCall } from '../../src/support/capture.ts';
import { replay } from '../support/replay.ts';
import { rulesOf, scanOf } from '../support/scans.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';

const ESTATE = `
datacenters:
  - name: Lab
    clusters: [{ name: C, hosts: [{ name: 'esx-{n}', count: 2, vendor: HP, model: ProLiant DL380p Gen8 }] }]
`;

/**
 * A vCenter whose answers were recorded, and of which one is replaced by something else. The whole client meets it: whatever
 * it says, a scan ends in a scan or in an error for people.
 */
export async function lyingServer() {
  const rules = await rulesOf(() => true);
  const capture = new Capture();
  {
    await using vcenter = await simulatedVcenter(ESTATE);
    const connection = connectionTo(vcenter);
    await scanOf([{ ...connection, witness: capture.witness(connection.credentials) }], { rules });
  }
  const certificate = await makeCertificate();
  let turn = 0;
  return {
    async scanWith(bytes: Buffer): Promise<Scan> {
      turn = (turn + 1) % capture.calls.length;
      const calls = capture.calls.map((call, index): CapturedCall =>
        index === turn ? { ...call, response: bytes.toString('utf8') } : call,
      );
      await using server = await replay({ head: HEAD, calls }, { certificate, timeoutMs: 2000 });
      return await scanOf([server.connection], { rules });
    },
  };
}

const HEAD = { schema: 'esxcheck.capture/1', tool: { name: 'esxcheck', version: '0' }, apiVersion: '8.0.3.0' } as const;
