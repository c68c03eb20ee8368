// The least that a Node client can do: sends recorded requests with the recorded concurrency, and throws the answers away.
// usage: node bare.mjs read|parse CONNECTIONS RECORDING ORIGIN [RECORDING ORIGIN]...
// With `parse`, answers go through the XML parser, and so do the documents of esxcli that stand in them as text.
import { once, EventEmitter } from 'node:events';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip, gunzipSync } from 'node:zlib';
import { SaxesParser } from 'saxes';
import { Pool } from 'undici';

const [mode, connections, ...places] = process.argv.slice(2);
const PATTERNS = { view: /<returnval[^>]*type="ContainerView"[^>]*>([^<]+)</, token: /<token>([^<]+)<\/token>/ };

function parserOfAnswers() {
  const parser = new SaxesParser({ position: false });
  let inner = null;
  parser.on('opentag', ({ name }) => {
    inner = name === 'response' ? '' : null;
  });
  parser.on('text', (text) => {
    if (inner !== null) inner += text;
  });
  parser.on('closetag', () => {
    if (inner?.startsWith('<')) new SaxesParser({ position: false }).write(inner).close();
    inner = null;
  });
  return parser;
}

async function throwAway(body) {
  for await (const _chunk of body);
}

async function parse(body, isZipped) {
  const parser = parserOfAnswers();
  const text = isZipped ? body.pipe(createGunzip()) : body;
  text.setEncoding('utf8');
  for await (const chunk of text) parser.write(chunk);
  parser.close();
}

async function replay(file, origin) {
  const pool = new Pool(origin, {
    connections: Number(connections),
    pipelining: 1,
    connect: { rejectUnauthorized: false },
  });
  const learnt = new Map();
  const finished = new EventEmitter();
  let count = 0;
  let cookie;

  const learn = async (body, isZipped, { kind, name }) => {
    const content = Buffer.from(await body.arrayBuffer());
    const text = (isZipped ? gunzipSync(content) : content).toString();
    learnt.set(name, PATTERNS[kind].exec(text)[1]);
    if (mode === 'parse') parserOfAnswers().write(text).close();
  };

  const send = async ({ method, path, headers, hasCookie, body, learns }) => {
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
  };

  for await (const line of createInterface({ input: createReadStream(file) })) {
    const request = JSON.parse(line);
    while (count < request.after) await once(finished, 'one');
    void send(request);
  }
  // Each request that is still under way ends before the pool does.
  await pool.close();
}

const replays = [];
for (let at = 0; at < places.length; at += 2) replays.push(replay(places[at], places[at + 1]));
await Promise.all(replays);
