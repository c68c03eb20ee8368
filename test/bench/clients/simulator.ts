// Our simulator in a process of its own. Prints one line of JSON, and ends with its standard input.
import { generateEstate } from '../../../src/simulator/estate.ts';
import { startSimulator } from '../../../src/simulator/simulator.ts';

const [hosts, latency] = process.argv.slice(2).map(Number);
const simulator = await startSimulator({ estate: generateEstate({ hosts: hosts ?? 0 }), latency: latency ?? 0 });
const { url, certificate } = simulator;
process.stdout.write(`${JSON.stringify({ url, sha256: certificate.sha256, certificate: certificate.pem })}\n`);
process.stdin.resume().once('end', () => void simulator.close());
