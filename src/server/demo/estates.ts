import { generateEstate } from '../../simulator/estate.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';

/** A simulated vCenter of the demo, under the name that its site gives it. */
export interface DemoTarget {
  readonly name: string;
  readonly hosts: number;
  readonly vcenter: Simulator;
}

export const ACCOUNT = { user: 'administrator@vsphere.local', password: 'demo' } as const;

const SIZES = [60, 40, 24] as const;
/** Milliseconds of an answer: so slow that a worker can be killed in the middle. */
const LATENCY = 60;

/** Starts three of them, on free ports of loopback. */
export async function startEstates(): Promise<readonly DemoTarget[]> {
  return Promise.all(
    SIZES.map(async (hosts) => {
      const vcenter = await startSimulator({ estate: generateEstate({ hosts }), latency: LATENCY });
      return { name: `${vcenter.host}:${vcenter.port}`, hosts, vcenter };
    }),
  );
}
