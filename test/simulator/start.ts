import { parseEstate } from '../../src/simulator/estate.ts';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/simulator.ts';
import { RawClient, text, texts } from './client.ts';

export interface Simulated extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly client: RawClient;
}

/** An estate of one cluster; `hosts` is YAML, a list. */
export function estateOf(hosts: string, head = ''): ReturnType<typeof parseEstate> {
  const indented = hosts
    .trim()
    .split('\n')
    .map((line) => `          ${line}`)
    .join('\n');
  const yaml = `${head}\ndatacenters:\n  - name: DC\n    clusters:\n      - name: C\n        hosts:\n${indented}\n`;
  return parseEstate(yaml, 'test.yaml');
}

/** A running simulator and a client that has logged in. */
export async function simulated(
  estate: SimulatorOptions['estate'],
  options: Omit<SimulatorOptions, 'estate'> = {},
): Promise<Simulated> {
  const simulator = await startSimulator({ ...options, estate });
  const client = new RawClient(simulator);
  await client.login();
  return {
    simulator,
    client,
    [Symbol.asyncDispose]: async () => {
      client[Symbol.dispose]();
      await simulator.close();
    },
  };
}

/** Reads properties of one host by name: the texts of `val`, or the whole answer. */
export async function properties(
  { simulator, client }: Simulated,
  host: string,
  paths: readonly string[],
): Promise<string> {
  const pathSet = paths.map((path) => `<pathSet>${path}</pathSet>`).join('');
  return client.call(
    'RetrievePropertiesEx',
    'PropertyCollector:propertyCollector',
    `<specSet><propSet><type>HostSystem</type>${pathSet}</propSet><objectSet><obj type="HostSystem">${
      simulator.hostNamed(host).moid
    }</obj></objectSet></specSet><options/>`,
  );
}

export async function property(world: Simulated, host: string, path: string): Promise<string | undefined> {
  return texts(await properties(world, host, [path]), 'val')[0];
}

export async function executerOf({ simulator, client }: Simulated, host: string): Promise<string> {
  const answer = await client.call('RetrieveManagedMethodExecuter', `HostSystem:${simulator.hostNamed(host).moid}`);
  return `ReflectManagedMethodExecuter:${text(answer, 'returnval')}`;
}
