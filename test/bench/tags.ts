import { EVERYTHING, readSelection } from '../../src/collect/scope.ts';
import { openSession, type Session } from '../../src/connect/session.ts';
import { attachedTags } from '../../src/rest/tagging.ts';
import { parseEstate } from '../../src/simulator/estate.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { row } from './table.ts';

/** What one way to learn the tags of hosts takes. */
interface TagCost {
  readonly hosts: number;
  readonly way: string;
  readonly restCalls: number;
  readonly seconds: number;
}

const LATENCY_MS = 20;
const HOSTS_A_CLUSTER = 25;
/** Of one category a cluster's own, of another one for all hosts of a number. */
const ROLES = 5;

/** Clusters of 25 hosts, a tag each, and five tags over all hosts. */
function estateOf(hosts: number): string {
  const clusters = Array.from({ length: hosts / HOSTS_A_CLUSTER }, (_, index) => {
    const groups = Array.from(
      { length: ROLES },
      (__, role) => `{ name: 'esx-${index}-${role}-{n}', count: ${HOSTS_A_CLUSTER / ROLES}, tags: ['Role=R${role}'] }`,
    );
    return `      - { name: C${index}, tags: ['Owner=Team ${index}'], hosts: [${groups.join(', ')}] }`;
  });
  return `latency: ${LATENCY_MS}\ndatacenters:\n  - name: DC1\n    clusters:\n${clusters.join('\n')}\n`;
}

type Way = readonly [name: string, work: (session: Session) => Promise<unknown>];

const WAYS: readonly Way[] = [
  ['hosts without tags', (session) => readSelection(session, EVERYTHING)],
  ['hosts with tags', (session) => readSelection(session, EVERYTHING, { labels: { tags: true } })],
  ['a question a host, as loops over hosts do', askEach],
];

/** One after the other; the names of the tags are not even among them. */
async function askEach(session: Session): Promise<void> {
  const { inventory } = await readSelection(session, EVERYTHING);
  for (const { object } of inventory) await session.rest.call(attachedTags([object]));
}

/** Calls over REST and seconds of each way, at 20 ms a call, on a simulator in this process. */
export async function tagCosts(sizes: readonly number[]): Promise<readonly TagCost[]> {
  const costs: TagCost[] = [];
  for (const hosts of sizes) {
    await using simulator = await simulatedVcenter(parseEstate(estateOf(hosts), 'tags'));
    const { endpoint, credentials } = connectionTo(simulator, { timeoutMs: 60_000 });
    for (const [way, work] of WAYS) {
      const before = restCalls(simulator.calls.byMethod);
      const session = await openSession(endpoint, credentials);
      const since = performance.now();
      await work(session);
      const seconds = (performance.now() - since) / 1000;
      await session.close();
      costs.push({ hosts, way, restCalls: restCalls(simulator.calls.byMethod) - before, seconds });
    }
  }
  return costs;
}

/** Login and logout among them. */
function restCalls(byMethod: ReadonlyMap<string, number>): number {
  return [...byMethod].reduce((sum, [name, count]) => sum + (name.startsWith('rest-') ? count : 0), 0);
}

export function tagTable(costs: readonly TagCost[]): string {
  const head = ['hosts', 'what is read', 'calls over REST', 'seconds'];
  const lines = costs.map(({ hosts, way, restCalls: calls, seconds }) =>
    row([String(hosts), way, String(calls), seconds.toFixed(2)]),
  );
  return [row(head), row(head.map(() => '---')), ...lines].join('\n');
}
