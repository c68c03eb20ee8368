// A reader that behaves until it is asked for one target, and then as it is told: node misbehaving.mjs HOW URL. What else it is asked
// for, it reads as the program does.
import { PassThrough } from 'node:stream';
import { createInterface } from 'node:readline';
import { serve } from '../../../dist/src/readers/serve.js';
import { orderIn } from '../../../dist/src/readers/job.js';

const [how, url] = process.argv.slice(2);
const say = (text) => process.stdout.write(`${text}\n`);
const host = (job, changes) => {
  const [listed] = job.hosts;
  const facts = { kernel: [], firewall: null, options: [], services: null, properties: [], vibs: null, esxcli: [] };
  const texts =
    'uuid serial datacenter cluster computeResource folder vendor model cpuModel biosVersion biosReleaseDate version';
  const more =
    'build release released connectionState powerState standbyMode inMaintenanceMode bootTime managementServerIp trouble';
  const nothing = Object.fromEntries(`${texts} ${more}`.split(' ').map((key) => [key, null]));
  const told = { id: 'x', moid: listed.object.value, name: listed.name, target: job.endpoint.url };
  return JSON.stringify({ kind: 'host', job: job.id, facts: { ...facts, host: { ...nothing, ...told, ...changes } } });
};
const WAYS = {
  killed: () => process.kill(process.pid, 'SIGKILL'),
  garbage: () => say('{"kind": "host", "job"'),
  stranger: (job) => say(host(job, { moid: 'host-999999' })),
  elsewhere: (job) => say(host(job, { target: 'https://other.example/sdk' })),
  twice: (job) => say(`${host(job)}\n${host(job)}`),
  nothing: (job) => say(JSON.stringify({ kind: 'done', job: job.id, loss: null })),
  endless: () => say('x'.repeat(20_000_000)),
  full: () => {
    const all = [];
    for (;;) all.push(Array.from({ length: 100_000 }, () => ({})));
  },
  hangs: () => {
    for (;;);
  },
  throws: () => {
    throw new TypeError('a bug in the reader');
  },
};
const input = new PassThrough();
if (how === 'absent') process.exit(7);
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const order = orderIn(line);
    if (order.kind === 'read' && order.endpoint.url === url) WAYS[how](order);
    else input.write(`${line}\n`);
  })
  .on('close', () => input.end());
await serve({ input, output: process.stdout, signal: new AbortController().signal });
process.exit();
