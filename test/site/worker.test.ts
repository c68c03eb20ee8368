import { chmod, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { EsxcheckError } from '../../src/model/errors.ts';
import type { TargetReading } from '../../src/site/attempt.ts';
import type { CentreError } from '../../src/site/centre-error.ts';
import { makeSiteKey, nextKeyFile, readKeyFile, writeKeyFile } from '../../src/site/key-file.ts';
import { runWorker, type WorkerOptions, type WorkerResult } from '../../src/site/worker.ts';
import { CentrePeer } from '../support/centre-peer.ts';
import { centreOf, enrolledSite, shipmentOf, spoolIn } from './support.ts';

const PACE = { awayMs: 20, idleMs: 10, greetMs: 60_000 };

/** A worker of a site with two targets; what it reads is counted. */
async function site(given: Partial<WorkerOptions> & { keyDays?: number } = {}) {
  const enrolled = await enrolledSite({ timeoutMs: 1_000, ...given });
  const spoolFolder = join(enrolled.folder, 'spool');
  const { spool } = await spoolIn(spoolFolder, { now: () => new Date(), keepDays: 3_000 });
  const stop = new AbortController();
  const said: string[] = [];
  const reads: string[] = [];
  let count = 0;
  const options: WorkerOptions = {
    ...enrolled,
    spool,
    folder: spoolFolder,
    worker: 'w1',
    version: '1',
    targets: ['vc01', 'vc02'],
    slots: 1,
    now: () => new Date(),
    read: async (target) => {
      reads.push(target);
      count += 1;
      return { shipment: await shipmentOf(target, count), isComplete: true };
    },
    tell: (sentence) => said.push(sentence),
    signal: stop.signal,
    pauses: [5, 5],
    pace: PACE,
    ...given,
  };
  const ended = runWorker(options);
  ended.catch(() => undefined);
  onTestFinished(() => stop.abort(new EsxcheckError('INTERRUPTED', 'Interrupted.')));
  const end = async (): Promise<WorkerResult> => {
    stop.abort(new EsxcheckError('INTERRUPTED', 'Interrupted.'));
    return ended;
  };
  return { ...enrolled, spoolFolder, spool, said, reads, end, ended };
}

function latch() {
  const opener = new AbortController();
  const opened = new Promise<void>((resolve) => opener.signal.addEventListener('abort', () => resolve()));
  return { opened, open: () => opener.abort() };
}

async function waiting(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.esxship'));
}

test('what is asked for is read and shipped as the result of its attempt', async () => {
  const { peer, reads, end } = await site();
  const attempt = peer.give('vc02');
  await peer.until(() => peer.shipments.length === 1);
  expect(peer.shipments[0]).toMatchObject({ target: 'vc02', attempt });
  expect(reads).toEqual(['vc02']);
  expect(await end()).toEqual({ unread: [] });
});

test('a target that the site does not have is refused, and nobody is called', async () => {
  const { peer, reads, said, end } = await site();
  const attempt = peer.give('evil.example.com');
  await peer.until(() => peer.failures.length === 1);
  expect(peer.failures[0]).toMatchObject({ attempt, code: 'TARGET_UNKNOWN' });
  expect(reads).toEqual([]);
  expect(said.join('\n')).toContain('evil.example.com');
  await end();
});

test.each(['__proto__', 'constructor', 'VC01', 'vc01 ', 'vc01/../vc02', 'https://vc01/sdk'])(
  '%s is no target',
  async (name) => {
    const { peer, reads, end } = await site();
    peer.give(name);
    await peer.until(() => peer.failures.length === 1);
    expect(reads).toEqual([]);
    await end();
  },
);

test('the same job named twice is read once, another one of the same target is refused', async () => {
  const read = latch();
  const { peer, reads, end } = await site({
    slots: 2,
    read: async (target) => {
      reads.push(target);
      await read.opened;
      return { shipment: await shipmentOf(target), isComplete: true };
    },
  });
  const attempt = peer.give('vc01');
  peer.give('vc01', attempt);
  const other = peer.give('vc01');
  await peer.until(() => peer.failures.length === 1);
  expect(peer.failures[0]).toMatchObject({ attempt: other, code: 'TARGET_BUSY' });
  read.open();
  await peer.until(() => peer.shipments.length === 1);
  peer.give('vc01', attempt);
  await peer.until(() => peer.requests(/jobs$/).length > 4);
  expect(reads).toEqual(['vc01']);
  await end();
});

test('no more targets are read at a time than there are slots', async () => {
  const read = latch();
  const { peer, reads, end } = await site({
    read: async (target) => {
      reads.push(target);
      await read.opened;
      return { shipment: await shipmentOf(target), isComplete: true };
    },
  });
  peer.give('vc01');
  peer.give('vc02');
  await peer.until(() => peer.failures.length === 1);
  expect(peer.failures[0]?.code).toBe('WORKER_FULL');
  expect(reads).toEqual(['vc01']);
  read.open();
  await end();
});

test('a heartbeat goes while it is read; 409 ends the reading, and nothing of it is used', async () => {
  const { peer, said, spoolFolder, end } = await site({ read: untilAborted });
  const attempt = peer.give('vc01');
  await peer.until(() => peer.requests(/alive$/).length >= 2);
  peer.over.add(attempt);
  await peer.until(() => said.some((each) => each.includes('given up')));
  expect(peer.shipments).toEqual([]);
  expect(peer.failures).toEqual([]);
  expect(await waiting(spoolFolder)).toEqual([]);
  await end();
});

async function untilAborted(_target: string, signal: AbortSignal): Promise<TargetReading> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

test('a result that comes too late is refused, and neither kept nor told as a failure', async () => {
  const { peer, said, spoolFolder, end } = await site();
  const attempt = randomUUID();
  peer.over.add(attempt);
  peer.give('vc01', attempt);
  await peer.until(() => said.some((each) => each.includes('given up')));
  expect(peer.shipments).toEqual([]);
  expect(await waiting(spoolFolder)).toEqual([]);
  await end();
});

test('what cannot be read is told with its code, and the last reading counts', async () => {
  const { peer, end } = await site({
    read: async () => {
      throw new EsxcheckError('INVALID_LOGIN', 'vc01 refuses the password of (account)');
    },
  });
  const attempt = peer.give('vc01');
  await peer.until(() => peer.failures.length === 1);
  expect(peer.failures[0]).toMatchObject({ attempt, code: 'INVALID_LOGIN' });
  expect(await end()).toEqual({ unread: ['vc01'] });
});

test('a bug is told to the centre without its text, and ends the worker with its stack', async () => {
  const { peer, ended } = await site({
    read: async () => {
      throw new TypeError('secret is not a function');
    },
  });
  peer.give('vc01');
  await expect(ended).rejects.toThrow(TypeError);
  expect(peer.failures[0]).toMatchObject({ code: 'BUG' });
  expect(JSON.stringify(peer.failures)).not.toContain('secret');
});

test('SIGTERM ends what is being read, says so, and waits for it', async () => {
  const { peer, end } = await site({ read: untilAborted });
  const attempt = peer.give('vc01');
  await peer.until(() => peer.requests(/alive$/).length >= 1);
  await end();
  expect(peer.failures).toMatchObject([{ attempt, code: 'WORKER_STOPPED' }]);
});

const LIES = [
  'silent',
  'cut',
  'garbage',
  'huge',
  { status: 503, body: { code: 'DATABASE_AWAY', message: 'x' } },
  { status: 302, body: {} },
  { status: 200, body: { jobs: [{ attempt: '../../enrol', target: 'vc01', heartbeatSeconds: 1 }] } },
  { status: 200, body: { jobs: 'x', heartbeatSeconds: -1, schedules: [{ cron: 7 }], refused: null } },
  { status: 400, body: '\u0000' },
] as const;

test.each(LIES)('a centre that answers with %j is asked again, and in the end heard', async (misdeed) => {
  const { peer, end } = await site();
  await peer.until(() => peer.requests(/jobs$/).length > 0);
  peer.misbehave(/\/(?:jobs|hello)$/, misdeed, 2);
  await peer.until(() => peer.requests(/hello$/).length >= 2);
  peer.give('vc01');
  await peer.until(() => peer.shipments.length >= 1);
  await end();
});

test.each(LIES.filter((lie) => typeof lie === 'string' || lie.status !== 400))(
  'a shipment that is answered with %j is sent again',
  async (misdeed) => {
    const { peer, end } = await site();
    peer.misbehave(/shipments/, misdeed);
    const attempt = peer.give('vc01');
    await peer.until(() => peer.shipments.length === 1);
    expect(peer.shipments[0]).toMatchObject({ attempt });
    await end();
  },
);

test('an answer that was lost costs nothing: the same bytes are known', async () => {
  const { peer, spoolFolder, end } = await site();
  peer.misbehave(/shipments/, 'lose-answer');
  peer.give('vc01');
  await peer.until(() => peer.requests(/shipments/).length === 2);
  expect(peer.shipments).toHaveLength(1);
  await end();
  expect(await waiting(spoolFolder)).toEqual([]);
});

test('facts that cannot be shipped wait in the spool, and go when the centre takes them', async () => {
  const { peer, said, spoolFolder, end } = await site({ pace: { ...PACE, greetMs: 50 } });
  await peer.until(() => peer.requests(/jobs$/).length > 0);
  peer.misbehave(/shipments/, { status: 503, body: {} }, 3);
  peer.give('vc01');
  await peer.until(() => peer.shipments.length === 1);
  expect(peer.shipments[0]).toMatchObject({ target: 'vc01', attempt: null });
  await peer.until(() => said.some((each) => each.includes('Shipped from the spool')));
  expect(await waiting(spoolFolder)).toEqual([]);
  await end();
});

test('while the centre is away, targets are read by the schedule that it told last', async () => {
  let minutes = 0;
  const { peer, spoolFolder, reads, end } = await site({ now: () => new Date(Date.now() + minutes * 60_000) });
  await peer.until(() => peer.requests(/jobs$/).length > 0);
  peer.misbehave(/./, { status: 503, body: {} }, 1_000_000);
  await peer.until(() => peer.requests(/hello$/).length >= 3);
  minutes = 2;
  await peer.until(() => reads.length >= 2);
  expect(new Set(reads)).toEqual(new Set(['vc01', 'vc02']));
  while ((await waiting(spoolFolder)).length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(peer.shipments).toEqual([]);
  peer.behave();
  await peer.until(() => peer.shipments.length >= 2);
  expect(peer.shipments.map(({ attempt }) => attempt)).toEqual([null, null]);
  await end();
});

test('a key that the centre does not take ends the worker', async () => {
  const { peer, ended } = await site();
  peer.keys.clear();
  await expect(ended).rejects.toMatchObject({ fault: 'key', reason: 'KEY_UNKNOWN' } satisfies Partial<CentreError>);
});

test('a key with less than 30 days is renewed, kept for its owner alone, and used from then on', async () => {
  const { peer, path, end } = await site({ keyDays: 29 });
  const [first] = peer.keys.keys();
  peer.give('vc01');
  await peer.until(() => peer.shipments.length === 1);
  const { key, expiresAt } = await readKeyFile(path);
  expect(key.id).not.toBe(first);
  expect(peer.shipments[0]?.key).toBe(key.id);
  expect(expiresAt?.getTime()).toBeGreaterThan(Date.now() + 80 * 86_400_000);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(path, '..'))).not.toContain('site.key.next');
  await end();
});

