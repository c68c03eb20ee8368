import { fileURLToPath } from 'node:url';
import type { Failing, FleetSize } from '../../support/fleet.ts';
import { type Measured, serve } from '../servers.ts';

/** What a server has seen since it was started. */
export interface Account {
  readonly byMethod: Readonly<Record<string, number>>;
  /** `HOST METHOD`, in order. */
  readonly writes: readonly string[];
}

export type Expected = Pick<Failing, 'told' | 'writes'>;

/** A fleet to be remediated, in a process of its own. */
export interface FleetServer extends AsyncDisposable {
  readonly server: Measured;
  /** Of its hosts. */
  readonly names: readonly string[];
  readonly account: () => Promise<Account>;
  /** Makes some hosts fail, and tells what must become of each by its name. */
  readonly fail: (readsBefore: number) => Promise<ReadonlyMap<string, Expected>>;
}

const FLEET = fileURLToPath(new URL('../clients/fleet.ts', import.meta.url));

export async function startFleet(size: FleetSize): Promise<FleetServer> {
  const { server, ask } = await serve(FLEET, [String(size.hosts), String(size.clusters)]);
  return {
    server,
    names: JSON.parse(await ask('names')) as readonly string[],
    account: async () => JSON.parse(await ask('account')) as Account,
    fail: async (readsBefore) => {
      const failing = JSON.parse(await ask(`fail ${readsBefore}`)) as readonly (Expected & { readonly name: string })[];
      return new Map(failing.map(({ name, told, writes }) => [name, { told, writes }]));
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

export function callsIn({ byMethod }: Account): number {
  return Object.values(byMethod).reduce((sum, count) => sum + count, 0);
}
