// Our simulator in a process of its own. Prints one line of JSON, and ends with its standard input.
import { randomUUID } from 'node:crypto';
import { generateEstate } from '../../../src/simulator/estate.ts';
import { startSimulator } from '../../../src/simulator/simulator.ts';

const [hosts, latency, slots, refuseAbove] = process.argv.slice(2).map((text) => Number(text));
// Several of them can be targets of one scan, which refuses to see one vCenter twice.
const estate = { ...generateEstate({ hosts: hosts ?? 0 }), instanceUuid: randomUUID() };
const simulator = await startSimulator({
  estate,
  latency: latency ?? 0,
  ...(slots === undefined || slots === 0 ? {} : { slots }),
  ...(refuseAbove === undefined || refuseAbove === 0 ? {} : { refuseAbove }),
});
const { url, certificate } = simulator;
process.stdout.write(`${JSON.stringify({ url, sha256: certificate.sha256, certificate: certificate.pem })}\n`);
process.stdin.resume().once('end', () => void simulator.close());
