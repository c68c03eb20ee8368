// The least that a Node client can do: sends recorded requests with the recorded concurrency, and throws the answers away.
// usage: node bare.mjs RECORDING ORIGIN CONNECTIONS [parse]; with `parse`, answers are also run through the XML parser.
import { once, EventEmitter } from 'node:events';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip, gunzipSync } from 'node:zlib';
import { SaxesParser } from 'saxes';
import { Pool } from 'undici';

const [file, origin, connections, mode] = process.argv.slice(2);
const pool = new Pool(origin, {
  connections: Number(connections),
  pipelining: 1,
  connect: { rejectUnauthorized: false },
});
const learnt = new Map();
const finished = new EventEmitter();
let count = 0;
let cookie;

const PATTERNS = { view: /<returnval[^>]*type="ContainerView"[^>]*>([^<]+)</, token: /<token>([^<]+)<\/token>/ };

async function throwAway(body) {
  for await (const _chunk of body);
}

async function parse(body, isZipped) {
  const parser = new SaxesParser({ xmlns: true });
  const text = isZipped ? body.pipe(createGunzip()) : body;
  text.setEncoding('utf8');
  for await (const chunk of text) parser.write(chunk);
  parser.close();
}

async function learn(body, isZipped, { kind, name }) {
  const content = Buffer.from(await body.arrayBuffer());
  const text = (isZipped ? gunzipSync(content) : content).toString();
  learnt.set(name, PATTERNS[kind].exec(text)[1]);
  if (mode === 'parse') new SaxesParser({ xmlns: true }).write(text).close();
}

async function send({ method, path, headers, hasCookie, body, learns }) {
  const answer = await pool.request({
    method,
    path,
    headers: hasCookie ? { ...headers, cookie } : headers,
    body: method === 'GET' ? null : body.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => learnt.get(name)),
  });
  cookie = answer.headers['set-cookie']?.toString().split(';')[0] ?? cookie;
  const isZipped = answer.headers['content-encoding'] === 'gzip';
  if (learns !== null) await learn(answer.body, isZipped, learns);
  else if (mode === 'parse') await parse(answer.body, isZipped);
  else await throwAway(answer.body);
  if (answer.statusCode !== 200) throw new Error(`HTTP ${answer.statusCode}`);
  count += 1;
  finished.emit('one');
}

for await (const line of createInterface({ input: createReadStream(file) })) {
  const request = JSON.parse(line);
  while (count < request.after) await once(finished, 'one');
  void send(request);
}
// Each request that is still under way ends before the pool does.
await pool.close();
