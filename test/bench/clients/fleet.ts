// A fleet for remediation in a process of its own: fleet.ts HOSTS CLUSTERS. Prints a line of JSON, answers each line with
// one, and ends with its standard input. `names` tells the hosts, `fail READS` makes some of them fail, `account` tells what
// the server has seen.
import { createInterface } from 'node:readline';
import { parseEstate } from '../../../src/simulator/estate.ts';
import { startSimulator } from '../../../src/simulator/simulator.ts';
import { failSome, fleet } from '../../support/fleet.ts';

const [hosts, clusters] = process.argv.slice(2).map(Number);
const estate = parseEstate(fleet({ hosts: hosts ?? 0, clusters: clusters ?? 1 }), 'fleet');
const simulator = await startSimulator({ estate });

function answer(line: string): unknown {
  const [word, reads] = line.split(' ');
  if (word === 'fail') {
    return [...failSome(simulator, Number(reads))].map(([name, { what, told, writes }]) => ({
      name,
      what,
      told,
      writes,
    }));
  }
  if (word === 'names') return simulator.hosts.map(({ spec }) => spec.name);
  const { byMethod, writes } = simulator.calls;
  return { byMethod: Object.fromEntries(byMethod), writes: writes.map(({ host, method }) => `${host} ${method}`) };
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

const { url, certificate } = simulator;
print({ url, sha256: certificate.sha256, certificate: certificate.pem });
for await (const line of createInterface({ input: process.stdin })) print(answer(line));
await simulator.close();
