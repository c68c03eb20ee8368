import { type Estate, parseEstate } from '../../src/simulator/estate.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts';
import type { Connection } from '../../src/target/connections.ts';

/** The account of every estate that names no other. */
export const ACCOUNT = { user: 'administrator@vsphere.local', password: 'demo' } as const;

/** How to reach a simulator: pinned by its certificate, with a time-out that no healthy call comes near. */
export function connectionTo(
  { url, host, port, certificate }: Simulator,
  { timeoutMs = 10_000, password = ACCOUNT.password }: { timeoutMs?: number; password?: string } = {},
): Connection {
  const trust = {
    thumbprints: [certificate.sha256],
    ca: null,
    knownThumbprints: [],
    insecure: false,
    legacyTls: false,
  };
  return { endpoint: { url, host, port, trust, timeoutMs }, credentials: { ...ACCOUNT, password } };
}

/** Starts a simulator of an estate, given as such or as the text of an estate file. */
export function simulatedVcenter(
  estate: Estate | string,
  options: Omit<SimulatorOptions, 'estate'> = {},
): Promise<Simulator> {
  return startSimulator({ ...options, estate: typeof estate === 'string' ? parseEstate(estate, 'estate') : estate });
}

/** An estate of Gen8 hosts `esx-01` ... in one cluster, all compliant, in the shape of an estate file. */
export function gen8Estate(hosts: number): string {
  return `
datacenters:
  - name: Lab
    clusters:
      - name: C1
        hosts:
          - name: 'esx-{n}'
            count: ${hosts}
            vendor: HP
            model: ProLiant DL380p Gen8
            version: 6.0.0
            build: 4600944
            kernel: { iovDisableIR: 'FALSE' }
            firewall: { rulesets: { vSPC: { enabled: true } } }
`;
}