test('a renewal whose answer was lost is found to be done', async () => {
  const { peer, path, end } = await site({ keyDays: 29 });
  peer.misbehave(/\/key$/, 'lose-answer');
  await peer.until(() => peer.requests(/jobs$/).length > 0);
  const { key } = await readKeyFile(path);
  expect(peer.keys.has(key.id)).toBe(true);
  expect(peer.requests(/jobs$/).at(-1)?.key).toBe(key.id);
  await end();
});

test('a renewal that was cut off before it was sent goes on with the same key', async () => {
  const { peer, centre, path, keys } = await enrolledSite({ keyDays: 29 });
  const next = makeSiteKey();
  await writeKeyFile(nextKeyFile(path), { key: next, expiresAt: null });
  const greeting = { worker: 'w1', version: '1', targets: [], slots: 1 };
  const signal = AbortSignal.timeout(10_000);
  expect(await keys.renewIfDue(centre, { greeting, now: new Date(), signal })).toBe(true);
  expect((await readKeyFile(path)).key.id).toBe(next.id);
  expect(peer.keys.has(next.id)).toBe(true);
});

test('the private half of a key is in no request and in nothing that is said', async () => {
  const { peer, path, said, end } = await site({ keyDays: 29 });
  peer.give('vc01');
  await peer.until(() => peer.shipments.length === 1);
  await end();
  const pem = await readFile(path, 'utf8');
  const [, secret = ''] = /KEY-----\n([\s\S]+?)\n-----END/.exec(pem) ?? [];
  const sent = Buffer.concat(peer.seen.map(({ body, path: to }) => Buffer.concat([Buffer.from(to), body]))).toString(
    'latin1',
  );
  expect(secret).not.toBe('');
  expect(`${sent}${said.join('')}`).not.toContain(secret.replaceAll('\n', ''));
});

test('a key that others may read, and a file that is no key, are refused without a word of them', async () => {
  const { path } = await enrolledSite();
  await chmod(path, 0o640);
  await expect(readKeyFile(path)).rejects.toMatchObject({ code: 'KEY_FILE_OPEN' });
  await chmod(path, 0o600);
  await writeFile(path, '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n');
  await expect(readKeyFile(path)).rejects.toMatchObject({
    code: 'KEY_FILE_INVALID',
    message: expect.not.stringContaining('c2Vj') as unknown,
  });
});

test('another server that listens in the place of the centre gets nothing', async () => {
  const { keys, peer } = await enrolledSite();
  const { port, url, thumbprint } = peer;
  await peer.close();
  const stranger = await CentrePeer.start(port);
  onTestFinished(() => stranger.close());
  const same = centreOf({ port, url, thumbprint });
  onTestFinished(() => same.close());
  const asked = same.jobs(keys.speaker, { worker: 'w', targets: [], slots: 1 }, AbortSignal.timeout(10_000));
  await expect(asked).rejects.toMatchObject({ code: 'CERTIFICATE_MISMATCH', fault: 'passing' });
  expect(stranger.seen).toEqual([]);
});
