import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEstate } from '../../../src/simulator/estate.ts';
import { startSimulator, type Simulator } from '../../../src/simulator/simulator.ts';
import { WITNESSED_ESTATE } from './estate.ts';

export const ACCOUNT = { user: 'administrator@vsphere.local', password: 'demo' };

/** Our simulator, listening for other people's clients, with its certificate in a file. */
export interface Witnessed extends AsyncDisposable {
  readonly simulator: Simulator;
  /** PEM file that trusts it. */
  readonly caFile: string;
  /** A folder that goes with it. */
  readonly folder: string;
}

export async function startWitnessed(estate = WITNESSED_ESTATE): Promise<Witnessed> {
  const simulator = await startSimulator({ estate: parseEstate(estate, 'witnessed.yaml') });
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-witness-'));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, simulator.certificate.pem);
  return {
    simulator,
    caFile,
    folder,
    async [Symbol.asyncDispose]() {
      await simulator.close();
      await rm(folder, { recursive: true });
    },
  };
}
