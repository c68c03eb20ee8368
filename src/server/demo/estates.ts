import { setTimeout as wait } from 'node:timers/promises';
import { EsxcheckError } from '../../model/errors.ts';
import type { Children } from './children.ts';

/** A simulated vCenter of the demo, under the name that its site gives it. */
export interface DemoTarget {
  /** `127.0.0.1:PORT` */
  readonly name: string;
  readonly hosts: number;
  /** SHA-256 of its certificate. */
  readonly thumbprint: string;
}

export const ACCOUNT = { user: 'administrator@vsphere.local', password: 'demo' } as const;

const SIZES = [60, 40, 24] as const;
/** Milliseconds of an answer: so slow that a worker can be killed in the middle. */
const LATENCY = 100;
const PATIENCE = 30_000;

/** Starts three of them, on free ports of loopback. */
export function startEstates(children: Children, esxcheck: readonly string[]): Promise<readonly DemoTarget[]> {
  return Promise.all(SIZES.map((hosts) => startEstate(children, esxcheck, hosts)));
}

async function startEstate(children: Children, esxcheck: readonly string[], hosts: number): Promise<DemoTarget> {
  const words = ['simulate', '--hosts', String(hosts), '--latency', String(LATENCY)];
  const simulator = children.start('esxcheck simulate', [...esxcheck, ...words]);
  const until = performance.now() + PATIENCE;
  for (;;) {
    const [, name] = /https:\/\/(127\.0\.0\.1:\d+)\/sdk/.exec(simulator.printed()) ?? [];
    const [, thumbprint] = /SHA-256 +([0-9A-F:]{95})/.exec(simulator.printed()) ?? [];
    if (name !== undefined && thumbprint !== undefined) return { name, hosts, thumbprint };
    if (performance.now() > until) {
      throw new EsxcheckError('DEMO_FAILED', 'A simulated vCenter did not start.', { details: [simulator.printed()] });
    }
    await wait(50);
  }
}
